#include "daemon/stages/compose.h"

#include "daemon/text/display.h"
#include "daemon/text/language.h"
#include "daemon/text/unicode.h"

#include <algorithm>
#include <chrono>
#include <string_view>
#include <utility>

namespace khabard {

namespace {

// More of a text does not make its language clearer.
constexpr std::size_t language_bytes_max = 3000;
// Publishers' clocks and unstated zones run ahead by less than this; a bare day by a time zone.
constexpr std::chrono::hours clock_slack{1};
constexpr std::chrono::hours day_slack{14};
constexpr Instant far_past = std::chrono::sys_days{std::chrono::year{1995} / 1 / 1};

struct Cut {
    std::string text;
    bool shortened;
};

// At most `chars_max` code points and `bytes_max` bytes, cut at a paragraph, sentence or word that
// is not too far back, else at a code point.
Cut cut_text(std::string text, std::size_t chars_max, std::size_t bytes_max) {
    std::size_t end = cut_length(text, std::min(bytes_max, text.size()));
    if (end > chars_max) {  // otherwise there cannot be too many
        std::size_t at = 0;
        for (std::size_t chars = 0; at < end && chars < chars_max; ++chars) {
            at += code_point_at(text, at).length;
        }
        end = std::min(end, at);
    }
    if (end == text.size()) {
        return {std::move(text), false};
    }
    const std::string_view head = std::string_view(text).substr(0, end);
    for (const std::string_view border : {"\n\n", ". ", " "}) {
        const std::size_t found = head.rfind(border);
        if (found != std::string_view::npos && found >= end / 2) {
            end = border == ". " ? found + 1 : found;
            break;
        }
    }
    text.resize(end);
    return {std::move(text), true};
}

std::string one_line(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    return to_display(text);
}

std::string join_paragraphs(const std::vector<Block>& blocks) {
    std::size_t bytes = 0;
    for (const Block& block : blocks) {
        bytes += block.text.size() + 2;
    }
    std::string body;
    body.reserve(bytes);
    for (const Block& block : blocks) {
        if (!body.empty()) {
            body += "\n\n";
        }
        body += block.text;
    }
    return body;
}

// A date ahead of the crawl is the crawl's; the record says so.
void judge_date(std::optional<StatedDate>& stated, Instant reference,
                std::vector<std::string>& flags) {
    if (!stated) {
        return;
    }
    ReadDate& date = stated->date;
    const auto slack = date.precision == DatePrecision::day ? day_slack : clock_slack;
    if (date.at > reference + slack) {
        date.at = reference;
        date.precision = DatePrecision::second;
        flags.emplace_back("future_clamped");
    }
    if (date.at < far_past) {
        flags.emplace_back("far_past");
    }
    if (date.zone_assumed && date.precision != DatePrecision::day) {
        flags.emplace_back("zone_assumed");
    }
    if (date.hijri_converted) {
        flags.emplace_back("hijri_converted");
    }
}

bool has_edit(const std::vector<Edit>& edits, std::string_view rule) {
    return std::any_of(edits.begin(), edits.end(),
                       [&](const Edit& edit) { return edit.rule == rule; });
}

std::vector<std::string> warnings_of(const Article& article, const CleanDraft& clean_draft) {
    std::vector<std::string> warnings;
    if (has_edit(article.edits, "mojibake")) {
        warnings.emplace_back("mojibake_repaired");
    }
    if (has_edit(article.edits, "too-long")) {
        warnings.emplace_back("text_truncated");
    }
    if (article.headline.empty()) {
        warnings.emplace_back("no_headline");
    }
    if (article.body.empty()) {
        warnings.emplace_back("no_body");
    }
    if (clean_draft.cut_short) {
        warnings.emplace_back("cut_short");
    }
    if (article.body.str().find("\xEF\xBF\xBD") != std::string::npos) {
        warnings.emplace_back("replacement_characters");
    }
    return warnings;
}

}  // namespace

Article compose(CleanDraft clean_draft, const Limits& limits) {
    Draft& draft = clean_draft.draft;
    Cut headline = cut_text(one_line(draft.title.value_or("")), limits.headline_chars_max,
                            limits.body_bytes_max);
    Cut summary = cut_text(one_line(draft.summary.value_or("")), limits.summary_chars_max,
                           limits.body_bytes_max);
    Cut body =
        cut_text(join_paragraphs(draft.blocks), limits.body_chars_max, limits.body_bytes_max);
    const std::string sample = headline.text + "\n" + summary.text + "\n" + body.text;
    const LanguageGuess guess = identify_language(
        std::string_view(sample).substr(0, cut_length(sample, language_bytes_max)));
    std::vector<std::string> flags;
    judge_date(draft.published, draft.reference, flags);
    const bool whole = draft.representation != Representation::full || !clean_draft.cut_short;
    Article article{.headline = DisplayText::from_cleaned(std::move(headline.text)),
                    .summary = DisplayText::from_cleaned(std::move(summary.text)),
                    .body = DisplayText::from_cleaned(std::move(body.text)),
                    .dateline = std::move(clean_draft.dateline),
                    .agency = std::move(clean_draft.agency),
                    .credit = std::move(clean_draft.credit),
                    .authors = std::move(draft.authors),
                    .section = std::move(draft.section),
                    .keywords = std::move(draft.keywords),
                    .published = std::move(draft.published),
                    .modified = std::move(draft.modified),
                    .date_flags = std::move(flags),
                    .language = guess.language,
                    .language_confidence = guess.confidence,
                    .surely_not_arabic = guess.surely_not_arabic,
                    .guid = std::move(draft.guid),
                    .url = std::move(draft.url),
                    .canonical_url = std::move(draft.canonical_url),
                    .source_name = std::move(draft.source_name),
                    .image_url = std::move(draft.image_url),
                    .representation = whole ? draft.representation : Representation::partial,
                    .body_source = draft.body_source,
                    .body_truncated = body.shortened,
                    .warnings = {},
                    .edits = std::move(draft.edits)};
    article.warnings = warnings_of(article, clean_draft);
    return article;
}

}  // namespace khabard
