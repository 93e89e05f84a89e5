#pragma once

// Small articles, verdicts and contexts for the tests of the stages and of the pipeline.

#include "daemon/dedup/fingerprint.h"
#include "daemon/model/theme_score.h"
#include "daemon/model/tokens.h"
#include "daemon/stages/compare.h"
#include "daemon/stages/decide.h"
#include "daemon/stages/identify.h"
#include "daemon/text/fold.h"

#include <string>
#include <utility>
#include <vector>

namespace khabard {

inline Article sample_article(const std::string& headline, const std::string& body) {
    return Article{.headline = DisplayText::from_cleaned(headline),
                   .summary = DisplayText::from_cleaned(""),
                   .body = DisplayText::from_cleaned(body),
                   .dateline = std::nullopt,
                   .agency = std::nullopt,
                   .credit = std::nullopt,
                   .authors = {},
                   .section = std::nullopt,
                   .keywords = {},
                   .published = std::nullopt,
                   .modified = std::nullopt,
                   .date_flags = {},
                   .language = "ar",
                   .language_confidence = 0.99,
                   .surely_not_arabic = false,
                   .guid = {},
                   .url = {},
                   .canonical_url = {},
                   .source_name = {},
                   .image_url = std::nullopt,
                   .representation = Representation::full,
                   .body_source = BodySource::feed_full,
                   .body_truncated = false,
                   .warnings = {},
                   .edits = {}};
}

struct SampleEntry {
    std::string url;
    std::string headline;
    std::string body;
    std::vector<std::string> themes = {};
    std::string outlet = "outlet.example";
    std::string guid = {};
    std::string feed = "feed";
};

inline Candidate sample_candidate(const SampleEntry& entry) {
    Article article = sample_article(entry.headline, entry.body);
    article.url = entry.url;
    article.guid = entry.guid;
    const ArticleText text{article.headline, article.summary, article.body};
    const ThemeTokens tokens = theme_tokens(text);
    Fingerprint fingerprint = make_fingerprint(dedup_tokens(text, {}));
    fingerprint.spelling = spelling_of(tokens);
    Keys keys = identify(article, fingerprint.content, {.feed = FeedId{entry.feed}, .part = 1});
    Candidate candidate{.article = std::move(article),
                        .outlet = entry.outlet,
                        .keys = std::move(keys),
                        .fingerprint = std::move(fingerprint),
                        .scores = {}};
    for (const std::string& theme : entry.themes) {
        candidate.scores.push_back(ThemeScore{theme, 8.0, 6.0, true, {}});
    }
    return candidate;
}

// A paragraph of `words` different words that begin at number `from`: texts that share no range
// share no shingle.
inline std::string sample_words(int from, int words) {
    std::string text;
    for (int i = from; i < from + words; ++i) {
        text += (text.empty() ? "" : " ") + std::string("كلمة") +
                std::string(1, static_cast<char>('a' + i % 26)) +
                std::string(1, static_cast<char>('a' + i / 26 % 26)) +
                std::string(1, static_cast<char>('a' + i / 676 % 26));
    }
    return text;
}

}  // namespace khabard
