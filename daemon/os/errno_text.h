#pragma once

// What a failed system call says to people: the system's own words and, where there is one, a way
// out. Safe on any thread.

#include "daemon/base/result.h"

#include <string>

namespace khabard {

// "No space left on device; free some space there, nothing is lost meanwhile".
std::string errno_text(int number);

// {Fault::io, where, "cannot be written: Permission denied; ..."} for doing = "be written".
Error io_error(const std::string& where, const char* doing, int number);

}  // namespace khabard
