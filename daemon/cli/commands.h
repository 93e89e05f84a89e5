#pragma once

// The commands: each puts the rooms together for one purpose, runs, and returns the exit status.
// They decide nothing themselves.

#include "daemon/cli/arguments.h"

#include <string>

namespace khabard {

inline constexpr int exit_ok = 0;
inline constexpr int exit_complaints = 1;    // check
inline constexpr int exit_refused = 3;       // process, inspect
inline constexpr int exit_unreachable = 69;  // the brokers do not answer
inline constexpr int exit_state = 74;        // state file unusable
inline constexpr int exit_busy = 75;         // another process holds the state directory
inline constexpr int exit_configuration = 78;

// `version` is that of the program.
int execute(const Arguments& arguments, const std::string& version);

int execute_run(const RunArguments& arguments, const std::string& version);
int execute_check(const CheckArguments& arguments);
int execute_process(const ProcessArguments& arguments);
int execute_inspect(const InspectArguments& arguments);
int execute_topics(const TopicsArguments& arguments);
int execute_explain(const ExplainArguments& arguments);

}  // namespace khabard
