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

}  // namespace

Complaints run_examples(const ThemeSet& set) {
    Complaints complaints;
    const DisplayText nothing = DisplayText::from_cleaned("");
    for (const ThemeExample& example : set.examples()) {
        const DisplayText body = DisplayText::from_cleaned(to_display(example.text));
        const std::vector<ThemeScore> scores =
            set.score_all(theme_tokens(ArticleText{nothing, nothing, body}));
        const auto found = std::find_if(scores.begin(), scores.end(), [&](const ThemeScore& score) {
            return score.theme == example.theme;
        });
        const ThemeScore* score = found == scores.end() ? nullptr : &*found;
        const bool labelled = score != nullptr && score->labelled;
        if (labelled != example.must) {
            complaints.push_back(Complaint{
                example.file, example.line, example.column,
                "an example that must" + std::string(example.must ? "" : " not") + " be labelled " +
                    example.theme + " is" + (example.must ? " not" : ""),
                account(score)});
        }
    }
    return complaints;
}

}  // namespace khabard
