#include "daemon/os/log_line.h"

#include "tests/support/catch.h"

using namespace khabard;

namespace {

LogLine line(std::string message, std::vector<LogField> fields = {}) {
    return {LogLevel::warning, *parse_rfc3339("2026-01-31T08:15:00.250Z"), std::move(message),
            std::move(fields)};
}

}  // namespace

TEST_CASE("a line for a terminal reads as a sentence with its fields behind") {
    const LogLine written = line("feed cannot be fetched", {{"FEED", "spa"}, {"CAUSE", "tls"}});
    CHECK(terminal_line(written, false) ==
          "2026-01-31T08:15:00Z warning: feed cannot be fetched  feed=spa cause=tls\n");
    CHECK(terminal_line(written, true) ==
          "2026-01-31T08:15:00Z \x1b[33mwarning: feed cannot be fetched\x1b[0m"
          "  feed=spa cause=tls\n");
}

TEST_CASE("a line for machines is one JSON object") {
    CHECK(
        json_line(line("a \"b\"\n", {{"FEED", "spa"}, {"MESSAGE", "forged"}, {"a b", "x"}})) ==
        "{\"time\":\"2026-01-31T08:15:00.250Z\",\"level\":\"warning\",\"message\":\"a \\\"b\\\"\\n"
        "\",\"feed\":\"spa\"}\n");
}

TEST_CASE("the journal gets priority and fields, and none it would not take") {
    const auto fields = journal_fields(
        line("words", {{"FEED", "spa"}, {"lower", "x"}, {"_TRUSTED", "x"}, {"PRIORITY", "0"}}));
    CHECK(fields == std::vector<std::string>{"MESSAGE=words", "PRIORITY=4",
                                             "SYSLOG_IDENTIFIER=khabard", "FEED=spa"});
}

TEST_CASE("what the world wrote cannot steer a terminal or begin a line") {
    const std::string hostile =
        "a\x1b[2Jb\nc\x7f"
        "d\xC2\x9B"
        "e\xE2\x80\xAE"
        "f\xE2\x81\xA6g";
    CHECK(terminal_line(line("x", {{"TITLE", hostile}}), false) ==
          "2026-01-31T08:15:00Z warning: x  title=a?[2Jb?c?d?e?f?g\n");
    CHECK(journal_fields(line(hostile))[0] == "MESSAGE=a?[2Jb?c?d?e?f?g");
}

TEST_CASE("Arabic text passes unharmed") {
    CHECK(terminal_line(line("خبر عاجل"), false) == "2026-01-31T08:15:00Z warning: خبر عاجل\n");
}

TEST_CASE("named secrets are hidden wherever they stand") {
    CHECK(hide_secrets("key=s3cret, again s3crets3cret", {"s3cret"}) == "key=***, again ******");
    // Too short to be hidden without blotting out everything else.
    CHECK(hide_secrets("a b c", {"", "a"}) == "a b c");
}

TEST_CASE("secrets in addresses are hidden, and the sentence around them stays") {
    CHECK(hide_secrets("from https://u:p@a.example/x?token=abc&y=1, then stop", {}) ==
          "from https://***@a.example/x?token=***&y=1, then stop");
    CHECK(hide_secrets("(\"http://u:p@b.example\") ftp://q:r@c/", {}) ==
          "(\"http://***@b.example\") ftp://***@c/");
    CHECK(hide_secrets("nothing :// here ://", {}) == "nothing :// here ://");
}
