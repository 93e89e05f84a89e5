#pragma once

// Whether the time that something takes grows with its input or with the square of it. Counted in
// processor time of the process, so that a busy machine does not matter.

#include <algorithm>
#include <cstddef>
#include <ctime>
#include <string>
#include <vector>

namespace khabard {

inline std::string repeated(const std::string& part, std::size_t times) {
    std::string text;
    text.reserve(part.size() * times);
    for (std::size_t i = 0; i < times; ++i) {
        text += part;
    }
    return text;
}

// Seconds, the median of three.
template <class Work>
double processor_time(const Work& work) {
    std::vector<double> times;
    for (int round = 0; round < 3; ++round) {
        const std::clock_t begin = std::clock();
        work();
        times.push_back(double(std::clock() - begin) / CLOCKS_PER_SEC);
    }
    std::sort(times.begin(), times.end());
    return times[1];
}

// True when eight times the input takes less than 24 times the time; the square would be 64 times.
template <class Work>
bool grows_evenly(const Work& work, const std::string& part, std::size_t times) {
    const std::string small = repeated(part, times);
    const std::string large = repeated(part, 8 * times);
    const double once = processor_time([&] { work(small); });
    const double more = processor_time([&] { work(large); });
    return more < 24 * once + 0.002;
}

}  // namespace khabard
