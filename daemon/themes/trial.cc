#include "daemon/themes/trial.h"

#include "daemon/base/check.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace khabard {
namespace {

std::set<std::string> themes_that_are_on(const ThemeSet& set) {
    std::set<std::string> on;
    for (const ThemeInfo& theme : set.themes()) {
        if (theme.enabled) {
            on.insert(theme.id);
        }
    }
    return on;
}

std::optional<ThemeScore> score_of(const std::vector<ThemeScore>& scores,
                                   const std::string& theme) {
    const auto found = std::find_if(scores.begin(), scores.end(),
                                    [&](const ThemeScore& score) { return score.theme == theme; });
    return found == scores.end() ? std::nullopt : std::optional(*found);
}

const std::string& text_of(const ArticleText& text, Zone zone) {
    switch (zone) {
        case Zone::headline: return text.headline.str();
        case Zone::summary: return text.summary.str();
        case Zone::body: return text.body.str();
    }
    unreachable("zone");
}

// Signs that close a sentence belong to it: up to the next word or line.
std::size_t with_closing_signs(const std::string& text, std::size_t end, std::size_t next_word) {
    const std::size_t line_end = std::min(text.find('\n', end), text.size());
    const std::size_t limit = std::min(next_word, line_end);
    const std::size_t blank = text.find(' ', end);
    return std::min(limit, blank == std::string::npos ? limit : blank);
}

}  // namespace

std::vector<ComparedLabel> compare_labels(const ThemeSet& before, const ThemeSet& after,
                                          const ThemeTokens& tokens) {
    const std::set<std::string> on_before = themes_that_are_on(before);
    const std::set<std::string> on_after = themes_that_are_on(after);
    const std::vector<ThemeScore> old_scores = before.score_all(tokens);
    const std::vector<ThemeScore> new_scores = after.score_all(tokens);
    std::set<std::string> themes;
    for (const auto* scores : {&old_scores, &new_scores}) {
        for (const ThemeScore& score : *scores) {
            themes.insert(score.theme);
        }
    }
    std::vector<ComparedLabel> labels;
    for (const std::string& theme : themes) {
        const bool tried_out = !on_before.contains(theme) && !on_after.contains(theme);
        auto old_score = score_of(old_scores, theme);
        auto new_score = score_of(new_scores, theme);
        const bool had =
            old_score && old_score->labelled && (tried_out || on_before.contains(theme));
        const bool has =
            new_score && new_score->labelled && (tried_out || on_after.contains(theme));
        if (has) {
            labels.push_back({had ? LabelFate::kept : LabelFate::gained, std::move(*new_score),
                              std::move(old_score)});
        } else if (had) {
            labels.push_back({LabelFate::lost, std::move(*old_score), std::move(new_score)});
        }
    }
    return labels;
}

SentenceSpan sentence_around(const Evidence& evidence, const ThemeTokens& tokens,
                             const ArticleText& text) {
    const std::string& all = text_of(text, evidence.zone);
    std::size_t begin = evidence.offset.get();
    std::size_t end = begin + evidence.length;
    const auto at =
        std::find_if(tokens.tokens.begin(), tokens.tokens.end(), [&](const ThemeToken& token) {
            return token.token.zone == evidence.zone && token.token.offset >= evidence.offset;
        });
    if (at == tokens.tokens.end()) {
        return SentenceSpan{evidence.offset, evidence.length};
    }
    std::size_t next_word = all.size();
    for (const ThemeToken& token : tokens.tokens) {
        const Token& word = token.token;
        if (word.zone != evidence.zone) {
            continue;
        }
        if (word.sentence == at->token.sentence) {
            begin = std::min(begin, word.offset.get());
            end = std::max(end, word.offset.get() + word.length);
        } else if (word.offset.get() >= end) {
            next_word = word.offset.get();
            break;
        }
    }
    return SentenceSpan{ByteOffset{begin}, with_closing_signs(all, end, next_word) - begin};
}

}  // namespace khabard
