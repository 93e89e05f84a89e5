#include "daemon/lib/toml/table_reader.h"

#include "tests/support/catch.h"

using namespace khabard;
using namespace std::chrono_literals;

namespace {

// Parses a text, reads it, and keeps what was complained about.
struct Reading {
    explicit Reading(std::string_view text)
        : table(*parse_toml(text, file, complaints)), reader(table, {1, 1}, file, complaints) {}

    std::string complaint(std::size_t index = 0) const {
        REQUIRE(complaints.size() > index);
        return format_complaint(complaints[index]);
    }

    std::string file = "t.toml";
    Complaints complaints;
    TomlTable table;
    TableReader reader;
};

}  // namespace

TEST_CASE("a getter returns the value, and nothing when the key is absent") {
    Reading reading("s = \"x\"\nb = false\ni = 3\nn = 2\nd = \"1h30m\"\nl = [\"a\", \"b\"]\n[t]\n");
    CHECK(reading.reader.string("s") == "x");
    CHECK(reading.reader.boolean("b") == false);
    CHECK(reading.reader.integer("i") == 3);
    CHECK(reading.reader.number("n") == 2.0);
    CHECK(reading.reader.duration("d") == 90min);
    CHECK(reading.reader.strings("l") == std::vector<std::string>{"a", "b"});
    CHECK(reading.reader.table("t") != nullptr);
    CHECK_FALSE(reading.reader.string("absent"));
    CHECK(reading.reader.strings("absent").empty());
    CHECK(reading.reader.array("absent") == nullptr);
    reading.reader.reject_unknown();
    CHECK(reading.complaints.empty());
}

TEST_CASE("a wrong type is complained about at the value") {
    Reading reading("interval = 15\nname = 7\nflag = \"yes\"\nlist = [1]\n");
    CHECK_FALSE(reading.reader.duration("interval"));
    CHECK_FALSE(reading.reader.string("name"));
    CHECK_FALSE(reading.reader.boolean("flag"));
    CHECK(reading.reader.strings("list").empty());
    CHECK(reading.complaint(0) ==
          "t.toml:1:12: \"interval\" must be a duration in quotes, such as \"15m\" or \"30d\", "
          "not an integer");
    CHECK(reading.complaint(1) == "t.toml:2:8: \"name\" must be a string, not an integer");
    CHECK(reading.complaint(2) == "t.toml:3:8: \"flag\" must be true or false, not a string");
    CHECK(reading.complaint(3) == "t.toml:4:9: \"list\" must hold strings, not an integer");
}

TEST_CASE("a value out of range names the range") {
    Reading reading("workers = 0\nscale = 1e9\nwait = \"1m\"\n");
    CHECK_FALSE(reading.reader.integer("workers", {.minimum = 1, .maximum = 64}));
    CHECK_FALSE(reading.reader.number("scale", {.minimum = 1, .maximum = 1000}));
    CHECK_FALSE(reading.reader.duration("wait", {.minimum = 5min}));
    CHECK(reading.complaint(0) == "t.toml:1:11: \"workers\" is 0, must be between 1 and 64");
    CHECK(reading.complaint(2) == "t.toml:3:8: \"wait\" is 1m, must be at least 5m");
}

TEST_CASE("a required key that is missing or empty is complained about") {
    Reading reading("title = \"\"\n");
    CHECK_FALSE(reading.reader.required_string("id"));
    CHECK_FALSE(reading.reader.required_string("title"));
    CHECK(reading.complaint(0) == "t.toml:1:1: key \"id\" is missing");
    CHECK(reading.complaint(1) == "t.toml:1:9: \"title\" must not be empty");
}

TEST_CASE("a choice gives its index and suggests the nearest name") {
    Reading reading("kind = \"atom\"\nother = \"rrs\"\nfar = \"gopher\"\n");
    CHECK(reading.reader.choice("kind", {"rss", "atom"}) == std::size_t{1});
    CHECK_FALSE(reading.reader.choice("other", {"rss", "atom"}));
    CHECK_FALSE(reading.reader.choice("far", {"rss", "atom"}));
    CHECK(reading.complaint(0) == "t.toml:2:9: unknown other \"rrs\"; did you mean \"rss\"?");
    CHECK(reading.complaint(1) == "t.toml:3:7: unknown far \"gopher\"; it is one of rss, atom");
}

TEST_CASE("an unknown key is rejected with the nearest known one") {
    Reading reading("intervall = \"15m\"\nxylophone = 1\n");
    reading.reader.duration("interval");
    reading.reader.reject_unknown();
    CHECK(reading.complaint(0) ==
          "t.toml:1:1: unknown key \"intervall\"; did you mean \"interval\"?");
    CHECK(reading.complaint(1) == "t.toml:2:1: unknown key \"xylophone\"");
}

TEST_CASE("the nearest word is a slip away or there is none") {
    const std::vector<std::string> known = {"run", "check", "process", "inspect", "explain"};
    CHECK(nearest("runn", known) == "run");
    CHECK(nearest("rnu", known) == "run");
    CHECK(nearest("chekc", known) == "check");
    CHECK(nearest("proces", known) == "process");
    CHECK_FALSE(nearest("banana", known));
    CHECK_FALSE(nearest("", known));
    CHECK_FALSE(nearest(std::string(10'000, 'a'), known));
}

TEST_CASE("durations are read strictly and written in the largest exact units") {
    CHECK(parse_duration("15m") == 15min);
    CHECK(parse_duration("30d") == 720h);
    CHECK(parse_duration("250ms") == 250ms);
    CHECK(parse_duration("1h30m") == 90min);
    CHECK(parse_duration("0s") == 0ms);
    for (const char* wrong : {"", "15", "m", "15 m", "1.5h", "-1m", "30m1h", "1m1m", "1w",
                              "99999999999999d", "9223372036854775807ms1ms"}) {
        CAPTURE(wrong);
        CHECK_FALSE(parse_duration(wrong));
    }
    CHECK(format_duration(15min) == "15m");
    CHECK(format_duration(90min) == "1h30m");
    CHECK(format_duration(720h) == "30d");
    CHECK(format_duration(1500ms) == "1s500ms");
    CHECK(format_duration(0ms) == "0s");
    CHECK(format_duration(-90s) == "-1m30s");
}

TEST_CASE("writing and reading a duration gives it back") {
    for (std::int64_t count = 1; count < 100'000'000'000; count = count * 3 + 7) {
        const std::chrono::milliseconds duration{count};
        CHECK(parse_duration(format_duration(duration)) == duration);
    }
}
