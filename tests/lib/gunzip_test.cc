#include "daemon/lib/zlib/gunzip.h"

#include "tests/support/bombs.h"
#include "tests/support/catch.h"

#include <string>
#include <string_view>

using namespace khabard;

namespace {

// Everything that comes out when so many bytes go in and come out at once.
Result<std::string> unpack(const std::string& packed, std::size_t in_max, std::size_t out_max) {
    Gunzip gunzip;
    std::string out;
    for (std::size_t at = 0; at <= packed.size(); at += in_max) {
        std::string_view piece = std::string_view(packed).substr(at, in_max);
        for (std::size_t made = 1; made > 0 || !piece.empty();) {
            const auto read = gunzip.read(piece, out, out_max);
            if (!read) {
                return read.error();
            }
            made = *read;
            CHECK(made <= out_max);
        }
    }
    CHECK(gunzip.complete());
    return out;
}

}  // namespace

TEST_CASE("gzip is known by its first bytes") {
    CHECK(is_gzip(gzipped("text")));
    CHECK_FALSE(is_gzip("text"));
    CHECK_FALSE(is_gzip("\x1F"));
    CHECK_FALSE(is_gzip(""));
}

TEST_CASE("gzip comes out as it went in, in pieces of any size, members joined") {
    std::string text;
    for (int i = 0; i < 3000; ++i) {
        text += std::to_string(i * 7919) + " ";
    }
    const std::string packed = gzipped(text) + gzipped("") + gzipped("end");
    for (const std::size_t in_max : {1U, 7U, 1000U, 100'000U}) {
        for (const std::size_t out_max : {1U, 100U, 100'000U}) {
            CAPTURE(in_max, out_max);
            const auto out = unpack(packed, in_max, out_max);
            REQUIRE(out);
            CHECK(*out == text + "end");
        }
    }
    CHECK(*unpack(packed + std::string(600, '\0'), 50, 50) == text + "end");
}

TEST_CASE("damaged gzip is an error, gzip that is cut off is not complete") {
    std::string packed = gzipped(std::string(5000, 'x') + "and more");
    packed[packed.size() / 2] ^= 0x55;
    CHECK_FALSE(unpack(packed, 100, 100));
    CHECK_FALSE(unpack(gzipped("a") + "garbage", 100, 100));
    Gunzip gunzip;
    const std::string whole = gzipped("some text");
    std::string_view half = std::string_view(whole).substr(0, whole.size() - 5);
    std::string out;
    REQUIRE(gunzip.read(half, out, 100));
    CHECK_FALSE(gunzip.complete());
}
