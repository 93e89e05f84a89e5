#include "daemon/cli/explain.h"

#include "daemon/base/check.h"
#include "daemon/base/time.h"

#include <algorithm>
#include <cstdio>
#include <string_view>
#include <utility>
#include <vector>

namespace khabard {
namespace {

constexpr const char* bold = "\033[1m";
constexpr const char* dim = "\033[2m";
constexpr const char* red = "\033[31m";
constexpr const char* highlight = "\033[30;43m";
constexpr const char* reset = "\033[0m";
// U+2068 FIRST STRONG ISOLATE and U+2069 POP DIRECTIONAL ISOLATE.
constexpr const char* isolate = "\xe2\x81\xa8";
constexpr const char* pop = "\xe2\x81\xa9";

constexpr std::size_t removed_bytes_shown = 120;
constexpr std::size_t context_bytes = 90;

class Page {
public:
    explicit Page(ExplainStyle style) : style_(style) {}

    void title(const std::string& text) { out_ += paint(bold, text) + "\n"; }
    void row(const std::string& name, const std::string& value) {
        std::string padded = "  " + name;
        padded.resize(std::max<std::size_t>(padded.size() + 1, 18), ' ');
        out_ += paint(dim, padded) + value + "\n";
    }
    void gap() { out_ += "\n"; }
    std::string paint(const char* colour, const std::string& text) const {
        return style_.colour ? colour + text + reset : text;
    }
    std::string arabic(const std::string& text) const {
        return style_.colour ? isolate + text + pop : text;
    }
    std::string take() { return std::move(out_); }

private:
    ExplainStyle style_;
    std::string out_;
};

bool starts_character(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

std::size_t back_to_character(std::string_view text, std::size_t at) {
    at = std::min(at, text.size());
    while (at > 0 && at < text.size() && !starts_character(text[at])) {
        --at;
    }
    return at;
}

std::string one_line(std::string text, std::size_t bytes_max) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    if (text.size() > bytes_max) {
        text.resize(back_to_character(text, bytes_max));
        text += "...";
    }
    return text;
}

std::string two_decimals(double number) {
    char text[32];
    std::snprintf(text, sizeof text, "%.2f", number);
    return text;
}

const std::string& text_of(const Article& article, Zone zone) {
    switch (zone) {
        case Zone::headline: return article.headline.str();
        case Zone::summary: return article.summary.str();
        case Zone::body: return article.body.str();
    }
    unreachable("zone");
}

std::string date_text(const StatedDate& date) {
    std::string text = format_rfc3339_seconds(date.date.at);
    if (date.date.precision == DatePrecision::day) {
        text = text.substr(0, 10);
    }
    return text + ", by the " + date_precision_name(date.date.precision) + ", from " +
           date_origin_name(date.origin) + (date.date.zone_assumed ? ", zone assumed" : "") +
           (date.date.relative ? ", counted from the time of the crawl" : "");
}

void put_fields(Page& page, const Article& article) {
    page.title(article.headline.empty() ? "(no headline)" : page.arabic(article.headline.str()));
    if (article.published) {
        page.row("published", date_text(*article.published) + "  " +
                                  page.arabic(one_line(article.published->raw, 60)));
    } else {
        page.row("published", "no date found");
    }
    for (const auto& [name, value] : {std::pair{"dateline", &article.dateline},
                                      {"agency", &article.agency},
                                      {"credit", &article.credit},
                                      {"language", &article.language}}) {
        if (*value) {
            page.row(name, page.arabic(**value));
        }
    }
    page.row("text", std::string(representation_name(article.representation)) + " from " +
                         body_source_name(article.body_source) + ", " +
                         std::to_string(article.body.str().size()) + " bytes");
    for (const std::string& warning : article.warnings) {
        page.row("warning", warning);
    }
}

void put_edits(Page& page, const Article& article) {
    if (article.edits.empty()) {
        return;
    }
    page.title("removed or mended");
    for (const Edit& edit : article.edits) {
        std::string text =
            page.paint(red, page.arabic(one_line(edit.removed, removed_bytes_shown)));
        if (!edit.replacement.empty()) {
            text += " -> " + page.arabic(one_line(edit.replacement, removed_bytes_shown));
        }
        page.row(edit.rule, text);
    }
}

// The span with what stands around it.
std::string in_context(const Page& page, const std::string& text, const Evidence& evidence) {
    const std::size_t begin = evidence.offset.get();
    const std::size_t end = begin + evidence.length;
    const std::size_t from =
        back_to_character(text, begin > context_bytes ? begin - context_bytes : 0);
    const std::size_t to = back_to_character(text, end + context_bytes);
    return page.arabic(one_line(text.substr(from, begin - from), context_bytes * 2) +
                       page.paint(highlight, text.substr(begin, evidence.length)) +
                       one_line(text.substr(end, to - end), context_bytes * 2));
}

void put_score(Page& page, const Article& article, const ThemeScore& score) {
    page.title(score.theme + (score.labelled ? "" : " (near miss)") + ": " +
               two_decimals(score.score) + " of " + two_decimals(score.threshold));
    for (const Evidence& evidence : score.evidence) {
        page.row(evidence.rule, in_context(page, text_of(article, evidence.zone), evidence));
    }
}

void put_article(Page& page, const PreparedArticle& prepared) {
    const Article& article = prepared.candidate.article;
    put_fields(page, article);
    if (prepared.reason != Reason::none) {
        page.row("left out", reason_name(prepared.reason));
    }
    put_edits(page, article);
    for (const ThemeScore& score : prepared.candidate.scores) {
        put_score(page, article, score);
    }
    if (prepared.candidate.scores.empty()) {
        page.title("no theme was touched");
    }
}

}  // namespace

std::string explain(const Prepared& prepared, ExplainStyle style) {
    Page page(style);
    page.row("read as", prepared.provenance.format + ", " + prepared.provenance.encoding + " by " +
                            prepared.provenance.encoding_reason);
    for (const std::string& warning : prepared.warnings) {
        page.row("warning", warning);
    }
    for (const PreparedItem& item : prepared.items) {
        if (item.articles.empty()) {
            page.row("no article", std::string(reason_name(item.reason)) + " " + item.what);
        }
        for (const PreparedArticle& article : item.articles) {
            page.gap();
            put_article(page, article);
        }
    }
    return page.take();
}

}  // namespace khabard
