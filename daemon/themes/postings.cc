#include "daemon/themes/postings.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace khabard {
namespace {

constexpr std::size_t slots_min = 16;

}  // namespace

std::span<const Span> spans_from(std::span<const Span> spans, std::uint32_t first) {
    const auto at =
        std::lower_bound(spans.begin(), spans.end(), first,
                         [](Span span, std::uint32_t from) { return span.first < from; });
    return {at, spans.end()};
}

// Counts the spans of every class, then lays them out class by class.
Postings::Postings(std::span<const ClassHit> hits, std::pmr::memory_resource* memory)
    : slots_(std::max(slots_min, std::bit_ceil(hits.size() * 2)), Slot{0, 0, 0}, memory),
      spans_(hits.size(), Span{0, 0}, memory) {
    for (const ClassHit& hit : hits) {
        Slot& slot = slots_[place(hit.id)];
        classes_ += slot.count == 0 ? 1U : 0U;
        slot.id = hit.id;
        ++slot.count;
    }
    std::uint32_t end = 0;
    for (Slot& slot : slots_) {
        end += slot.count;
        slot.begin = end;
    }
    for (std::size_t left = hits.size(); left > 0; --left) {
        const ClassHit& hit = hits[left - 1];
        spans_[--slots_[place(hit.id)].begin] = hit.span;
    }
}

std::size_t Postings::place(ClassId id) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = (id * std::size_t{0x9E3779B1U} >> 7U) & mask;
    while (slots_[at].count != 0 && slots_[at].id != id) {
        at = (at + 1) & mask;
    }
    return at;
}

void Postings::grow() {
    std::pmr::vector<Slot> old(slots_.size() * 2, Slot{0, 0, 0}, slots_.get_allocator());
    std::swap(old, slots_);
    for (const Slot& slot : old) {
        if (slot.count > 0) {
            slots_[place(slot.id)] = slot;
        }
    }
}

void Postings::join(ClassId id, std::span<const Span> more) {
    const std::span<const Span> known = of(id);
    Spans all(known.begin(), known.end());
    all.insert(all.end(), more.begin(), more.end());
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    if (all.empty()) {
        return;
    }
    if (known.empty() && ++classes_ * 2 > slots_.size()) {
        grow();
    }
    slots_[place(id)] =
        Slot{id, static_cast<std::uint32_t>(all.size()), static_cast<std::uint32_t>(spans_.size())};
    spans_.insert(spans_.end(), all.begin(), all.end());
}

}  // namespace khabard
