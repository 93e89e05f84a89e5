#pragma once

// The commands: each puts the rooms together for one purpose, runs, and returns the exit status.
// They decide nothing themselves.

#include "daemon/cli/arguments.h"

#include <string>

namespace khabard {

// `version` is that of the program.
int execute(const Arguments& arguments, const std::string& version);

int execute_run(const RunArguments& arguments, const std::string& version);
int execute_check(const CheckArguments& arguments);
int execute_process(const ProcessArguments& arguments);
int execute_inspect(const InspectArguments& arguments);
int execute_dlq(const DlqArguments& arguments);
int execute_topics(const TopicsArguments& arguments);
int execute_explain(const ExplainArguments& arguments);
int execute_relabel(const RelabelArguments& arguments);
int execute_state(const StateArguments& arguments);
int execute_themes(const ThemesArguments& arguments);
// `feeds health` and `feeds why ID`.
int execute_feeds_status(const FeedsArguments& arguments);
int execute_status(const StatusArguments& arguments);
int execute_feeds(const FeedsArguments& arguments, const std::string& version);
int execute_reload(const ReloadArguments& arguments);
int execute_retract(const RetractArguments& arguments);

}  // namespace khabard
