#pragma once

// Finds the spans of a rule in one article: its parts in sequence, or near each other.

#include "daemon/model/tokens.h"
#include "daemon/themes/compiled.h"
#include "daemon/themes/postings.h"

#include <optional>
#include <vector>

namespace khabard {

class SpanFinder {
public:
    // Both outlive the finder.
    SpanFinder(const std::vector<ThemeToken>& tokens, Postings& postings)
        : tokens_(tokens), postings_(postings) {}

    // In order of their first token; a part never overlaps another one of the same span.
    Spans find(const Rule& rule) const;

private:
    bool allowed(const Rule& rule, Span span) const;
    std::optional<Span> sequence(const Rule& rule, std::size_t part, Span so_far) const;
    std::optional<Span> nearest(const Rule& rule, const Part& part, Span so_far,
                                const Spans& taken) const;
    std::optional<Span> around(const Rule& rule, Span start) const;

    const std::vector<ThemeToken>& tokens_;
    Postings& postings_;
};

}  // namespace khabard
