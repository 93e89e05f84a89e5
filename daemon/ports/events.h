#pragma once

// What the loop waits for. wait() is the only place where the loop's thread blocks; callbacks of C
// libraries only append to what it returns.

#include "daemon/model/fetched.h"
#include "daemon/ports/clock.h"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace khabard {

struct FetchDone {
    std::uint64_t ticket;
    FetchOutcome outcome;
};

enum class SignalKind : std::uint8_t { terminate, reload };

// One line read from the control socket; the answer goes back under the same connection.
struct CommandLine {
    std::uint64_t connection;
    std::string line;
};

using Event = std::variant<FetchDone, SignalKind, CommandLine>;

class Events {
public:
    virtual ~Events() = default;
    // Returns what has happened, at the latest at `until`; may return nothing earlier (a wake).
    virtual std::vector<Event> wait(SteadyTime until) = 0;
    // Ends a wait() that is under way or the next one. From any thread.
    virtual void wake() noexcept = 0;
};

}  // namespace khabard
