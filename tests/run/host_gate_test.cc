#include "daemon/run/host_gate.h"

#include "tests/support/catch.h"

#include <map>
#include <random>
#include <string>

using namespace khabard;
using namespace std::chrono_literals;

TEST_CASE("a host that was never asked is free at once") {
    const HostGate gate(5s);
    CHECK(gate.free_at("a.example", SteadyTime{100}) == SteadyTime{100});
}

TEST_CASE("a host that is being asked is not free before the answer has come (rule 42)") {
    HostGate gate(5s);
    gate.begin("a.example", SteadyTime{0});
    CHECK(gate.free_at("a.example", SteadyTime{60'000}) == SteadyTime::max());
    CHECK(gate.free_at("b.example", SteadyTime{0}) == SteadyTime{0});
    gate.finish("a.example");
    CHECK(gate.free_at("a.example", SteadyTime{60'000}) <= SteadyTime{60'000});
}

TEST_CASE("the gap lies between the starts of two requests (rule 43)") {
    HostGate gate(5s);
    gate.begin("a.example", SteadyTime{1000});
    gate.finish("a.example");
    CHECK(gate.free_at("a.example", SteadyTime{1500}) == SteadyTime{6000});
}

TEST_CASE("another gap holds for requests that begin from now on") {
    HostGate gate(5s);
    gate.begin("a.example", SteadyTime{0});
    gate.finish("a.example");
    gate.set_gap(1s);
    CHECK(gate.free_at("a.example", SteadyTime{0}) == SteadyTime{5000});
    gate.begin("a.example", SteadyTime{5000});
    gate.finish("a.example");
    CHECK(gate.free_at("a.example", SteadyTime{5000}) == SteadyTime{6000});
}

TEST_CASE("the end of a request that nobody began is no matter") {
    HostGate gate(5s);
    gate.finish("a.example");
    CHECK(gate.free_at("a.example", SteadyTime{7}) == SteadyTime{7});
}

TEST_CASE("whoever asks the gate first never breaks the gap nor asks twice at a time") {
    const auto seed = GENERATE(1U, 2U, 3U);
    CAPTURE(seed);
    std::mt19937 dice(seed);
    HostGate gate(5s);
    std::map<std::string, SteadyTime> last_start;
    std::map<std::string, bool> busy;
    SteadyTime now{0};
    for (int i = 0; i < 5000; ++i) {
        now += std::chrono::milliseconds{dice() % 1500};
        const std::string host = "host" + std::to_string(dice() % 4);
        if (busy[host]) {
            REQUIRE(gate.free_at(host, now) > now);
            if (dice() % 2 == 0) {
                gate.finish(host);
                busy[host] = false;
            }
        } else if (gate.free_at(host, now) <= now) {
            if (last_start.contains(host)) {
                REQUIRE(now - last_start[host] >= 5s);
            }
            gate.begin(host, now);
            last_start[host] = now;
            busy[host] = true;
        }
    }
}
