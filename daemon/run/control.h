#pragma once

// What is said over the control socket, both ways: one JSON line asks, one answers.
//
//     {"command":"reload","arguments":{"wait":true}}
//     {"exit":0,"text":"reloaded: nothing changes\ngeneration 4\n","result":{"generation":4}}
//
// `exit` is what the command line ends with, `text` what it shows to people, `result` what scripts
// may read.

#include "daemon/base/result.h"
#include "daemon/lib/json/json_value.h"

#include <cstdint>
#include <string>

namespace khabard {

struct ControlRequest {
    std::uint64_t connection;
    std::string command;
    JsonValue arguments;  // an object

    // The argument of that name; false and "" where there is none.
    bool flag(const char* name) const;
    std::string text(const char* name) const;
};

struct ControlAnswer {
    int exit_status;
    std::string text;    // whole lines
    std::string result;  // JSON; "": null
};

// An answer to a command. It leaves when the turn is committed: what it tells has happened.
struct StagedAnswer {
    std::uint64_t connection;
    ControlAnswer answer;
};

// `arguments`: a JSON object.
std::string control_request_line(const std::string& command, const std::string& arguments);
// Fault::malformed: no such line.
Result<ControlRequest> read_control_request(std::uint64_t connection, const std::string& line);

std::string control_answer_line(const ControlAnswer& answer);
Result<ControlAnswer> read_control_answer(const std::string& line);

}  // namespace khabard
