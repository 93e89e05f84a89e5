#pragma once

// A bug in our own code is asserted, never handled: check() is on in release builds too. systemd
// restarts the service and the ledger makes the restart lose nothing, so stopping at once is the
// cheapest way to keep a wrong value from reaching a topic.

namespace khabard {

// Ends the process with `what`, the file and the line on stderr when `holds` is false.
void check(bool holds, const char* what, const char* file = __builtin_FILE(),
           int line = __builtin_LINE()) noexcept;

// For a place that the code before it makes unreachable.
[[noreturn]] void unreachable(const char* what, const char* file = __builtin_FILE(),
                              int line = __builtin_LINE()) noexcept;

}  // namespace khabard
