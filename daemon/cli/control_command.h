#pragma once

// What the commands share that speak to a running daemon over its control socket, or, where none
// runs, take its state directory and do the same work themselves:
//
//     if (auto locked = lock_state_directory(edge, config); locked) {
//         ... the ledger is ours for this command
//     } else if (locked.error().fault == Fault::busy) {
//         return show_answer(edge, ask_daemon(config.control_socket, "relabel", arguments));
//     }

#include "daemon/cli/config_arguments.h"
#include "daemon/cli/edge.h"
#include "daemon/ports/ledger.h"
#include "daemon/run/control.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace khabard {

// The configuration of --config, else /etc/khabard, without running the themes' examples; nullopt:
// it is wrong, and every complaint was printed.
std::optional<Configuration> installed_configuration(Edge& edge, const ConfigArguments& arguments);

// The file in the state directory that everything is in.
std::string state_file(const Config& config);

// The ledger of a configuration whose lock this command holds. Fault::state: it cannot be used.
Result<std::unique_ptr<Ledger>> open_own_ledger(const Config& config);

// Makes the state directory if it is missing and takes its lock until `edge` goes. Fault::busy: a
// daemon runs on it.
Status lock_state_directory(Edge& edge, const Config& config);
// The same for a command that works on what is stored. Fault::state: nothing is, and nothing is
// made.
Status lock_stored_state(Edge& edge, const Config& config);

// Reading and checking a large configuration takes seconds; a long answer is worth waiting for.
inline constexpr std::chrono::milliseconds control_patience = std::chrono::minutes{2};

// Asks and waits for the answer; `arguments` is a JSON object. Fault::network: nobody answers.
Result<ControlAnswer> ask_daemon(const std::string& socket, const std::string& command,
                                 const std::string& arguments,
                                 std::chrono::milliseconds patience = control_patience);

// Prints the text of the answer, or why there is none, and returns the exit status.
int show_answer(Edge& edge, const Result<ControlAnswer>& answer);

// Asks the daemon of this configuration and shows its answer, even where the files have mistakes by
// now: a reload must be able to say so.
int ask_running(Edge& edge, const ConfigArguments& arguments, const std::string& command,
                const std::string& json);

}  // namespace khabard
