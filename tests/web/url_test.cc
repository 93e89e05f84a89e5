#include "daemon/web/url.h"

#include "tests/support/catch.h"

using namespace khabard;

namespace {

struct Row {
    const char* reference;
    const char* base;      // empty: none
    const char* expected;  // nullptr: refused
};

std::optional<std::string> parsed(const Row& row) {
    const std::string_view base_text = row.base;
    const auto base = base_text.empty() ? std::nullopt : parse_url(base_text);
    const auto url = parse_url(row.reference, base ? &*base : nullptr);
    if (!url) {
        return std::nullopt;
    }
    return url->href();
}

template <std::size_t size>
void check_rows(const Row (&rows)[size]) {
    for (const Row& row : rows) {
        CAPTURE(row.reference, row.base);
        const auto href = parsed(row);
        if (row.expected == nullptr) {
            CHECK_FALSE(href);
        } else {
            CHECK(href == std::string(row.expected));
        }
    }
}

}  // namespace

TEST_CASE("absolute URLs are normalised") {
    const Row rows[] = {
        {"  HTTP://Example.COM:80/a/../b?q#f ", "", "http://example.com/b?q#f"},
        {"http://example.com", "", "http://example.com/"},
        {"http:\\\\example.com\\a", "", "http://example.com/a"},
        {"ht\ntp://exa\tmple.com/", "", "http://example.com/"},
        {"http:example.com", "", "http://example.com/"},
        {"http://a:b@c:29/d", "", "http://a:b@c:29/d"},
        {"http://a@b@c/", "", "http://a%40b@c/"},
        {"http://c:/", "", "http://c/"},
        {"http://[2001:DB8::1]:8080/", "", "http://[2001:db8::1]:8080/"},
        {"http://a/%2e%2E/b/.", "", "http://a/b/"},
        {"http://a/خبر?خ#ر", "", "http://a/%D8%AE%D8%A8%D8%B1?%D8%AE#%D8%B1"},
        {"http://a/?'", "", "http://a/?%27"},
        {"foo://a/?'", "", "foo://a/?'"},
        {"foo://A b/", "", nullptr},
        {"foo://A/b", "", "foo://A/b"},
        {"foo:/.//p", "", "foo:/.//p"},
        {"mailto:a b ", "", "mailto:a b"},
        {"data:a  #x", "", "data:a %20#x"},
    };
    check_rows(rows);
}

TEST_CASE("references are resolved against their base") {
    const char* base = "http://a/b/c/d;p?q";
    const Row rows[] = {
        {"g", base, "http://a/b/c/g"},
        {"./g/", base, "http://a/b/c/g/"},
        {"/g", base, "http://a/g"},
        {"//g", base, "http://g/"},
        {"\\\\g", base, "http://g/"},
        {"?y", base, "http://a/b/c/d;p?y"},
        {"#s", base, "http://a/b/c/d;p?q#s"},
        {"", base, "http://a/b/c/d;p?q"},
        {"../../../g", base, "http://a/g"},
        {"http:g", base, "http://a/b/c/g"},
        {"https:g", base, "https://g/"},
        {"mailto:x@y", base, "mailto:x@y"},
        {"#x", "mailto:x@y", "mailto:x@y#x"},
        {"x", "mailto:x@y", nullptr},
        {"x", "", nullptr},
        {"//h/p", "foo://g/q", "foo://h/p"},
        {"p", "foo://g", "foo://g/p"},
    };
    check_rows(rows);
}

TEST_CASE("file URLs keep their drive letter") {
    const Row rows[] = {
        {"file:///C|/a/../..", "", "file:///C:/"},     {"file://C:/a", "", "file:///C:/a"},
        {"file://localhost/a", "", "file:///a"},       {"file:a", "file:///x/y", "file:///x/a"},
        {"/a", "file:///C:/y", "file:///C:/a"},        {"D:/a", "file:///C:/y", "d:/a"},
        {"file:D|/a", "file:///C:/y", "file:///D:/a"}, {"//h/a", "file:///x", "file://h/a"},
        {"?q", "file:///x/y", "file:///x/y?q"},
    };
    check_rows(rows);
}

TEST_CASE("what the standard refuses is refused") {
    for (const char* text :
         {"", "/a", "http://", "https:///", "http://a:b/", "http://a:65536/", "http://a b/",
          "http://u@/", "http://:80/", "http://[::1/", "http://1.2.3.4.5/", "http://a%00/",
          "http://%zz/", "1http://a/", "foo://u@:1/"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_url(text));
    }
}

TEST_CASE("the origin has no path and no default port") {
    CHECK(parse_url("https://u:p@a.example:443/x")->origin() == "https://a.example");
    CHECK(parse_url("http://a.example:8080/x")->origin() == "http://a.example:8080");
}

TEST_CASE("an absolute reference needs no valid base") {
    CHECK(resolve_url("http://a/", "") == "http://a/");
    CHECK_FALSE(resolve_url("a", ""));
    CHECK(resolve_url("a", "http://b/") == "http://b/a");
}

TEST_CASE("a serialised URL is read back as itself") {
    for (const char* text : {"http://a/b c?d e#f g", "foo:/.//p", "data:a  #x", "foo://[::1]/",
                             "file:///C|/", "http://0x7f.1/", "http://خبر.example/"}) {
        CAPTURE(text);
        const auto once = parse_url(text);
        REQUIRE(once);
        CHECK(parse_url(once->href())->href() == once->href());
    }
}
