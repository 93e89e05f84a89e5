#pragma once

// A set of classes that may hold some percent more than was put into it, and is the same few cache
// lines whatever the number of classes.

#include "daemon/themes/lexicon.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace khabard {

class ClassFilter {
public:
    void add(ClassId id) { bits_[word(id)] |= std::uint64_t{1} << (id % 64); }

    // False: it was not put in. True: it was, but for a few percent of mistakes.
    bool may_have(ClassId id) const { return (bits_[word(id)] >> (id % 64) & 1U) != 0; }

private:
    static constexpr std::size_t words = 128;

    static std::size_t word(ClassId id) { return (id / 64) % words; }

    std::array<std::uint64_t, words> bits_{};
};

}  // namespace khabard
