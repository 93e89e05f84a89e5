#pragma once

// What several commands need of the machine, put together once: streams, files, environment, and
// the configuration that the arguments name.

#include "daemon/cli/config_arguments.h"
#include "daemon/os/clock.h"
#include "daemon/os/files.h"
#include "daemon/os/streams.h"
#include "daemon/run/configuration.h"

#include <map>
#include <string>

namespace khabard {

struct Edge {
    SystemClock clock;
    PosixFiles files;
    OsByteSources sources;
    OsTerminal terminal;
    std::map<std::string, std::string> environment;

    Edge();
};

// Where the configuration of a command comes from. Credentials that cannot be read are complained
// about on standard error and are missing.
ConfigurationSource configuration_source(Edge& edge, const ConfigArguments& arguments,
                                         Purpose purpose);

// Text for standard output, and the exit status: exit_ok, or exit_state when nobody takes it.
int say(Edge& edge, const std::string& text);
// "khabard COMMAND: what" on standard error; returns `status`.
int failed(Edge& edge, const std::string& command, int status, const std::string& what);

// Every complaint on a line of its own, to standard error.
void print_complaints(Edge& edge, const Complaints& complaints);

// Everything from `name` ("-": standard input), at most `bytes_max`.
Result<std::string> read_all(Edge& edge, const std::string& name, std::size_t bytes_max);

}  // namespace khabard
