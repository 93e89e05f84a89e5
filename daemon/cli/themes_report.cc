#include "daemon/cli/themes_report.h"

#include "daemon/base/check.h"

#include <algorithm>
#include <set>
#include <string_view>

namespace khabard {
namespace {

constexpr std::size_t headline_bytes_shown = 240;
constexpr std::size_t sentence_bytes_shown = 1200;
constexpr std::size_t sentences_shown = 3;
constexpr std::size_t example_bytes_shown = 600;

struct ExampleCount {
    std::size_t passed = 0;
    std::size_t failed = 0;
};

std::string left(std::string text, std::size_t columns) {
    text.resize(std::max(columns, text.size()), ' ');
    return text;
}

std::string right(std::size_t number, std::size_t columns) {
    const std::string text = std::to_string(number);
    return std::string(columns > text.size() ? columns - text.size() : 0, ' ') + text;
}

std::string counted(std::uint64_t number, const char* one, const char* many) {
    return std::to_string(number) + " " + (number == 1 ? one : many);
}

std::string score_text(const ThemeScore& score) {
    return two_decimals(score.score) + " of " + two_decimals(score.threshold);
}

std::string rules_text(const ThemeScore& score) {
    std::string text;
    std::set<std::string> named;
    for (const Evidence& evidence : score.evidence) {
        if (named.insert(evidence.rule).second) {
            text += (text.empty() ? "" : ", ") + evidence.rule;
        }
    }
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

void put_failed(Page& page, const JudgedExample& judged) {
    const ThemeExample& example = judged.example;
    page.gap();
    page.title(example.file + ":" + std::to_string(example.line) + ":" +
               std::to_string(example.column) + ": must " + (example.must ? "" : "not ") +
               "be labelled " + example.theme + ", and is" + (example.must ? " not" : ""));
    page.row("example", page.arabic(one_line(judged.text.str(), example_bytes_shown)));
    if (!judged.score) {
        page.row("score", "no pattern matched, or the required context is missing");
    } else {
        page.row("score", score_text(*judged.score) + " by " + rules_text(*judged.score));
        for (const Evidence& evidence : judged.score->evidence) {
            page.row(evidence.rule, in_context(page, judged.text.str(), evidence));
        }
    }
    for (const ThemeScore& other : judged.others) {
        page.row(other.labelled ? "also labelled" : "near miss",
                 other.theme + " " + score_text(other) + " by " + rules_text(other));
    }
}

struct ShownSentence {
    const Evidence* evidence;
    double weight;
    SentenceSpan span;
};

// One piece of evidence for each of the sentences that decided, those with the heaviest patterns
// first, then in their order.
std::vector<ShownSentence> deciding_sentences(const ThemeScore& score, const ThemeSet& set,
                                              const ThemeTokens& tokens, const ArticleText& text) {
    std::vector<ShownSentence> all;
    for (const Evidence& evidence : score.evidence) {
        all.push_back({&evidence, set.weight_of(score.theme, evidence.rule),
                       sentence_around(evidence, tokens, text)});
    }
    std::stable_sort(all.begin(), all.end(), [](const ShownSentence& a, const ShownSentence& b) {
        return a.weight > b.weight;
    });
    std::vector<ShownSentence> shown;
    for (const ShownSentence& one : all) {
        const bool fresh =
            std::none_of(shown.begin(), shown.end(), [&](const ShownSentence& other) {
                return other.evidence->zone == one.evidence->zone &&
                       other.span.offset == one.span.offset;
            });
        if (fresh && shown.size() < sentences_shown) {
            shown.push_back(one);
        }
    }
    return shown;
}

}  // namespace

std::string examples_report(const std::vector<ThemeInfo>& themes,
                            const std::vector<JudgedExample>& examples, PageStyle style) {
    Page page(style);
    std::map<std::string, ExampleCount> counts;
    ExampleCount all;
    for (const JudgedExample& judged : examples) {
        ExampleCount& count = counts[judged.example.theme];
        ++(judged.passed ? count.passed : count.failed);
        ++(judged.passed ? all.passed : all.failed);
    }
    std::size_t width = std::string_view("theme").size();
    for (const ThemeInfo& theme : themes) {
        width = std::max(width, theme.id.size());
    }
    page.title(left("theme", width) + "  examples  passed  failed");
    for (const ThemeInfo& theme : themes) {
        const ExampleCount count = counts[theme.id];
        const std::string failed = right(count.failed, 8);
        page.line(left(theme.id, width) + right(count.passed + count.failed, 10) +
                  right(count.passed, 8) +
                  (count.failed > 0 ? page.paint(Ink::red, failed) : failed) +
                  (theme.enabled ? "" : "  switched off"));
    }
    for (const JudgedExample& judged : examples) {
        if (!judged.passed) {
            put_failed(page, judged);
        }
    }
    page.gap();
    page.line(counted(examples.size(), "example", "examples") + " of " +
              counted(themes.size(), "theme", "themes") + ": " + std::to_string(all.passed) +
              " passed, " + std::to_string(all.failed) + " failed");
    return page.take();
}

bool TrialReport::may_show(LabelFate fate) {
    std::size_t& shown = fate == LabelFate::gained ? shown_.gained : shown_.lost;
    return shown < shown_max_ && ++shown > 0;
}

void TrialReport::show(const TriedArticle& article, const ComparedLabel& label,
                       const ThemeSet& set) {
    const bool gained = label.fate == LabelFate::gained;
    const ThemeScore& score = label.score;
    const ArticleText text{article.article.headline, article.article.summary, article.article.body};
    page_.line(
        (gained ? page_.paint(Ink::green, "+ " + score.theme)
                : page_.paint(Ink::red, "- " + score.theme)) +
        "  " +
        page_.paint(Ink::bold, page_.arabic(one_line(text.headline.str(), headline_bytes_shown))));
    for (const ShownSentence& one : deciding_sentences(score, set, article.tokens, text)) {
        const std::string& field = text_of(article.article, one.evidence->zone);
        const std::size_t begin = one.span.offset.get();
        const std::size_t marked = one.evidence->offset.get();
        page_.row("sentence", one.span.length > sentence_bytes_shown
                                  ? in_context(page_, field, *one.evidence)
                                  : marked_text(page_, field, {begin, begin + one.span.length},
                                                {marked, marked + one.evidence->length}));
    }
    page_.row(
        "score",
        score_text(score) + " by " + rules_text(score) + (gained ? "; now " : "; then ") +
            (label.otherwise ? score_text(*label.otherwise) : std::string("not touched at all")));
    page_.row("from", article.place);
}

void TrialReport::add(const Article& article, const std::string& place, const ThemeSet& before,
                      const ThemeSet& after) {
    ++articles_;
    const ThemeTokens tokens = theme_tokens({article.headline, article.summary, article.body});
    for (const ComparedLabel& label : compare_labels(before, after, tokens)) {
        Count& count = counts_[label.score.theme];
        switch (label.fate) {
            case LabelFate::kept: ++count.kept; continue;
            case LabelFate::gained: ++count.gained; break;
            case LabelFate::lost: ++count.lost; break;
        }
        if (may_show(label.fate)) {
            show({article, place, tokens}, label, label.fate == LabelFate::lost ? before : after);
        }
    }
}

std::string TrialReport::closing() const {
    Count all;
    std::string text;
    for (const auto& [theme, count] : counts_) {
        text += "  " + theme + ": " + std::to_string(count.gained) + " new, " +
                std::to_string(count.lost) + " lost, " + std::to_string(count.kept) + " stay\n";
        all.gained += count.gained;
        all.lost += count.lost;
    }
    text = counted(articles_, "article", "articles") + " read" +
           (skipped_ > 0 ? ", " + std::to_string(skipped_) + " left out by other rules" : "") +
           ": " + counted(all.gained, "new hit", "new hits") + ", " +
           counted(all.lost, "lost hit", "lost hits") + "\n" + text;
    const std::uint64_t hidden = all.gained + all.lost - shown_.gained - shown_.lost;
    if (hidden > 0) {
        text += counted(hidden, "hit is", "hits are") + " not shown; --limit shows more\n";
    }
    return text;
}

}  // namespace khabard
