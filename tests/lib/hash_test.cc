#include "daemon/lib/hash/hash.h"

#include "tests/support/catch.h"

using namespace khabard;

TEST_CASE("hashes are the published XXH3 values, so state files and ids outlive a rebuild") {
    CHECK(to_hex(hash64("")) == "2d06800538d394c2");
    CHECK(to_hex(hash128("")) == "99aa06d3014798d86001c324468d497f");
}

TEST_CASE("a 128 bit hash survives the way to hex and back") {
    const Hash128 hash = hash128("khabard");
    CHECK(hash128_from_hex(to_hex(hash)) == hash);
    CHECK_FALSE(hash128_from_hex("12"));
    CHECK_FALSE(hash128_from_hex("zz aa06d3014798d86001c324468d497f"));
}

TEST_CASE("combining hashes depends on their order") {
    CHECK(combine64(1, 2) != combine64(2, 1));
    CHECK(hash64("x", 1) != hash64("x", 2));
}
