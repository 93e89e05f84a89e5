#pragma once

// From a key to the members that carry it: the inverted list of the near-duplicate index. A table
// of open addressing leads to lists that run through one array, so that a posting costs about 22
// bytes and leaves in constant time, however long its list is.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace khabard {

class SketchMap {
public:
    using Key = std::uint32_t;
    using Member = std::uint32_t;

    SketchMap();

    // REQUIRES: `member` is in no list; members are small numbers, dense from 0.
    void add(Key key, Member member);
    // REQUIRES: `member` was added under `key`.
    void remove(Key key, Member member);
    // Appends the members under `key` to `found`, in no particular order; none, when there are more
    // than `most`. Returns false in that case.
    bool find(Key key, std::size_t most, std::vector<Member>& found) const;
    std::size_t keys() const { return keys_; }

private:
    static constexpr Member none = 0xffffffff;
    struct Head {
        Key key;
        Member first;  // none: the place is empty
    };
    struct Link {
        Member next;
        Member previous;
    };

    std::size_t home(Key key) const;
    std::size_t place_of(Key key) const;  // where it stands, or the empty place where it would
    void vacate(std::size_t place);
    void grow();

    std::vector<Head> heads_;
    std::vector<Link> links_;  // by member
    std::size_t keys_ = 0;
    unsigned bits_;
};

}  // namespace khabard
