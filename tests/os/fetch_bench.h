#pragma once

// A fetcher on a loop of its own, for tests: ask, and wait for the outcome.

#include "daemon/os/clock.h"
#include "daemon/os/curl_fetcher.h"
#include "daemon/os/event_loop.h"
#include "tests/support/catch.h"

#include <map>
#include <memory>
#include <string>
#include <utility>

namespace khabard {

inline FetcherOptions loopback_options() {
    FetcherOptions options;
    options.user_agent = "khabard-test/1 (+https://example.org/bot)";
    options.allow_addresses = {*parse_address_range("127.0.0.0/8")};
    return options;
}

inline FetchRequest get(std::string url) {
    using namespace std::chrono_literals;
    return FetchRequest{.ticket = 0,
                        .url = std::move(url),
                        .validators = {},
                        .headers = {},
                        .body_bytes_max = 1'000'000,
                        .connect_timeout = 5s,
                        .first_byte_timeout = 10s,
                        .total_timeout = 20s};
}

class FetchBench {
public:
    explicit FetchBench(FetcherOptions options = loopback_options()) {
        auto loop = EventLoop::open(clock_);
        REQUIRE(loop);
        loop_ = std::move(*loop);
        auto fetcher = CurlFetcher::open(*loop_, clock_, std::move(options));
        REQUIRE(fetcher);
        fetcher_ = std::move(*fetcher);
    }

    EventLoop& loop() { return *loop_; }
    CurlFetcher& fetcher() { return *fetcher_; }

    std::uint64_t begin(FetchRequest request) {
        request.ticket = ++tickets_;
        fetcher_->begin(std::move(request));
        return tickets_;
    }

    FetchOutcome outcome(std::uint64_t ticket) {
        const SteadyTime end = clock_.steady() + std::chrono::seconds(30);
        while (outcomes_.count(ticket) == 0 && clock_.steady() < end) {
            for (Event& event : loop_->wait(end)) {
                if (auto* done = std::get_if<FetchDone>(&event)) {
                    outcomes_.emplace(done->ticket, std::move(done->outcome));
                }
            }
        }
        REQUIRE(outcomes_.count(ticket) == 1);
        return outcomes_.extract(ticket).mapped();
    }

    FetchOutcome fetch(FetchRequest request) { return outcome(begin(std::move(request))); }

    Fetched fetched(FetchRequest request) {
        FetchOutcome outcome = fetch(std::move(request));
        const auto* failure = std::get_if<FetchFailure>(&outcome);
        CAPTURE(failure != nullptr ? failure->detail : "");
        REQUIRE(failure == nullptr);
        return std::get<Fetched>(std::move(outcome));
    }

    FetchFailure failure(FetchRequest request) {
        FetchOutcome outcome = fetch(std::move(request));
        REQUIRE(std::holds_alternative<FetchFailure>(outcome));
        return std::get<FetchFailure>(std::move(outcome));
    }

private:
    SystemClock clock_;
    std::unique_ptr<EventLoop> loop_;
    std::unique_ptr<CurlFetcher> fetcher_;
    std::uint64_t tickets_ = 0;
    std::map<std::uint64_t, FetchOutcome> outcomes_;
};

}  // namespace khabard
