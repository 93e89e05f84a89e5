#include "daemon/lib/json/json_fields.h"

#include "tests/support/catch.h"

using namespace khabard;

TEST_CASE("members are read as what they are, and as nothing else") {
    const auto read = parse_json(
        "{\"text\":\"a\",\"number\":-7,\"real\":1.5,\"yes\":true,\"no\":false,"
        "\"list\":[\"a\",3,\"b\",null],\"null\":null}",
        {.bytes_max = 1000});
    REQUIRE(read.ok());
    CHECK(json_text(*read, "text") == "a");
    CHECK(json_integer(*read, "number") == -7);
    CHECK(json_flag(*read, "yes"));
    CHECK(json_texts(*read, "list") == std::vector<std::string>{"a", "b"});
    CHECK_FALSE(json_flag(*read, "no"));
    for (const char* other : {"number", "real", "yes", "list", "null", "missing"}) {
        CAPTURE(other);
        CHECK_FALSE(json_text(*read, other).has_value());
    }
    for (const char* other : {"text", "real", "yes", "list", "null", "missing"}) {
        CAPTURE(other);
        CHECK_FALSE(json_integer(*read, other).has_value());
    }
    for (const char* other : {"text", "number", "real", "null", "missing"}) {
        CAPTURE(other);
        CHECK_FALSE(json_flag(*read, other));
        CHECK(json_texts(*read, other).empty());
    }
    CHECK_FALSE(json_text(JsonValue{JsonArray{}}, "text").has_value());
}
