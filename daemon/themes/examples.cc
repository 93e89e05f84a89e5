#include "daemon/themes/examples.h"

#include "daemon/text/display.h"
#include "daemon/text/fold.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <string>
#include <utility>

namespace khabard {
namespace {

std::string number(double value) {
    char buffer[32];
    const auto [end, error] =
        std::to_chars(std::begin(buffer), std::end(buffer), value, std::chars_format::fixed, 1);
    return error == std::errc{} ? std::string(buffer, end) : std::string("?");
}

// "scored 4.0 of 6.0 by strikes-halted", or that nothing spoke for it.
std::string account(const ThemeScore* score) {
    if (score == nullptr) {
        return "no pattern matched, or the required context is missing";
    }
    std::string text = "it scores " + number(score->score) + " of " + number(score->threshold);
    std::vector<std::string> rules;
    for (const Evidence& evidence : score->evidence) {
        if (std::find(rules.begin(), rules.end(), evidence.rule) == rules.end()) {
            rules.push_back(evidence.rule);
        }
    }
    for (std::size_t at = 0; at < rules.size(); ++at) {
        text += (at == 0 ? " by " : ", ") + rules[at];
    }
    return text;
}

JudgedExample judge(const ThemeSet& set, const ThemeExample& example) {
    const DisplayText nothing = DisplayText::from_cleaned("");
    JudgedExample judged{.example = example,
                         .text = DisplayText::from_cleaned(to_display(example.text)),
                         .passed = false,
                         .score = std::nullopt,
                         .others = {}};
    for (ThemeScore& score :
         set.score_all(theme_tokens(ArticleText{nothing, nothing, judged.text}))) {
        if (score.theme == example.theme) {
            judged.score = std::move(score);
        } else {
            judged.others.push_back(std::move(score));
        }
    }
    judged.passed = (judged.score && judged.score->labelled) == example.must;
    return judged;
}

}  // namespace

std::vector<JudgedExample> judge_examples(const ThemeSet& set) {
    std::vector<JudgedExample> judged;
    for (const ThemeExample& example : set.examples()) {
        judged.push_back(judge(set, example));
    }
    return judged;
}

Complaints run_examples(const ThemeSet& set) {
    Complaints complaints;
    for (const JudgedExample& judged : judge_examples(set)) {
        const ThemeExample& example = judged.example;
        if (!judged.passed) {
            complaints.push_back(Complaint{
                example.file, example.line, example.column,
                "an example that must" + std::string(example.must ? "" : " not") + " be labelled " +
                    example.theme + " is" + (example.must ? " not" : ""),
                account(judged.score ? &*judged.score : nullptr)});
        }
    }
    return complaints;
}

}  // namespace khabard
