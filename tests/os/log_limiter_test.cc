#include "daemon/os/log_limiter.h"

#include "tests/support/catch.h"

using namespace khabard;
using namespace std::chrono_literals;

TEST_CASE("of one kind so many lines pass in a window, and the next says how many did not") {
    LogLimiter limiter(2, 60s);
    CHECK(limiter.judge("timeout", 0s).pass);
    CHECK(limiter.judge("timeout", 1s).pass);
    CHECK_FALSE(limiter.judge("timeout", 2s).pass);
    CHECK_FALSE(limiter.judge("timeout", 59s).pass);
    CHECK(limiter.judge("tls", 59s).pass);
    const auto again = limiter.judge("timeout", 60s);
    CHECK(again.pass);
    CHECK(again.left_out == 2);
    CHECK(limiter.judge("timeout", 61s).left_out == 0);
}

TEST_CASE("the kinds that are remembered are bounded") {
    LogLimiter limiter(1, 60s);
    for (int i = 0; i < 10'000; ++i) {
        CHECK(limiter.judge(std::to_string(i), 0s).pass);
    }
}

TEST_CASE("what was left out is told after its window, once, also when no such line comes again") {
    LogLimiter limiter(1, 60s);
    CHECK(limiter.judge("timeout", 0s).pass);
    CHECK_FALSE(limiter.judge("timeout", 1s).pass);
    CHECK_FALSE(limiter.judge("timeout", 2s).pass);
    CHECK(limiter.take_ended(30s).empty());
    const auto ended = limiter.take_ended(60s);
    REQUIRE(ended.size() == 1);
    CHECK(ended[0].kind == "timeout");
    CHECK(ended[0].lines == 2);
    CHECK(limiter.take_ended(62s).empty());
    CHECK(limiter.judge("timeout", 63s).left_out == 0);
}

TEST_CASE("lines of kinds that are remembered no more are told of together") {
    LogLimiter limiter(1, 60s);
    for (const char* kind : {"timeout", "timeout", "timeout", "tls", "tls", "dns"}) {
        (void)limiter.judge(kind, 0s);
    }
    for (int i = 0; i < 2'000; ++i) {
        CHECK(limiter.judge(std::to_string(i), 1s).pass);
    }
    CHECK(limiter.judge("timeout", 2s).left_out == 0);
    const auto ended = limiter.take_ended(2s);
    REQUIRE(ended.size() == 1);
    CHECK(ended[0].kind == "lines of many kinds");
    CHECK(ended[0].lines == 3);
    CHECK(limiter.take_ended(100s).empty());
}

TEST_CASE("a kind whose lines were left out is kept until that was told") {
    LogLimiter limiter(1, 60s);
    CHECK(limiter.judge("timeout", 0s).pass);
    CHECK_FALSE(limiter.judge("timeout", 1s).pass);
    for (int i = 0; i < 1'500; ++i) {
        (void)limiter.judge(std::to_string(i), i < 999 ? 0s : 61s);
    }
    CHECK(limiter.judge("timeout", 62s).left_out == 1);
}
