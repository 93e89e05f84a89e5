#pragma once

// What the commands share that speak to a running daemon over its control socket, or, where none
// runs, take its state directory and do the same work themselves:
//
//     if (auto locked = lock_state_directory(edge, config); locked) {
//         ... the ledger is ours for this command
//     } else if (locked.error().fault == Fault::busy) {
//         return show_answer(edge, ask_daemon(config.control_socket, "relabel", arguments));
//     }

#include "daemon/cli/edge.h"
#include "daemon/run/control.h"

#include <chrono>
#include <optional>
#include <string>

namespace khabard {

// The configuration of --config, else /etc/khabard, without running the themes' examples; nullopt:
// it is wrong, and every complaint was printed.
std::optional<Configuration> installed_configuration(Edge& edge, const ConfigArguments& arguments);

// Where the daemon of this configuration listens, even where the files have mistakes by now: a
// reload must be able to say so.
Result<std::string> running_control_socket(Edge& edge, const ConfigArguments& arguments);

// Makes the state directory if it is missing and takes its lock until `edge` goes. Fault::busy: a
// daemon runs on it.
Status lock_state_directory(Edge& edge, const Config& config);

// Reading and checking a large configuration takes seconds; a long answer is worth waiting for.
inline constexpr std::chrono::milliseconds control_patience = std::chrono::minutes{2};

// Asks and waits for the answer; `arguments` is a JSON object. Fault::network: nobody answers.
Result<ControlAnswer> ask_daemon(const std::string& socket, const std::string& command,
                                 const std::string& arguments,
                                 std::chrono::milliseconds patience = control_patience);

// Prints the text of the answer, or why there is none, and returns the exit status.
int show_answer(Edge& edge, const Result<ControlAnswer>& answer);

}  // namespace khabard
