#include "daemon/cli/explain.h"

#include "daemon/base/check.h"
#include "daemon/base/time.h"
#include "daemon/model/theme_score.h"
#include "daemon/model/tokens.h"

#include <utility>

namespace khabard {
namespace {

constexpr std::size_t removed_bytes_shown = 120;

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
            page.paint(Ink::red, page.arabic(one_line(edit.removed, removed_bytes_shown)));
        if (!edit.replacement.empty()) {
            text += " -> " + page.arabic(one_line(edit.replacement, removed_bytes_shown));
        }
        page.row(edit.rule, text);
    }
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

std::string explain(const Prepared& prepared, PageStyle style) {
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
