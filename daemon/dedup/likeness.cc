#include "daemon/dedup/likeness.h"

#include <algorithm>
#include <cstdint>

namespace khabard {
namespace {

// The weights and thresholds rest on 90 pairs of copies and 44 close non-copies of an evaluation
// set, and on 250 pairs of a corpus of five outlets judged by hand. Overlap is the unit. A fact in
// common is a little evidence, three are enough; a missing fact is strong evidence against, because
// a copy changes words, not figures. A lead of its own speaks against a copy; a lead in common for
// nothing, because templates share theirs.
constexpr double shared_fact_weight = 0.03;
constexpr double missing_fact_weight = 0.08;
constexpr std::size_t shared_facts_max = 3;
constexpr std::size_t missing_facts_max = 5;
constexpr double lost_lead_weight = 0.5;
constexpr double common_lead = 0.5;
constexpr double evidence_across_outlets = 0.38;
constexpr double evidence_within_outlet = 0.70;
constexpr double lead_within_outlet = 0.60;
// A text of fewer shingles counts as one of so many: a few words in common, such as somebody's name
// and title, are no evidence.
constexpr std::size_t shingles_min = 15;

std::size_t shared(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
    std::size_t count = 0;
    std::size_t x = 0;
    std::size_t y = 0;
    while (x < a.size() && y < b.size()) {
        const std::uint32_t left = a[x];
        const std::uint32_t right = b[y];
        count += left == right ? 1 : 0;
        x += left <= right ? 1 : 0;
        y += right <= left ? 1 : 0;
    }
    return count;
}

double ratio(std::size_t part, std::size_t whole) {
    return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

// The lowest bit says whether the bigram stands in the lead; see Fingerprint::opening.
double lead_coverage(const std::vector<std::uint16_t>& a, const std::vector<std::uint16_t>& b) {
    std::size_t found_of_a = 0;
    std::size_t found_of_b = 0;
    std::size_t x = 0;
    std::size_t y = 0;
    while (x < a.size() && y < b.size()) {
        const unsigned left = a[x] | 1U;
        const unsigned right = b[y] | 1U;
        found_of_a += left == right ? a[x] & 1U : 0;
        found_of_b += left == right ? b[y] & 1U : 0;
        x += left <= right ? 1 : 0;
        y += right <= left ? 1 : 0;
    }
    const auto in_lead = [](std::uint16_t bigram) { return (bigram & 1U) != 0; };
    const auto lead_a = std::count_if(a.begin(), a.end(), in_lead);
    const auto lead_b = std::count_if(b.begin(), b.end(), in_lead);
    return std::min(ratio(found_of_a, static_cast<std::size_t>(lead_a)),
                    ratio(found_of_b, static_cast<std::size_t>(lead_b)));
}

}  // namespace

double Likeness::evidence() const {
    const auto found = static_cast<double>(std::min(facts_shared, shared_facts_max));
    const auto missing = static_cast<double>(std::min(facts_missing, missing_facts_max));
    return overlap + shared_fact_weight * found - missing_fact_weight * missing -
           lost_lead_weight * std::max(0.0, common_lead - lead);
}

Likeness likeness(const Fingerprint& a, const Fingerprint& b) {
    const std::size_t both = shared(a.shingles, b.shingles);
    const std::size_t size_a = std::max(a.shingles.size(), shingles_min);
    const std::size_t size_b = std::max(b.shingles.size(), shingles_min);
    const std::size_t facts = shared(a.facts, b.facts);
    const double of_shorter = ratio(both, std::min(size_a, size_b));
    const double of_both = ratio(2 * both, size_a + size_b);
    return Likeness{.overlap = (of_shorter + of_both) / 2,
                    .lead = lead_coverage(a.opening, b.opening),
                    .facts_shared = facts,
                    .facts_missing = std::min(a.facts.size(), b.facts.size()) - facts};
}

bool is_copy(const Likeness& likeness, bool same_outlet) {
    if (same_outlet) {
        return likeness.evidence() >= evidence_within_outlet && likeness.lead >= lead_within_outlet;
    }
    return likeness.evidence() >= evidence_across_outlets;
}

}  // namespace khabard
