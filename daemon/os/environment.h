#pragma once

// What the outside world hands to a process: environment variables and systemd's credentials. Read
// once, early, and passed on as values.

#include "daemon/base/result.h"
#include "daemon/ports/files.h"

#include <map>
#include <string>

namespace khabard {

// All variables; of two with one name the first counts, as for getenv.
std::map<std::string, std::string> environment_variables();

// The files of $CREDENTIALS_DIRECTORY (of `environment`) by name, one final line end cut off; none
// without that variable. Fails when a file cannot be read or is longer than systemd allows (1 MiB).
Result<std::map<std::string, std::string>> credentials(
    Files& files, const std::map<std::string, std::string>& environment);

}  // namespace khabard
