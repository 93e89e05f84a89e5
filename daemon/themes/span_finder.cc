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
    if (part == rule.parts.size()) {
        return so_far;
    }
    const Spans& spans = postings_.of(rule.parts[part].id);
    const std::uint32_t last_start = so_far.last + 1 + rule.parts[part].gap;
    for (auto at = first_from(spans, so_far.last + 1); at != spans.end() && at->first <= last_start;
         ++at) {
        const Span with = joined(so_far, *at);
        if (!allowed(rule, with)) {
            break;
        }
        if (const auto whole = sequence(rule, part + 1, with)) {
            return whole;
        }
    }
    return std::nullopt;
}

// The span of the part that stretches `so_far` least.
std::optional<Span> SpanFinder::nearest(const Rule& rule, const Part& part, Span so_far,
                                        const Spans& taken) const {
    const Spans& spans = postings_.of(part.id);
    const std::uint32_t lowest = so_far.last < rule.window ? 0 : so_far.last + 1 - rule.window;
    std::optional<Span> best;
    for (auto at = first_from(spans, lowest);
         at != spans.end() && at->first < so_far.first + rule.window; ++at) {
        const Span with = joined(so_far, *at);
        const bool free = std::none_of(taken.begin(), taken.end(),
                                       [&](Span other) { return overlap(other, *at); });
        if (free && extent(with) <= rule.window && allowed(rule, with) &&
            (!best || extent(with) < extent(joined(so_far, *best)))) {
            best = *at;
        }
    }
    return best;
}

std::optional<Span> SpanFinder::around(const Rule& rule, Span start) const {
    Spans taken = {start};
    Span whole = start;
    for (std::size_t part = 1; part < rule.parts.size(); ++part) {
        const auto found = nearest(rule, rule.parts[part], whole, taken);
        if (!found) {
            return std::nullopt;
        }
        taken.push_back(*found);
        whole = joined(whole, *found);
    }
    return whole;
}

Spans SpanFinder::find(const Rule& rule) const {
    Spans found;
    const bool complete = std::all_of(rule.parts.begin(), rule.parts.end(),
                                      [&](const Part& part) { return postings_.has(part.id); });
    if (!complete) {
        return found;
    }
    for (const Span start : postings_.of(rule.parts.front().id)) {
        const auto whole = rule.any_order ? around(rule, start) : sequence(rule, 1, start);
        if (whole) {
            found.push_back(*whole);
        }
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

}  // namespace khabard
