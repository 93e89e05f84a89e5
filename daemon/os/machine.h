#pragma once

// Small questions to the machine: chance, and what a name resolves to.

#include <cstdint>
#include <string>
#include <vector>

namespace khabard {

// From the kernel's random source.
std::uint64_t random_number();
// 32 lower-case hex digits, for names that must never meet.
std::string random_name();

// The addresses that `host` (a name or an address) resolves to, now; blocks. Empty: none.
std::vector<std::string> resolve(const std::string& host);

}  // namespace khabard
