#include "daemon/lib/json/json_writer.h"

#include "tests/support/catch.h"

#include <limits>

namespace khabard {
namespace {

std::string quoted(std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
}

TEST_CASE("objects and arrays get their commas") {
    JsonWriter json;
    json.begin_object().key("a").integer(-1).key("b").begin_array().string("x").null().boolean(
        true);
    json.begin_object().end_object().end_array().key("c").strings({"p", "q"}).end_object();
    CHECK(json.take() == R"({"a":-1,"b":["x",null,true,{}],"c":["p","q"]})");
    json.begin_array().string_or_null(std::nullopt).string_or_null("s").end_array();
    CHECK(json.take() == R"([null,"s"])");
}

TEST_CASE("strings are escaped and Arabic stays readable") {
    CHECK(quoted("خبر \"عاجل\"\\\n\t\x01") == "\"خبر \\\"عاجل\\\"\\\\\\n\\t\\u0001\"");
    CHECK(quoted("\xF0\x9F\x98\x80") == "\"\xF0\x9F\x98\x80\"");
}

TEST_CASE("bytes that are no UTF-8 become replacement characters, one each") {
    CHECK(quoted("a\xFF"
                 "b") == "\"a\uFFFDb\"");
    CHECK(quoted("\xC0\xAF") == "\"\uFFFD\uFFFD\"");
    CHECK(quoted("\xED\xA0\x80") == "\"\uFFFD\uFFFD\uFFFD\"");
    CHECK(quoted("\xE2\x82") == "\"\uFFFD\uFFFD\"");
}

TEST_CASE("numbers are short and never NaN") {
    JsonWriter json;
    json.begin_array().number(0.1).number(2.0).number(0.126, 2).number(-0.0001, 2);
    json.number(std::numeric_limits<double>::quiet_NaN()).unsigned_integer(18446744073709551615U);
    json.end_array();
    CHECK(json.take() == "[0.1,2,0.13,0,null,18446744073709551615]");
}

}  // namespace
}  // namespace khabard
