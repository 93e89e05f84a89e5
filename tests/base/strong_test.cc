#include "daemon/base/strong.h"

#include "tests/support/catch.h"

#include <cstdint>
#include <map>
#include <string>
#include <type_traits>
#include <unordered_set>

using namespace khabard;

namespace {

using Name = Strong<std::string, struct NameTag>;
using Count = Strong<std::uint32_t, struct CountTag>;
using Total = Strong<std::uint32_t, struct TotalTag>;

struct Holder {
    Name name;
    Count count;
};

}  // namespace

TEST_CASE("what holds a strong type cannot be half built") {
    static_assert(!std::is_default_constructible_v<Count>);
    static_assert(!std::is_default_constructible_v<Holder>);
    static_assert(std::is_copy_constructible_v<Holder> && std::is_move_constructible_v<Holder>);
}

TEST_CASE("strong types of one representation do not mix") {
    static_assert(!std::is_convertible_v<std::uint32_t, Count>);
    static_assert(!std::is_convertible_v<Count, std::uint32_t>);
    static_assert(!std::is_constructible_v<Count, Total>);
    static_assert(!std::is_assignable_v<Count&, Total>);
}

TEST_CASE("strong types compare, order and hash as what they hold") {
    CHECK(Name{"a"} == Name{"a"});
    CHECK(Name{"a"} < Name{"b"});
    CHECK((Count{2} <=> Count{1}) == std::strong_ordering::greater);
    const std::map<Name, int> ordered{{Name{"b"}, 2}, {Name{"a"}, 1}};
    CHECK(ordered.begin()->first.get() == "a");
    std::unordered_set<Name> hashed{Name{"a"}, Name{"a"}, Name{"b"}};
    CHECK(hashed.size() == 2);
    CHECK(std::hash<Count>{}(Count{7}) == std::hash<std::uint32_t>{}(7));
}
