#include "daemon/base/fail_point.h"

#ifdef KHABARD_FAIL_POINTS

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <thread>

namespace khabard {
namespace {

// Whether `wanted` ("name:3") means this arrival at `name`; `reached` counts them.
bool meant(const char* wanted, const char* name, std::atomic<int>& reached) noexcept {
    if (wanted == nullptr) {
        return false;
    }
    const char* colon = std::strrchr(wanted, ':');
    const std::size_t length =
        colon != nullptr ? static_cast<std::size_t>(colon - wanted) : std::strlen(wanted);
    if (std::strlen(name) != length || std::strncmp(name, wanted, length) != 0) {
        return false;
    }
    const int at = colon != nullptr ? std::atoi(colon + 1) : 1;
    return ++reached == at;
}

}  // namespace

// The variables are read here, not in os/: a fail point must work before anything else is set up,
// and no shipped build contains this code.
void fail_point(const char* name) noexcept {
    static std::atomic<int> reached{0};
    static std::atomic<int> reached_to_stall{0};
    if (meant(std::getenv("KHABARD_FAIL_POINT"), name, reached)) {
        std::raise(SIGKILL);
    }
    if (meant(std::getenv("KHABARD_STALL_POINT"), name, reached_to_stall)) {
        std::this_thread::sleep_until(std::chrono::steady_clock::time_point::max());
    }
}

}  // namespace khabard

#endif
