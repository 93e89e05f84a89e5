#pragma once

// The way back to whoever sent a command to the running daemon. The commands themselves arrive as
// CommandLine events (ports/events.h). Used by the loop's thread only.

#include <cstdint>
#include <string>

namespace khabard {

class Control {
public:
    virtual ~Control() = default;
    // `line`, without a line end, is the one answer to the command of `connection`, and the end of
    // that connection. Nobody is told when the other side has left meanwhile.
    virtual void answer(std::uint64_t connection, const std::string& line) = 0;
};

}  // namespace khabard
