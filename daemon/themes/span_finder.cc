#include "daemon/themes/span_finder.h"

#include <algorithm>

namespace khabard {
namespace {

Span joined(Span a, Span b) {
    return Span{std::min(a.first, b.first), std::max(a.last, b.last)};
}

std::uint32_t extent(Span span) {
    return span.last - span.first + 1;
}

bool overlap(Span a, Span b) {
    return a.first <= b.last && b.first <= a.last;
}

}  // namespace

// Within the sentences that the rule may touch, and within one text of the article.
bool SpanFinder::allowed(const Rule& rule, Span span) const {
    const Token& first = tokens_[span.first].token;
    const Token& last = tokens_[span.last].token;
    return last.sentence - first.sentence < rule.sentences && first.zone == last.zone;
}

// The shortest way to go on from `so_far` with the parts from `part` on.
std::optional<Span> SpanFinder::sequence(const Rule& rule, std::size_t part, Span so_far) const {
    if (part == parts_.size()) {
        return so_far;
    }
    const std::uint32_t last_start = so_far.last + 1 + parts_[part].gap;
    for (const Span next : spans_from(places_[part], so_far.last + 1)) {
        const Span with = joined(so_far, next);
        if (next.first > last_start || !allowed(rule, with)) {
            break;
        }
        if (const auto whole = sequence(rule, part + 1, with)) {
            return whole;
        }
    }
    return std::nullopt;
}

// The span of the part that stretches `so_far` least.
std::optional<Span> SpanFinder::nearest(const Rule& rule, std::size_t part, Span so_far) const {
    const std::uint32_t lowest = so_far.last < rule.window ? 0 : so_far.last + 1 - rule.window;
    std::optional<Span> best;
    for (const Span next : spans_from(places_[part], lowest)) {
        if (next.first >= so_far.first + rule.window) {
            break;
        }
        const Span with = joined(so_far, next);
        const bool free = std::none_of(taken_.begin(), taken_.end(),
                                       [&](Span other) { return overlap(other, next); });
        if (free && extent(with) <= rule.window && allowed(rule, with) &&
            (!best || extent(with) < extent(joined(so_far, *best)))) {
            best = next;
        }
    }
    return best;
}

std::optional<Span> SpanFinder::around(const Rule& rule, Span start) {
    taken_.assign(1, start);
    Span whole = start;
    for (std::size_t part = 1; part < parts_.size(); ++part) {
        const auto found = nearest(rule, part, whole);
        if (!found) {
            return std::nullopt;
        }
        taken_.push_back(*found);
        whole = joined(whole, *found);
    }
    return whole;
}

const Spans& SpanFinder::find(const Rule& rule, std::span<const Part> parts) {
    found_.clear();
    places_.clear();
    parts_ = parts;
    for (const Part& part : parts) {
        places_.push_back(postings_.of(part.id));
        if (places_.back().empty()) {
            return found_;
        }
    }
    for (const Span start : places_.front()) {
        const auto whole = rule.any_order ? around(rule, start) : sequence(rule, 1, start);
        if (whole) {
            found_.push_back(*whole);
        }
    }
    std::sort(found_.begin(), found_.end());
    found_.erase(std::unique(found_.begin(), found_.end()), found_.end());
    return found_;
}

}  // namespace khabard
