#include "daemon/base/check.h"

#include <cstdio>
#include <cstdlib>

namespace khabard {

void check(bool holds, const char* what, const char* file, int line) noexcept {
    if (holds) {
        return;
    }
    unreachable(what, file, line);
}

void unreachable(const char* what, const char* file, int line) noexcept {
    std::fprintf(stderr, "%s:%d: bug: %s\n", file, line, what);
    std::abort();
}

}  // namespace khabard
