#include "daemon/themes/examples.h"

#include "tests/support/catch.h"
#include "tests/themes/theme_text.h"

namespace khabard {
namespace {

constexpr const char* pattern = "[[pattern]]\nid = \"p\"\nweight = 6\nmatch = \"هدنة\"\n";

Complaints run(const std::string& examples, std::string_view head = "") {
    Complaints complaints;
    const ThemeSet set = set_of(theme_file(pattern + examples, head), complaints);
    CHECK(complaints.empty());
    return run_examples(set);
}

TEST_CASE("examples that come out as labelled are no complaint") {
    CHECK(run("[examples]\nmust = [\"الهدنة\"]\nmust_not = [\"قصف\"]\n").empty());
}

TEST_CASE("an example that fails is named with its line, score and patterns") {
    const Complaints complaints =
        run("[examples]\nmust = [\n\"قصف\",\n]\nmust_not = [\"الهدنة\"]\n");
    REQUIRE(complaints.size() == 2);
    CHECK(complaints[0].file == "t.toml");
    CHECK(complaints[0].line == 14);
    CHECK(complaints[0].message == "an example that must be labelled t is not");
    CHECK(complaints[0].hint == "no pattern matched, or the required context is missing");
    CHECK(complaints[1].message == "an example that must not be labelled t is");
    CHECK(complaints[1].hint == "it scores 6.0 of 6.0 by p");
    CHECK_FALSE(complaints[1].warning);
}

TEST_CASE("examples of a theme that is switched off are run too") {
    CHECK(run("[examples]\nmust_not = [\"الهدنة\"]\n", "enabled = false").size() == 1);
}

}  // namespace
}  // namespace khabard
