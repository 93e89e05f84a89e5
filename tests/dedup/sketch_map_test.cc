#include "daemon/dedup/sketch_map.h"

#include "tests/support/catch.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>

using namespace khabard;

TEST_CASE("a sketch map finds what was added, and nothing where there is more than asked for") {
    SketchMap map;
    for (SketchMap::Member member = 0; member < 10; ++member) {
        map.add(7, member);
    }
    map.add(8, 10);
    std::vector<SketchMap::Member> found;
    CHECK(map.find(7, 10, found));
    CHECK(found.size() == 10);
    found = {42};
    CHECK_FALSE(map.find(7, 9, found));
    CHECK(found == std::vector<SketchMap::Member>{42});
    CHECK(map.find(9, 9, found));
    CHECK(found.size() == 1);
    CHECK(map.keys() == 2);
}

TEST_CASE("a sketch map agrees with a plain one through random additions and removals") {
    const auto seed = GENERATE(1U, 2U, 3U);
    CAPTURE(seed);
    std::mt19937 random(seed);
    SketchMap map;
    std::map<SketchMap::Key, std::set<SketchMap::Member>> plain;
    std::map<SketchMap::Member, SketchMap::Key> key_of;
    for (int step = 0; step < 20'000; ++step) {
        const auto member = static_cast<SketchMap::Member>(random() % 4000);
        const auto known = key_of.find(member);
        if (known == key_of.end()) {
            const auto key = static_cast<SketchMap::Key>(random() % 3000);
            map.add(key, member);
            plain[key].insert(member);
            key_of[member] = key;
        } else {
            map.remove(known->second, member);
            plain[known->second].erase(member);
            if (plain[known->second].empty()) {
                plain.erase(known->second);
            }
            key_of.erase(known);
        }
    }
    CHECK(map.keys() == plain.size());
    for (SketchMap::Key key = 0; key < 3000; ++key) {
        std::vector<SketchMap::Member> found;
        REQUIRE(map.find(key, 4000, found));
        const std::set<SketchMap::Member> members(found.begin(), found.end());
        REQUIRE(members.size() == found.size());
        REQUIRE(members == plain[key]);
    }
}
