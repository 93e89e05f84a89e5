#include "daemon/os/response_head.h"

#include "tests/support/catch.h"

using namespace khabard;

namespace {

ResponseHead read(std::initializer_list<const char*> lines) {
    ResponseHead head;
    for (const char* line : lines) {
        REQUIRE(head.add_line(line, 65536));
    }
    return head;
}

}  // namespace

TEST_CASE("names are lower-cased, values are kept byte for byte without outer blanks") {
    const ResponseHead head =
        read({"HTTP/1.1 200 OK\r\n", "ETag:  W/\"a b\" \r\n", "X-Empty:\r\n", "\r\n"});
    CHECK(head.complete());
    CHECK(head.status() == 200);
    CHECK(head.header("etag") == "W/\"a b\"");
    CHECK(head.header("x-empty") == "");
    CHECK_FALSE(head.header("ETag").has_value());
}

TEST_CASE("interim answers are read over and trailers are not headers") {
    const ResponseHead head = read({"HTTP/1.1 103 Early Hints\r\n", "Link: </a>\r\n", "\r\n",
                                    "HTTP/2 404 \r\n", "Server: x\r\n", "\r\n", "Server: y\r\n"});
    CHECK(head.status() == 404);
    REQUIRE(head.headers().size() == 1);
    CHECK(head.headers()[0].value == "x");
}

TEST_CASE("line breaks and NUL inside a value become blanks") {
    ResponseHead head;
    for (const std::string& line :
         {std::string("HTTP/1.1 200 OK\r\n"), std::string("ETag: \"a\rX-Evil: 1\"\r\n"),
          std::string("Location: /a\0b\r\n", 16), std::string("\r\n")}) {
        REQUIRE(head.add_line(line, 1000));
    }
    CHECK(head.header("etag") == "\"a X-Evil: 1\"");
    CHECK(head.header("location") == "/a b");
    CHECK_FALSE(head.header("x-evil"));
}

TEST_CASE("a folded line continues the value before it") {
    const ResponseHead head = read({"HTTP/1.1 200 OK\r\n", "A: 1,\r\n", "\t 2\r\n", "\r\n"});
    CHECK(head.header("a") == "1, 2");
}

TEST_CASE("a line that is no header is left out") {
    const ResponseHead head = read({"HTTP/1.1 200 OK\r\n", "no colon\r\n", ": no name\r\n",
                                    ":redirects: 3\r\n", "a b: blank in name\r\n", "\r\n"});
    CHECK(head.headers().empty());
}

TEST_CASE("the first of several headers of a name is the one that counts") {
    CHECK(read({"HTTP/1.1 200 OK\r\n", "A: 1\r\n", "a: 2\r\n"}).header("a") == "1");
}

TEST_CASE("a head is refused beyond its bytes, however many answers they are spread over") {
    ResponseHead head;
    bool accepted = true;
    for (int i = 0; i < 100 && accepted; ++i) {
        accepted = head.add_line("HTTP/1.1 100 Continue\r\n", 1000) && head.add_line("\r\n", 1000);
    }
    CHECK_FALSE(accepted);
}
