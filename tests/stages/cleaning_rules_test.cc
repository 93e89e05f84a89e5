#include "daemon/stages/cleaning_rules.h"

#include "daemon/stages/line.h"
#include "tests/stages/newsroom.h"
#include "tests/support/catch.h"

using namespace khabard;

namespace {

std::string rule_of(const std::string& text) {
    const CleaningRule* rule = find_line_rule(shipped_rules(), fold_line(text).key);
    return rule == nullptr ? "" : rule->id;
}

Complaints complaints_of(const std::string& toml) {
    Complaints complaints;
    const auto table = parse_toml(toml, "cleaning.toml", complaints);
    REQUIRE(table);
    parse_cleaning_rules(*table, "cleaning.toml", complaints);
    return complaints;
}

}  // namespace

TEST_CASE("a pattern sees through spelling, punctuation and numbers") {
    CHECK(rule_of("٣٬١٢٠ مشاهدة") == "counter");
    CHECK(rule_of("إِضَافَة تعليق") == "comments");
    CHECK(rule_of("تابعونا على: تويتر") == "subscribe");
    CHECK(rule_of("© 2026 جميع الحقوق محفوظة") == "page-foot");
    CHECK(rule_of("قال المصدر إن الحقوق محفوظة للجميع").empty());
}

TEST_CASE("a line longer than a rule allows is never touched by it") {
    CHECK(rule_of("شارك في اللقاء ستة وزراء وتابعه صحافيون من قاعة مجاورة").empty());
}

TEST_CASE("mistakes are complained about at their place") {
    const Complaints complaints = complaints_of(
        "[[rule]]\nid = \"a\"\nkind = \"lien\"\nmatch = [\"x\"]\n"
        "[[rule]]\nid = \"b\"\nkind = \"line\"\nmatch = [\"* #\"]\nmaximum = 3\n");
    REQUIRE(complaints.size() >= 3);
    CHECK(complaints.front().line == 3);
    CHECK(complaints.front().hint.find("line") != std::string::npos);
}

TEST_CASE("a prefix may be glued to what follows") {
    const Pattern pattern{{"a", "b"}};
    CHECK(pattern_prefix(pattern, "a b c") == 3);
    CHECK(pattern_prefix(pattern, "a bc") == 3);
    CHECK(pattern_prefix(pattern, "b a") == 0);
    CHECK(pattern_prefix(Pattern{{"a", "#"}}, "a 12x") == 4);
}

TEST_CASE("a star stands for any words or none") {
    const Pattern pattern{{"a", "*", "b"}};
    CHECK(pattern_matches(pattern, {"a", "b"}));
    CHECK(pattern_matches(pattern, {"a", "b", "c", "b"}));
    CHECK_FALSE(pattern_matches(pattern, {"a", "b", "c"}));
}
