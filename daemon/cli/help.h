#pragma once

// What `khabard --help` and `khabard COMMAND --help` say, and how mistakes are worded. Pure.

#include "daemon/cli/command_table.h"

#include <string>
#include <string_view>
#include <vector>

namespace khabard {

// All commands, with one line each.
std::string overview(bool colour);

// Help of one command; `options` is the list of its options, one or more lines each.
std::string command_help(const CommandRow& row, const std::string& options, bool colour);

// "unknown command 'runn'; did you mean 'run'?"
std::string unknown_word(std::string_view what, std::string_view word,
                         const std::vector<std::string>& known);

// "khabard run: <message>", and where to read on.
std::string usage_error(std::string_view command, const std::string& message, bool colour);

}  // namespace khabard
