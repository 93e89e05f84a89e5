#include "daemon/themes/candidates.h"

#include "daemon/themes/link.h"
#include "tests/support/catch.h"
#include "tests/themes/theme_text.h"

#include <cstdint>
#include <string>
#include <vector>

namespace khabard {
namespace {

// A theme with one pattern of two words in any order.
void add_theme(CompiledThemes& compiled, std::vector<std::vector<ClassId>>& includes,
               const std::vector<std::string>& words) {
    const auto theme = static_cast<ThemeIndex>(compiled.themes.size());
    compiled.infos.push_back(ThemeInfo{std::to_string(theme), "x", "", "", "", true});
    compiled.themes.push_back(CompiledTheme{6, 6, 4, 1.5, 1, true, {}, {}});
    compiled.patterns.push_back(ThemePattern{"p", theme, 6, {}});
    compiled.rules.push_back(Rule{.parts_begin = static_cast<std::uint32_t>(compiled.parts.size()),
                                  .parts_count = static_cast<std::uint32_t>(words.size()),
                                  .window = 10,
                                  .sentences = 1,
                                  .level = 0,
                                  .target = theme,
                                  .users_begin = 0,
                                  .users_count = 0,
                                  .any_order = true,
                                  .is_pattern = true});
    for (const std::string& word : words) {
        const auto id = static_cast<ClassId>(includes.size());
        includes.emplace_back();
        compiled.lexicon.add_phrase({compiled.lexicon.add_word(word, WordKind::literal, {})}, id);
        compiled.parts.push_back(Part{id, 0});
    }
}

// A theme about one and two, and `others` that share no word with it.
void fill(CompiledThemes& compiled, std::size_t others) {
    std::vector<std::vector<ClassId>> includes;
    add_theme(compiled, includes, {"one", "two"});
    for (std::size_t other = 0; other < others; ++other) {
        add_theme(compiled, includes, {"x" + std::to_string(other), "y" + std::to_string(other)});
    }
    link_rules(compiled, includes);
}

TEST_CASE("a rule is a candidate when all its words are there, and once") {
    CompiledThemes compiled;
    fill(compiled, 1);
    const auto found_in = [&](std::string_view text) {
        const ThemeTokens tokens = tokens_of(text);
        const auto rules = find_candidates(compiled, Reading(compiled, tokens.tokens)).rules;
        return std::vector<RuleId>(rules.begin(), rules.end());
    };
    CHECK(found_in("two three one. one two.") == std::vector<RuleId>{0});
    CHECK(found_in("y0 one x0 two") == std::vector<RuleId>{0, 1});
    CHECK(found_in("one one").empty());
    CHECK(found_in("three").empty());
}

TEST_CASE("themes that share no word with an article add no work to it") {
    const ThemeTokens tokens = tokens_of("one two three. four two one. five one.");
    std::vector<std::size_t> hits;
    std::vector<std::size_t> looked_at;
    for (const std::size_t others : {2U, 299U}) {
        CompiledThemes compiled;
        fill(compiled, others);
        const Reading reading(compiled, tokens.tokens);
        const Candidates found = find_candidates(compiled, reading);
        hits.push_back(reading.hits().size());
        looked_at.push_back(found.looked_at);
        CHECK(found.rules.size() == 1);
        CHECK(evaluate(compiled, tokens, Which::enabled).size() == 1);
    }
    CHECK(hits == std::vector<std::size_t>{5, 5});
    CHECK(looked_at == std::vector<std::size_t>{1, 1});
}

}  // namespace
}  // namespace khabard
