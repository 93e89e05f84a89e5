#include "daemon/config/expand.h"

#include "tests/config/config_support.h"
#include "tests/support/catch.h"

using namespace khabard;

namespace {

struct Expanded {
    explicit Expanded(const std::string& value) {
        Surroundings surroundings;
        surroundings.environment = {{"NAME", "value"}, {"LOOP", "${NAME}"}, {"AB", "ab"}};
        surroundings.credentials = {{"key", "secret"}};
        table = *parse_toml("k = '" + value + "'\nlist = ['" + value + "']\n", file, complaints);
        expansions = expand(table, file, surroundings, complaints);
        text = *table.find("k")->string();
        display = expansions.display(table.find("k")->place, text);
    }

    std::string file = "t.toml";
    Complaints complaints;
    TomlTable table;
    Expansions expansions;
    std::string text;
    std::string display;
};

}  // namespace

TEST_CASE("variables and credentials are put in, and hidden in the form for display") {
    const Expanded both("a${NAME}b${credential:key}c");
    CHECK(both.text == "avaluebsecretc");
    CHECK(both.display == "a***b***c");
    CHECK(*both.table.find("list")->array()->values[0].string() == "avaluebsecretc");
    CHECK(both.expansions.secrets.front() == "secret");
}

TEST_CASE("a string without a mark stays as it is, dollars and all") {
    for (const char* text : {"", "plain", "$", "a$b", "$$", "$NAME", "{NAME}", "cost: 5$"}) {
        CAPTURE(text);
        const Expanded same(text);
        CHECK(same.text == text);
        CHECK(same.display == text);
        CHECK(same.complaints.empty());
    }
}

TEST_CASE("a doubled dollar stands for the mark itself") {
    CHECK(Expanded("$${NAME}").text == "${NAME}");
    CHECK(Expanded("$${NAME}").complaints.empty());
}

TEST_CASE("what was put in is not expanded again") {
    CHECK(Expanded("${LOOP}").text == "${NAME}");
}

TEST_CASE("a value too short to be a secret is not hidden in messages") {
    CHECK(Expanded("${AB}").expansions.secrets.empty());
    CHECK(Expanded("${AB}").display == "***");
}

TEST_CASE("what is missing is complained about at its string") {
    const Expanded missing("${NOT_SET}");
    CHECK(missing.complaints.size() == 2);  // once in `k`, once in the list
    CHECK(missing.complaints[0].line == 1);
    CHECK(missing.complaints[0].column == 5);
    CHECK(missing.text == "${NOT_SET}");
    CHECK_FALSE(Expanded("${credential:none}").complaints.empty());
    CHECK_FALSE(Expanded("${NAME").complaints.empty());
    CHECK_FALSE(Expanded("${}").complaints.empty());
}
