#include "daemon/base/result.h"

#include "daemon/base/strong.h"
#include "tests/support/catch.h"

#include <string>
#include <type_traits>

using namespace khabard;

TEST_CASE("a result holds a value or an error, never both") {
    const Result<std::string> good{std::string("text")};
    REQUIRE(good);
    CHECK(*good == "text");
    const Result<std::string> bad{Error{Fault::io, "feeds.toml", "cannot be read"}};
    REQUIRE_FALSE(bad);
    CHECK(bad.error().text() == "feeds.toml: cannot be read");
    CHECK(bad.error().fault == Fault::io);
}

TEST_CASE("a status is ok until it is made of an error") {
    CHECK(Status{}.ok());
    CHECK_FALSE(Status{Error{Fault::state, "", "gone"}}.ok());
    CHECK(Status{Error{Fault::state, "", "gone"}}.error().text() == "gone");
}

TEST_CASE("strong types cannot be made from nothing nor from each other") {
    using Apples = Strong<int, struct ApplesTag>;
    using Pears = Strong<int, struct PearsTag>;
    static_assert(!std::is_default_constructible_v<Apples>);
    static_assert(!std::is_convertible_v<int, Apples>);
    static_assert(!std::is_constructible_v<Apples, Pears>);
    CHECK(Apples{1} < Apples{2});
    CHECK(Apples{3}.get() == 3);
}
