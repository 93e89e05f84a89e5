#pragma once

// How one line of log looks: for a terminal, as JSON, as fields of the journal. What the world
// wrote (urls, names, server answers) loses its control characters, so that no feed can paint on an
// operator's terminal or forge a line; secrets become "***". Pure.

#include "daemon/base/time.h"
#include "daemon/ports/log.h"

#include <string>
#include <string_view>
#include <vector>

namespace khabard {

struct LogLine {
    LogLevel level;
    Instant at;
    std::string message;
    std::vector<LogField> fields;
};

// "error", "warning" ...
const char* log_level_name(LogLevel level);

// `text` with each of `secrets`, and what redact_url() hides in every URL, replaced by "***".
std::string hide_secrets(std::string_view text, const std::vector<std::string>& secrets);

// "2026-01-31T08:15:00Z warning: feed cannot be fetched  feed=spa cause=timeout", with line end.
std::string terminal_line(const LogLine& line, bool colour);

// {"time":"...","level":"warning","message":"...","feed":"spa"}, with line end.
std::string json_line(const LogLine& line);

// "MESSAGE=...", "PRIORITY=4", "SYSLOG_IDENTIFIER=khabard", "FEED=spa". A field whose name the
// journal would not take is left out.
std::vector<std::string> journal_fields(const LogLine& line);

}  // namespace khabard
