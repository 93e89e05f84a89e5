#pragma once

// Finds the spans of a rule in one article: its parts in sequence, or near each other.

#include "daemon/model/tokens.h"
#include "daemon/themes/compiled.h"
#include "daemon/themes/postings.h"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace khabard {

class SpanFinder {
public:
    // Both outlive the finder; the postings do not change meanwhile.
    SpanFinder(const std::vector<ThemeToken>& tokens, const Postings& postings)
        : tokens_(tokens), postings_(postings) {}

    // In order of their first token; a part never overlaps another one of the same span. Valid
    // until the next call.
    const Spans& find(const Rule& rule, std::span<const Part> parts);

private:
    bool allowed(const Rule& rule, Span span) const;
    std::optional<Span> sequence(const Rule& rule, std::size_t part, Span so_far) const;
    std::optional<Span> nearest(const Rule& rule, std::size_t part, Span so_far) const;
    std::optional<Span> around(const Rule& rule, Span start);

    const std::vector<ThemeToken>& tokens_;
    const Postings& postings_;
    Spans found_;
    // Of the rule that is looked at: its parts, and where each of them stands.
    std::span<const Part> parts_;
    std::vector<std::span<const Span>> places_;
    Spans taken_;  // by the parts of a span in any order
};

}  // namespace khabard
