#include "daemon/run/errands.h"

#include "tests/support/catch.h"

#include <algorithm>
#include <map>
#include <random>
#include <string>

using namespace khabard;
using namespace std::chrono_literals;

namespace {

Errand feed(const std::string& id) {
    return {ErrandKind::feed, id};
}

}  // namespace

TEST_CASE("an empty book of errands wakes nobody") {
    const Errands errands;
    CHECK_FALSE(errands.awake(1h).has_value());
    CHECK(errands.next() == SteadyTime::max());
    CHECK(errands.size() == 0);
}

TEST_CASE("what a host will have due is known, held or not") {
    Errands errands;
    CHECK_FALSE(errands.expects("a", 1h));
    errands.put("a", feed("a1"), 10s);
    CHECK(errands.expects("a", 10s));
    CHECK_FALSE(errands.expects("a", 9s));
    CHECK_FALSE(errands.expects("b", 10s));
    errands.hold("a", SteadyTime::max());
    CHECK(errands.expects("a", 10s));
    errands.drop(feed("a1"));
    CHECK_FALSE(errands.expects("a", 1h));
}

TEST_CASE("a host is awake when something of it is due, and who waits longest comes first") {
    Errands errands;
    errands.put("a", feed("a1"), 10s);
    errands.put("b", feed("b1"), 5s);
    CHECK(errands.next() == SteadyTime{5s});
    CHECK_FALSE(errands.awake(4s).has_value());
    CHECK(errands.awake(20s) == "b");
    CHECK(errands.first("b", 20s) == feed("b1"));
    CHECK_FALSE(errands.first("a", 9s).has_value());
    errands.drop(feed("b1"));
    CHECK(errands.awake(20s) == "a");
}

TEST_CASE("a redirected request goes before feeds, and feeds before pages") {
    Errands errands;
    errands.put("a", {ErrandKind::page, "p"}, 1s);
    errands.put("a", feed("f"), 2s);
    errands.put("a", {ErrandKind::hop, "7"}, 3s);
    CHECK(errands.first("a", 1s) == Errand{ErrandKind::page, "p"});
    CHECK(errands.first("a", 2s) == feed("f"));
    CHECK(errands.first("a", 3s) == Errand{ErrandKind::hop, "7"});
}

TEST_CASE("a host that is held sleeps until its time, or until it is woken") {
    Errands errands;
    errands.put("a", feed("a1"), 1s);
    errands.hold("a", 60s);
    CHECK(errands.next() == SteadyTime{60s});
    CHECK_FALSE(errands.first("a", 59s).has_value());
    CHECK(errands.awake(60s) == "a");
    errands.hold("a", SteadyTime::max());
    CHECK_FALSE(errands.awake(24h).has_value());
    errands.wake("a");
    CHECK(errands.awake(1s) == "a");
    errands.wake("nobody");
}

TEST_CASE("an errand that is put again moves") {
    Errands errands;
    errands.put("a", feed("x"), 1s);
    errands.put("b", feed("x"), 9s);
    CHECK(errands.size() == 1);
    CHECK_FALSE(errands.awake(8s).has_value());
    CHECK(errands.awake(9s) == "b");
    errands.drop_all(ErrandKind::feed);
    CHECK(errands.size() == 0);
    CHECK(errands.next() == SteadyTime::max());
}

TEST_CASE(
    "whatever is put, held, woken and dropped, the next host is the one a search would find") {
    const auto seed = GENERATE(1U, 2U, 3U);
    CAPTURE(seed);
    std::mt19937 dice(seed);
    Errands errands;
    struct Waiting {
        std::string host;
        SteadyTime due;
    };
    std::map<std::string, Waiting> all;
    std::map<std::string, SteadyTime> held;
    for (int i = 0; i < 4000; ++i) {
        const std::string host = "h" + std::to_string(dice() % 7);
        const std::string id = "f" + std::to_string(dice() % 40);
        const SteadyTime when{dice() % 1000};
        const auto of_host = [&](const std::string& name) {
            return std::any_of(all.begin(), all.end(),
                               [&](const auto& each) { return each.second.host == name; });
        };
        switch (dice() % 4) {
            case 0:
            case 1: {
                const auto before = all.find(id);
                const std::string left = before == all.end() ? host : before->second.host;
                if (before != all.end()) {
                    all.erase(before);
                    if (!of_host(left)) {
                        held.erase(left);  // an empty line is forgotten
                    }
                }
                all.insert_or_assign(id, Waiting{host, when});
                errands.put(host, feed(id), when);
                break;
            }
            case 2:
                if (of_host(host)) {
                    held[host] = when;
                }
                errands.hold(host, when);
                break;
            default: {
                const auto before = all.find(id);
                if (before != all.end()) {
                    const std::string left = before->second.host;
                    all.erase(before);
                    if (!of_host(left)) {
                        held.erase(left);
                    }
                }
                errands.drop(feed(id));
            }
        }
        SteadyTime next = SteadyTime::max();
        for (const auto& [name, waiting] : all) {
            next = std::min(next, std::max(waiting.due, held[waiting.host]));
        }
        REQUIRE(errands.next() == next);
        REQUIRE(errands.size() == all.size());
    }
}
