#include "daemon/lib/toml/toml_value.h"

#include "tests/support/catch.h"

using namespace khabard;

namespace {

TomlTable parsed(std::string_view text) {
    Complaints complaints;
    auto table = parse_toml(text, "t.toml", complaints);
    CHECK(complaints.empty());
    REQUIRE(table);
    return *table;
}

}  // namespace

TEST_CASE("every TOML type is read into its alternative") {
    const TomlTable table =
        parsed("b = true\ni = 7\nn = 1.5\ns = \"x\"\na = [1, 2]\nt = {k = 1}\n");
    CHECK(*table.find("b")->boolean());
    CHECK(*table.find("i")->integer() == 7);
    CHECK(std::get_if<double>(&table.find("n")->value) != nullptr);
    CHECK(*table.find("s")->string() == "x");
    CHECK(table.find("a")->array()->values.size() == 2);
    CHECK(*table.find("t")->table()->find("k")->integer() == 1);
    CHECK(table.find("missing") == nullptr);
    CHECK(std::string(table.find("n")->type_name()) == "a number");
    CHECK(table.find("n")->string() == nullptr);
}

TEST_CASE("keys stand in document order, not sorted") {
    const TomlTable table = parsed("zebra = 1\napple = 2\n[middle]\nb = 1\na = 2\n[early]\n");
    REQUIRE(table.entries.size() == 4);
    CHECK(table.entries[0].key == "zebra");
    CHECK(table.entries[1].key == "apple");
    CHECK(table.entries[2].key == "middle");
    CHECK(table.entries[3].key == "early");
    CHECK(table.entries[2].value.table()->entries[0].key == "b");
}

TEST_CASE("keys and values know their line and their column in bytes") {
    const TomlTable table = parsed("# first\n  key = \"v\"\n[[feed]]\nid = 1\n[[feed]]\nid = 2\n");
    CHECK(table.entries[0].place.line == 2);
    CHECK(table.entries[0].place.column == 3);
    CHECK(table.entries[0].value.place.column == 9);
    const TomlArray& feeds = *table.find("feed")->array();
    REQUIRE(feeds.values.size() == 2);
    CHECK(feeds.values[1].place.line == 5);
    CHECK(feeds.values[1].table()->find("id")->place.line == 6);
}

TEST_CASE("a column counts bytes after an Arabic word") {
    const TomlTable table = parsed("names = [\"خبر\", 7]\n");
    CHECK(table.find("names")->array()->values[1].place.column == 20);
}

TEST_CASE("dates and times become strings as written") {
    const TomlTable table = parsed("d = 2026-01-31\nt = 08:15:00\nz = 2026-01-31T08:15:00+03:00\n");
    CHECK(*table.find("d")->string() == "2026-01-31");
    CHECK(*table.find("t")->string() == "08:15:00");
    CHECK(*table.find("z")->string() == "2026-01-31T08:15:00+03:00");
}

TEST_CASE("a syntax error is a complaint at its place") {
    Complaints complaints;
    CHECK_FALSE(parse_toml("a = 1\nb = = 2\n", "broken.toml", complaints));
    REQUIRE(complaints.size() == 1);
    CHECK(complaints[0].file == "broken.toml");
    CHECK(complaints[0].line == 2);
    CHECK_FALSE(complaints[0].warning);
}

TEST_CASE("a table header that is no key is a complaint") {
    for (const char* text : {"[>a]\n", "[[=]]\n", "[a.>]\n", "[\xd8\xa7]\n", "t = {>}\n"}) {
        Complaints complaints;
        CAPTURE(text);
        CHECK_FALSE(parse_toml(text, "t.toml", complaints));
        CHECK(complaints.size() == 1);
    }
}

TEST_CASE("a key written twice is refused") {
    Complaints complaints;
    CHECK_FALSE(parse_toml("a = 1\na = 2\n", "t.toml", complaints));
    CHECK(complaints.size() == 1);
}

TEST_CASE("damaged input is refused without harm") {
    const std::string_view damaged[] = {"\xff\xfe", "a = \"",       "[",      "[[", "a",
                                        "= 1",      "a = \"\xc3\"", "a = '''"};
    for (const std::string_view text : damaged) {
        CAPTURE(std::string(text));
        Complaints complaints;
        CHECK_FALSE(parse_toml(text, "t.toml", complaints));
        CHECK(complaints.size() == 1);
    }
    Complaints complaints;
    CHECK_FALSE(parse_toml("a = " + std::string(100'000, '['), "t.toml", complaints));
    CHECK(parse_toml("", "t.toml", complaints));
}
