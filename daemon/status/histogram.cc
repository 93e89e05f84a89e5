#include "daemon/status/histogram.h"

#include <algorithm>
#include <numeric>

namespace khabard {

void Histogram::observe(double seconds) {
    const double value = std::max(seconds, 0.0);
    ++count_;
    sum_ += value;
    const auto bound = std::lower_bound(bounds_.begin(), bounds_.end(), value);
    if (bound != bounds_.end()) {
        ++counts_[static_cast<std::size_t>(bound - bounds_.begin())];
    }
}

std::uint64_t Histogram::at_most(std::size_t i) const {
    return std::accumulate(counts_.begin(), counts_.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                           std::uint64_t{0});
}

}  // namespace khabard
