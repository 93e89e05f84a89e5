#include "daemon/lib/json/json_value.h"

#include "tests/support/catch.h"

namespace khabard {
namespace {

constexpr JsonLimits limits{1 << 20, 16};

TEST_CASE("a JSON text becomes a tree") {
    const auto parsed =
        parse_json(R"({"a":[1,-2.5,"x\u0627",null,true],"b":{"c":18446744073709551615}})", limits);
    REQUIRE(parsed.ok());
    const JsonArray* array = parsed->find("a")->array();
    REQUIRE(array != nullptr);
    CHECK(*(*array)[0].integer() == 1);
    CHECK(*(*array)[1].scalar_text() == "-2.5");
    CHECK(*(*array)[2].string() == "x\u0627");
    CHECK((*array)[3].is_null());
    CHECK(*(*array)[4].boolean());
    CHECK_FALSE((*array)[3].scalar_text().has_value());
    CHECK(parsed->find("b")->find("c")->scalar_text().has_value());
    CHECK(parsed->find("none") == nullptr);
    CHECK((*array)[0].find("a") == nullptr);
}

TEST_CASE("JSON pointers name values, escapes and indexes included") {
    const auto parsed = parse_json(R"({"a/b":[{"m~n":7}],"":0})", limits);
    REQUIRE(parsed.ok());
    CHECK(*json_at(*parsed, "/a~1b/0/m~0n")->integer() == 7);
    CHECK(json_at(*parsed, "") == &*parsed);
    CHECK(*json_at(*parsed, "/")->integer() == 0);
    CHECK(json_at(*parsed, "/a~1b/1") == nullptr);
    CHECK(json_at(*parsed, "/a~1b/00") == nullptr);
    CHECK(json_at(*parsed, "/a~1b/x") == nullptr);
    CHECK(json_at(*parsed, "a") == nullptr);
}

TEST_CASE("what is no JSON, too deep or too long is refused with a reason") {
    CHECK(parse_json("{\"a\":", limits).error().fault == Fault::malformed);
    CHECK(parse_json("", limits).error().fault == Fault::malformed);
    CHECK(parse_json("{} {}", limits).error().fault == Fault::malformed);
    CHECK(parse_json("\"\xFF\"", limits).error().fault == Fault::malformed);
    CHECK(parse_json(std::string(100, '[') + std::string(100, ']'), limits).error().fault ==
          Fault::malformed);
    CHECK(parse_json("[1,2,3]", JsonLimits{3, 16}).error().fault == Fault::refused);
}

TEST_CASE("a byte order mark is skipped and the later of two equal keys counts") {
    const auto parsed = parse_json("\xEF\xBB\xBF{\"a\":1,\"a\":2}", limits);
    REQUIRE(parsed.ok());
    CHECK(*parsed->find("a")->integer() == 2);
}

}  // namespace
}  // namespace khabard
