#include "daemon/config/plausible.h"

#include "tests/support/catch.h"

#include <string>

using namespace khabard;

TEST_CASE("feed ids, topics and instances have their alphabets and lengths") {
    CHECK(is_feed_id("bbc-arabic.2_x"));
    CHECK(is_feed_id(std::string(64, 'a')));
    for (const char* wrong : {"", "-a", ".a", "A", "a b", "a/b"}) {
        CAPTURE(wrong);
        CHECK_FALSE(is_feed_id(wrong));
    }
    CHECK_FALSE(is_feed_id(std::string(65, 'a')));
    CHECK(is_topic_name("news.ar.energy-ceasefire"));
    CHECK(is_topic_name("News_1"));
    for (const char* wrong : {"", ".", "..", "a b", "a:b"}) {
        CAPTURE(wrong);
        CHECK_FALSE(is_topic_name(wrong));
    }
    CHECK_FALSE(is_topic_name(std::string(250, 'a')));
    CHECK(is_instance_name("default"));
    CHECK_FALSE(is_instance_name(""));
}

TEST_CASE("JSON pointers begin with a slash and escape the tilde") {
    for (const char* right : {"", "/", "/a/b", "/0", "/a~0b/c~1d"}) {
        CAPTURE(right);
        CHECK(is_json_pointer(right));
    }
    for (const char* wrong : {"a", "a/b", "/~", "/~2", "#/a"}) {
        CAPTURE(wrong);
        CHECK_FALSE(is_json_pointer(wrong));
    }
}

TEST_CASE("a listener has a numeric host and a port") {
    CHECK(parse_listen("127.0.0.1:8467")->port == 8467);
    CHECK(parse_listen("[::1]:0")->host == "::1");
    CHECK(parse_listen("localhost:80")->host == "localhost");
    CHECK(parse_listen(":80")->host.empty());
    for (const char* wrong : {"", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "example.org:80",
                              "::1:80", "[::1:80", "127.0.0.1:-1", "127.0.0.1:80x"}) {
        CAPTURE(wrong);
        CHECK_FALSE(parse_listen(wrong));
    }
    CHECK(is_loopback("127.9.9.9"));
    CHECK(is_loopback("::1"));
    CHECK(is_loopback("localhost"));
    CHECK_FALSE(is_loopback(""));
    CHECK_FALSE(is_loopback("0.0.0.0"));
    CHECK_FALSE(is_loopback("::"));
}

TEST_CASE("a contact can be written to") {
    CHECK(is_contact("desk@example.org"));
    CHECK(is_contact("https://example.org/contact"));
    CHECK(is_contact("mailto:desk@example.org"));
    CHECK_FALSE(is_contact("nobody"));
    CHECK_FALSE(is_contact("@example.org"));
    CHECK_FALSE(is_contact("desk@"));
    CHECK_FALSE(is_contact("file:///etc"));
}

TEST_CASE("headers that the daemon owns cannot be set, whatever their case") {
    CHECK(refused_request_header("User-Agent") != nullptr);
    CHECK(refused_request_header("if-none-MATCH") != nullptr);
    CHECK(refused_request_header("Authorization") == nullptr);
    CHECK(is_header_name("X-Api-Key"));
    CHECK_FALSE(is_header_name("X Api"));
    CHECK_FALSE(is_header_name(""));
    CHECK(is_header_value("Bearer abc"));
    CHECK_FALSE(is_header_value("a\r\nb"));
}

TEST_CASE("properties on which exactly once rests cannot be set") {
    CHECK(refused_kafka_property("acks") != nullptr);
    CHECK(refused_kafka_property("max.in.flight.requests.per.connection") != nullptr);
    CHECK(refused_kafka_property("plugin.library.paths") != nullptr);
    CHECK(refused_kafka_property("test.mock.num.brokers") != nullptr);
    CHECK(refused_kafka_property("security.protocol") == nullptr);
    CHECK(refused_kafka_property("transaction.timeout.ms") == nullptr);
}
