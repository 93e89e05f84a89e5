#pragma once

// One line of log: a sentence for people and fields for machines. Under systemd it goes to the
// journal with the fields as journal fields, else to stderr (JSON lines, or plain on a terminal).

#include <cstdint>
#include <string>
#include <vector>

namespace khabard {

enum class LogLevel : std::uint8_t { error, warning, notice, info, debug };

struct LogField {
    const char* name;  // upper case, as in the journal: FEED, CAUSE, GENERATION
    std::string value;
};

class Log {
public:
    virtual ~Log() = default;
    virtual void write(LogLevel level, const std::string& message,
                       const std::vector<LogField>& fields) = 0;

    void error(const std::string& message, const std::vector<LogField>& fields = {}) {
        write(LogLevel::error, message, fields);
    }
    void warning(const std::string& message, const std::vector<LogField>& fields = {}) {
        write(LogLevel::warning, message, fields);
    }
    void notice(const std::string& message, const std::vector<LogField>& fields = {}) {
        write(LogLevel::notice, message, fields);
    }
    void info(const std::string& message, const std::vector<LogField>& fields = {}) {
        write(LogLevel::info, message, fields);
    }
    void debug(const std::string& message, const std::vector<LogField>& fields = {}) {
        write(LogLevel::debug, message, fields);
    }
};

}  // namespace khabard
