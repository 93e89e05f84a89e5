#include "daemon/themes/form_table.h"

#include "tests/support/catch.h"

#include <cstdint>
#include <vector>

namespace khabard {
namespace {

// Spread as hashes are; the same in every run.
std::uint64_t hash_of(std::uint64_t number) {
    std::uint64_t hash = (number + 1) * 0x9E3779B97F4A7C15ULL;
    hash = (hash ^ (hash >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    hash = (hash ^ (hash >> 27U)) * 0x94D049BB133111EBULL;
    return hash ^ (hash >> 31U);
}

FormTable table_of(std::uint32_t count) {
    std::vector<FormTable::Entry> entries;
    for (std::uint32_t number = 1; number <= count; ++number) {
        entries.emplace_back(hash_of(number), number);
    }
    return FormTable(entries);
}

TEST_CASE("every hash is found under its number, and no other hash") {
    const FormTable table = table_of(20000);
    for (std::uint32_t number = 1; number <= 20000; ++number) {
        REQUIRE(table.find(hash_of(number)) == number);
        REQUIRE(table.find(hash_of(number + 20000)) == 0);
    }
}

TEST_CASE("an empty table has nothing") {
    CHECK(FormTable().find(0) == 0);
    CHECK(FormTable().find(hash_of(1)) == 0);
}

TEST_CASE("a lookup touches as little memory in a table of a million as in one of a thousand") {
    for (const std::uint32_t count : {1000U, 1000000U}) {
        CAPTURE(count);
        const FormTable table = table_of(count);
        std::size_t lines = 0;
        for (std::uint32_t number = 1; number <= 2000; ++number) {
            // Half of them are not in the table.
            lines += table.look_up(hash_of(count - 1000 + number)).lines;
        }
        CHECK(lines < 2000 * 11 / 10);
    }
}

}  // namespace
}  // namespace khabard
