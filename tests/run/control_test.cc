#include "daemon/run/control.h"

#include "tests/support/catch.h"

using namespace khabard;

TEST_CASE("a command survives the way over the socket") {
    const auto request = read_control_request(7, control_request_line("reload", "{\"wait\":true}"));
    REQUIRE(request.ok());
    CHECK(request->connection == 7);
    CHECK(request->command == "reload");
    REQUIRE(request->arguments.find("wait") != nullptr);
    CHECK(*request->arguments.find("wait")->boolean());
}

TEST_CASE("a command without arguments has none") {
    const auto request = read_control_request(1, "{\"command\":\"status\"}");
    REQUIRE(request.ok());
    CHECK(request->arguments.object()->empty());
}

TEST_CASE("a line that is no command is refused") {
    for (const char* line : {"", "reload", "[]", "{}", "{\"command\":3}", "{\"command\":\"a\""}) {
        CAPTURE(line);
        CHECK_FALSE(read_control_request(1, line).ok());
    }
}

TEST_CASE("an answer survives the way, its result as it was written") {
    const std::string result = "{\"b\":1.50,\"result\":[],\"text\":\",\\\"result\\\":\"}";
    const auto answer =
        read_control_answer(control_answer_line({3, "two\nlines, \"result\":\n", result}));
    REQUIRE(answer.ok());
    CHECK(answer->exit_status == 3);
    CHECK(answer->text == "two\nlines, \"result\":\n");
    CHECK(answer->result == result);
    CHECK(read_control_answer(control_answer_line({0, "", ""}))->result == "null");
    CHECK_FALSE(read_control_answer("{\"exit\":0}").ok());
}
