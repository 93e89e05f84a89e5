#include "daemon/os/machine.h"

#include "tests/support/catch.h"

#include <algorithm>
#include <set>

using namespace khabard;

TEST_CASE("random numbers and names do not meet") {
    std::set<std::uint64_t> numbers;
    std::set<std::string> names;
    for (int i = 0; i < 1000; ++i) {
        numbers.insert(random_number());
        names.insert(random_name());
    }
    CHECK(numbers.size() == 1000);
    CHECK(names.size() == 1000);
}

TEST_CASE("a random name is 32 lower-case hex digits") {
    const std::string name = random_name();
    CHECK(name.size() == 32);
    CHECK(name.find_first_not_of("0123456789abcdef") == std::string::npos);
}

TEST_CASE("addresses resolve to themselves, and localhost to loopback") {
    CHECK(resolve("127.0.0.1") == std::vector<std::string>{"127.0.0.1"});
    CHECK(resolve("::1") == std::vector<std::string>{"::1"});
    const auto local = resolve("localhost");
    REQUIRE_FALSE(local.empty());
    CHECK(std::all_of(local.begin(), local.end(), [](const std::string& address) {
        return address == "::1" || address.rfind("127.", 0) == 0;
    }));
}

TEST_CASE("what is no name resolves to nothing") {
    CHECK(resolve("").empty());
    CHECK(resolve("not a name").empty());
}
