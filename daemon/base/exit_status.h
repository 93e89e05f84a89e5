#pragma once

// How the program ends: what scripts and the service manager are told. The numbers from 64 on are
// those of sysexits(3).

namespace khabard {

inline constexpr int exit_ok = 0;
inline constexpr int exit_complaints = 1;      // check, topics: something is not as it should be
inline constexpr int exit_usage = 2;           // the command line, or a command, is wrong
inline constexpr int exit_refused = 3;         // process, inspect: some input could not be read
inline constexpr int exit_unavailable = 69;    // nobody answers, or rows are left unpublished
inline constexpr int exit_state = 74;          // the state file is unusable or rolled back
inline constexpr int exit_busy = 75;           // somebody else holds the state or the producer's id
inline constexpr int exit_configuration = 78;  // a configuration that cannot work

}  // namespace khabard
