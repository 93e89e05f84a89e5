#pragma once

// A table from hashes to numbers that is built once and then only read: which words of the theme
// files has a form? With many themes it is far bigger than the caches, and what a lookup costs is
// the memory it touches; so a lookup looks at one line of memory, seldom at the next one, whatever
// the size of the table, and whether the hash is in it or not.

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace khabard {

class FormTable {
public:
    using Entry = std::pair<std::uint64_t, std::uint32_t>;

    // REQUIRES: every hash stands once, no number is 0. Within a line only half of a hash is
    // compared: a hash that is not in the table is taken for one of a line's with a chance below
    // 2^-29.
    explicit FormTable(const std::vector<Entry>& entries = {});

    struct Found {
        std::uint32_t number;  // 0: the hash is not in the table
        std::size_t lines;     // of memory that were looked at
    };
    Found look_up(std::uint64_t hash) const {
        std::size_t at = home(hash);
        for (std::size_t looked_at = 1;; ++looked_at) {
            const Line& line = lines_.data()[at];
            const std::uint32_t number = line.find(tag_of(hash));
            if (!line.full() || number != 0) {
                return Found{number, looked_at};
            }
            at = next(at);
        }
    }
    std::uint32_t find(std::uint64_t hash) const { return look_up(hash).number; }
    // Asks the memory for what a lookup will look at.
    void prefetch(std::uint64_t hash) const { __builtin_prefetch(lines_.data() + home(hash)); }

private:
    // Of eight slots: two vectors of the processor. (Both compilers know the attribute.)
    typedef std::uint32_t Four __attribute__((vector_size(16)));
    struct alignas(64) Line {
        Four tags[2];  // the upper halves of the hashes
        Four numbers[2];

        bool full() const { return numbers[1][3] != 0; }
        // All slots are compared at once, without branches that nobody could foretell. A tag stands
        // once in a line, so at most one number is left; a free slot has none.
        std::uint32_t find(std::uint32_t tag) const {
            const Four left = numbers[0] & Four(tags[0] == tag);
            const Four right = numbers[1] & Four(tags[1] == tag);
            const Four found = left | right;
            return found[0] | found[1] | found[2] | found[3];
        }
    };

    static std::uint32_t tag_of(std::uint64_t hash) {
        return static_cast<std::uint32_t>(hash >> 32U);
    }
    std::size_t next(std::size_t at) const { return at + 1 == lines_.size() ? 0 : at + 1; }
    std::size_t home(std::uint64_t hash) const {
        return ((hash & 0xFFFFFFFFU) * lines_.size()) >> 32U;
    }
    void add(const Entry& entry);

    std::vector<Line> lines_;  // slots are filled from the left; what finds no room goes on
};

}  // namespace khabard
