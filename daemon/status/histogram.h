#pragma once

// A histogram of seconds with fixed bounds, as Prometheus wants it: counts only grow, the sum is
// kept, and what lies beyond the last bound is in the count alone.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace khabard {

class Histogram {
public:
    // `bounds` grow, and outlive the histogram (a constexpr table).
    explicit Histogram(std::span<const double> bounds) : bounds_(bounds), counts_(bounds.size()) {}

    // What is below 0 (a clock was set back) counts as 0.
    void observe(double seconds);

    std::span<const double> bounds() const { return bounds_; }
    // How many were at most bounds()[i].
    std::uint64_t at_most(std::size_t i) const;
    std::uint64_t count() const { return count_; }
    double sum() const { return sum_; }

private:
    std::span<const double> bounds_;
    std::vector<std::uint64_t> counts_;  // of each bound alone
    std::uint64_t count_ = 0;
    double sum_ = 0;
};

}  // namespace khabard
