#include "daemon/dedup/sketch_map.h"

#include "daemon/base/check.h"

#include <utility>

namespace khabard {
namespace {

constexpr unsigned first_bits = 10;

}  // namespace

SketchMap::SketchMap() : heads_(std::size_t{1} << first_bits, Head{0, none}), bits_(first_bits) {}

// Keys are the smallest hashes of many: their upper bits are all alike, so they are mixed again.
std::size_t SketchMap::home(Key key) const {
    return static_cast<std::size_t>((key * 0x9e3779b97f4a7c15ULL) >> (64U - bits_));
}

std::size_t SketchMap::place_of(Key key) const {
    const std::size_t mask = heads_.size() - 1;
    std::size_t place = home(key);
    while (heads_[place].first != none && heads_[place].key != key) {
        place = (place + 1) & mask;
    }
    return place;
}

void SketchMap::grow() {
    const std::vector<Head> old = std::move(heads_);
    ++bits_;
    heads_.assign(std::size_t{1} << bits_, Head{0, none});
    for (const Head& head : old) {
        if (head.first != none) {
            heads_[place_of(head.key)] = head;
        }
    }
}

void SketchMap::add(Key key, Member member) {
    if ((keys_ + 1) * 4 > heads_.size() * 3) {
        grow();
    }
    if (member >= links_.size()) {
        links_.resize(std::size_t{member} + 1, Link{none, none});
    }
    Head& head = heads_[place_of(key)];
    keys_ += head.first == none ? 1 : 0;
    links_[member] = Link{head.first, none};
    if (head.first != none) {
        links_[head.first].previous = member;
    }
    head = Head{key, member};
}

void SketchMap::remove(Key key, Member member) {
    const Link link = links_[member];
    if (link.next != none) {
        links_[link.next].previous = link.previous;
    }
    if (link.previous != none) {
        links_[link.previous].next = link.next;
        return;
    }
    const std::size_t place = place_of(key);
    check(heads_[place].first == member, "a posting leaves the list that it stands in");
    heads_[place].first = link.next;
    if (link.next == none) {
        vacate(place);
    }
}

// Keys that were pushed on by the one that left move back, so that no search ends too early.
void SketchMap::vacate(std::size_t place) {
    --keys_;
    const std::size_t mask = heads_.size() - 1;
    std::size_t hole = place;
    for (std::size_t at = (place + 1) & mask; heads_[at].first != none; at = (at + 1) & mask) {
        const std::size_t wanted = home(heads_[at].key);
        if (((at - wanted) & mask) >= ((at - hole) & mask)) {
            heads_[hole] = heads_[at];
            hole = at;
        }
    }
    heads_[hole].first = none;
}

bool SketchMap::find(Key key, std::size_t most, std::vector<Member>& found) const {
    const std::size_t before = found.size();
    for (Member at = heads_[place_of(key)].first; at != none; at = links_[at].next) {
        if (found.size() - before == most) {
            found.resize(before);
            return false;
        }
        found.push_back(at);
    }
    return true;
}

}  // namespace khabard
