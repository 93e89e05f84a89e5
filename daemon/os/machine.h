#pragma once

// Small questions to the machine: chance, what a name resolves to, the end of the process.

#include <cstdint>
#include <string>
#include <vector>

namespace khabard {

// Ends the process with this status and takes nothing down: for one of whose threads is still busy.
[[noreturn]] void end_at_once(int status) noexcept;

// From the kernel's random source.
std::uint64_t random_number();
// 32 lower-case hex digits, for names that must never meet.
std::string random_name();

// Where relative paths of the command line start; "." when it cannot be told.
std::string working_directory();

// The addresses that `host` (a name or an address) resolves to, now; blocks. Empty: none.
std::vector<std::string> resolve(const std::string& host);

}  // namespace khabard
