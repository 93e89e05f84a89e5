#include "daemon/base/join.h"

#include "tests/support/catch.h"

using khabard::join;

TEST_CASE("names are joined with the separator between them only") {
    CHECK(join({}).empty());
    CHECK(join({"a"}) == "a");
    CHECK(join({"a", "", "c"}) == "a, , c");
    CHECK(join({"a", "b"}, "\n") == "a\nb");
}
