#pragma once

// How alike two fingerprints are, and whether that makes one a copy of the other.

#include "daemon/model/keys.h"

#include <cstdint>
#include <vector>

namespace khabard {

// In how many groups of copies each shingle occurs, approximately and never too low by design
// (count-min sketch); 0 for one that was never seen.
class ShingleCounts {
public:
    ShingleCounts();
    void add(const std::vector<std::uint32_t>& shingles);
    std::uint32_t of(std::uint32_t shingle) const;
    std::uint64_t groups() const { return groups_; }

private:
    std::vector<std::uint16_t> counters_;
    std::uint64_t groups_ = 0;
};

struct Likeness {
    double jaccard;      // of the shingles
    double weighted;     // the same, each shingle weighted by its rarity
    double rare;         // of the shingles that occur in at most 8 groups
    double containment;  // share of the shorter text's shingles that the longer one has
    double lead;      // the smaller of both shares of a lead's bigrams found in the other opening
    double headline;  // Jaccard of the headline words
    double numbers;   // Jaccard of the number words; 1 when neither has any
};

Likeness likeness(const Fingerprint& a, const Fingerprint& b, const ShingleCounts& counts);

// True when a text so alike is a copy, by the thresholds in likeness.cc. Texts of one outlet need
// more: its updates share background paragraphs, its templates share almost everything.
bool is_copy(const Likeness& likeness, bool same_outlet);

}  // namespace khabard
