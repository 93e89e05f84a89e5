#pragma once

// Where each class stands in one article: spans of tokens by class, in order. Made for one
// evaluation; its size follows the article, never the number of classes.

#include "daemon/themes/lexicon.h"

#include <cstddef>
#include <cstdint>
#include <deque>
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

// The first of the spans, which are in order, that begins at `first` or later.
Spans::const_iterator first_from(const Spans& spans, std::uint32_t first);

class Postings {
public:
    Postings() : slots_(first_slots, Slot{0, absent, absent, absent}) {}

    // Spans of one class are to be added in order; settle() brings others into it.
    void add(ClassId id, Span span);

    // Sorts the spans of a class and drops repetitions.
    void settle(ClassId id);

    // Most classes are only asked whether they are there; their spans are laid out when wanted.
    const Spans& of(ClassId id);
    bool has(ClassId id) const { return slots_[place(id)].first != absent; }
    std::size_t count(ClassId id) { return of(id).size(); }

    // The classes that have spans, in the order in which they came.
    const std::vector<ClassId>& touched() const { return touched_; }

private:
    struct Slot {
        ClassId id;
        std::uint32_t first;  // of the links
        std::uint32_t last;
        std::uint32_t laid_out;  // place in laid_out_
    };
    struct Link {
        Span span;
        std::uint32_t next;
    };
    static constexpr std::uint32_t absent = 0xFFFFFFFFU;
    static constexpr std::size_t first_slots = 512;

    std::size_t place(ClassId id) const;
    void grow();

    std::vector<Slot> slots_;  // open addressing; a power of two
    std::vector<Link> links_;
    std::deque<Spans> laid_out_;
    std::vector<ClassId> touched_;
    Spans none_;
};

}  // namespace khabard
