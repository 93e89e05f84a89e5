#include "daemon/themes/postings.h"

#include <algorithm>

namespace khabard {

Spans::const_iterator first_from(const Spans& spans, std::uint32_t first) {
    return std::lower_bound(spans.begin(), spans.end(), first,
                            [](Span span, std::uint32_t at) { return span.first < at; });
}

std::size_t Postings::place(ClassId id) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = (id * std::size_t{0x9E3779B1U}) & mask;
    while (slots_[at].index != absent && slots_[at].id != id) {
        at = (at + 1) & mask;
    }
    return at;
}

std::size_t Postings::slot(ClassId id) {
    std::size_t at = place(id);
    if (slots_[at].index == absent) {
        if ((touched_.size() + 1) * 2 > slots_.size()) {
            grow();
            at = place(id);
        }
        slots_[at] = Slot{id, static_cast<std::uint32_t>(all_.size())};
        all_.emplace_back();
        touched_.push_back(id);
    }
    return slots_[at].index;
}

void Postings::grow() {
    const std::vector<Slot> old = std::move(slots_);
    slots_.assign(old.size() * 2, Slot{0, absent});
    for (const Slot& slot : old) {
        if (slot.index != absent) {
            slots_[place(slot.id)] = slot;
        }
    }
}

void Postings::settle(ClassId id) {
    const std::size_t at = place(id);
    if (slots_[at].index != absent) {
        Spans& spans = all_[slots_[at].index];
        std::sort(spans.begin(), spans.end());
        spans.erase(std::unique(spans.begin(), spans.end()), spans.end());
    }
}

const Spans& Postings::of(ClassId id) const {
    const std::size_t at = place(id);
    return slots_[at].index == absent ? none_ : all_[slots_[at].index];
}

}  // namespace khabard
