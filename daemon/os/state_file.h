#pragma once

// The state file as a file: whether it is whole, without opening it for work.

#include "daemon/base/result.h"

#include <cstdint>
#include <string>
#include <vector>

namespace khabard {

struct StateFileReport {
    std::vector<std::string> damage;  // empty: the file is whole
    std::string state_id;
    std::uint64_t layout;
    std::uint64_t articles;
    std::uint64_t outbox_rows;
    std::uint64_t highest;  // sequence ever assigned
    std::uint64_t settled;  // known to be out
};

// Reads all of it. Fault::state: it is missing, no state file, or cannot be read. Nobody else may
// work on it meanwhile.
Result<StateFileReport> check_state_file(const std::string& path);

}  // namespace khabard
