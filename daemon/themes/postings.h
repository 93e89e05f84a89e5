#pragma once

// Where each class stands in one article: spans of tokens by class, in order. Made for one
// evaluation of the hits that may be asked for; its size follows them, never the number of classes.

#include "daemon/themes/lexicon.h"

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <span>
#include <vector>

namespace khabard {

// Tokens from first to last, both included.
struct Span {
    std::uint32_t first;
    std::uint32_t last;

    friend bool operator==(const Span&, const Span&) = default;
    friend auto operator<=>(const Span&, const Span&) = default;
};

using Spans = std::vector<Span>;

struct ClassHit {
    ClassId id;
    Span span;
};

// Those of the spans, which are in order, that begin at `first` or later.
std::span<const Span> spans_from(std::span<const Span> spans, std::uint32_t first);

class Postings {
public:
    // The spans of a class keep the order of the hits. `memory` outlives the postings.
    explicit Postings(std::span<const ClassHit> hits,
                      std::pmr::memory_resource* memory = std::pmr::get_default_resource());

    // Adds to a class; all its spans are then in order, without repetitions.
    void join(ClassId id, std::span<const Span> more);

    // Valid until join().
    std::span<const Span> of(ClassId id) const {
        const Slot& slot = slots_[place(id)];
        return std::span(spans_).subspan(slot.begin, slot.count);
    }
    bool has(ClassId id) const { return slots_[place(id)].count > 0; }
    std::size_t count(ClassId id) const { return slots_[place(id)].count; }

private:
    struct Slot {
        ClassId id;
        std::uint32_t count;  // 0: the slot is free
        std::uint32_t begin;  // in spans_
    };

    std::size_t place(ClassId id) const;
    void grow();

    std::pmr::vector<Slot> slots_;  // open addressing; a power of two, at most half full
    std::size_t classes_ = 0;
    std::pmr::vector<Span> spans_;  // class by class
};

}  // namespace khabard
