#include "daemon/base/fail_point.h"

#ifdef KHABARD_FAIL_POINTS

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <cstring>

namespace khabard {

// The variable is read here, not in os/: a fail point must work before anything else is set up,
// and no shipped build contains this code.
void fail_point(const char* name) noexcept {
    static std::atomic<int> reached{0};
    const char* wanted = std::getenv("KHABARD_FAIL_POINT");
    if (wanted == nullptr) {
        return;
    }
    const char* colon = std::strrchr(wanted, ':');
    const std::size_t length =
        colon != nullptr ? static_cast<std::size_t>(colon - wanted) : std::strlen(wanted);
    if (std::strlen(name) != length || std::strncmp(name, wanted, length) != 0) {
        return;
    }
    const int at = colon != nullptr ? std::atoi(colon + 1) : 1;
    if (++reached == at) {
        std::raise(SIGKILL);
    }
}

}  // namespace khabard

#endif
