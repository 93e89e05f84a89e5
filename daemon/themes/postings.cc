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
    while (slots_[at].first != absent && slots_[at].id != id) {
        at = (at + 1) & mask;
    }
    return at;
}

void Postings::add(ClassId id, Span span) {
    std::size_t at = place(id);
    const auto link = static_cast<std::uint32_t>(links_.size());
    if (slots_[at].first == absent) {
        if ((touched_.size() + 1) * 2 > slots_.size()) {
            grow();
            at = place(id);
        }
        slots_[at] = Slot{id, link, link, absent};
        touched_.push_back(id);
    } else {
        links_[slots_[at].last].next = link;
        slots_[at].last = link;
    }
    links_.push_back(Link{span, absent});
    if (slots_[at].laid_out != absent) {
        laid_out_[slots_[at].laid_out].push_back(span);
    }
}

void Postings::grow() {
    const std::vector<Slot> old = std::move(slots_);
    slots_.assign(old.size() * 2, Slot{0, absent, absent, absent});
    for (const Slot& slot : old) {
        if (slot.first != absent) {
            slots_[place(slot.id)] = slot;
        }
    }
}

const Spans& Postings::of(ClassId id) {
    Slot& slot = slots_[place(id)];
    if (slot.first == absent) {
        return none_;
    }
    if (slot.laid_out == absent) {
        slot.laid_out = static_cast<std::uint32_t>(laid_out_.size());
        Spans& spans = laid_out_.emplace_back();
        for (std::uint32_t link = slot.first; link != absent; link = links_[link].next) {
            spans.push_back(links_[link].span);
        }
    }
    return laid_out_[slot.laid_out];
}

void Postings::settle(ClassId id) {
    of(id);
    const Slot& slot = slots_[place(id)];
    if (slot.first != absent) {
        Spans& spans = laid_out_[slot.laid_out];
        std::sort(spans.begin(), spans.end());
        spans.erase(std::unique(spans.begin(), spans.end()), spans.end());
    }
}

}  // namespace khabard
