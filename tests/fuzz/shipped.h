#pragma once

// The rules that the binary ships, compiled once for all targets.

#include "daemon/config/rules.h"

#include <memory>

namespace khabard::fuzz {

const Rules& shipped_rules();
std::shared_ptr<const Rules> shared_rules();

}  // namespace khabard::fuzz
