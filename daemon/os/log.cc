#include "daemon/os/log.h"

#include <sys/stat.h>
#include <sys/uio.h>
#include <systemd/sd-journal.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <string_view>
#include <utility>

namespace khabard {

namespace {

constexpr std::size_t lines_of_a_kind_max = 20;
constexpr SteadyTime limit_window = std::chrono::minutes(1);

std::string value_of(const std::map<std::string, std::string>& environment, const char* name) {
    const auto found = environment.find(name);
    return found == environment.end() ? std::string() : found->second;
}

// In a sandbox stderr may lead to the journal while its socket is out of reach; sd_journal_sendv
// would then drop every line and call it a success.
constexpr const char* journal_socket = "/run/systemd/journal/socket";

// systemd.exec(5): "device:inode" in decimal of the stream that it connected.
bool is_journal_stream(const std::string& named, int descriptor) {
    struct stat about {};
    return !named.empty() && ::fstat(descriptor, &about) == 0 &&
           named == std::to_string(about.st_dev) + ":" + std::to_string(about.st_ino);
}

bool send_to_journal(const std::vector<std::string>& fields) {
    std::vector<iovec> parts;
    parts.reserve(fields.size());
    for (const std::string& field : fields) {
        parts.push_back({const_cast<char*>(field.data()), field.size()});
    }
    return sd_journal_sendv(parts.data(), static_cast<int>(parts.size())) >= 0;
}

// What cannot be written is lost: there is nowhere to complain.
void write_line(int descriptor, std::string_view line) {
    while (!line.empty()) {
        const ssize_t count = ::write(descriptor, line.data(), line.size());
        if (count < 0 && errno != EINTR) {
            return;
        }
        line.remove_prefix(count < 0 ? 0 : static_cast<std::size_t>(count));
    }
}

std::string kind_of(LogLevel level, const std::string& message,
                    const std::vector<LogField>& fields) {
    for (const LogField& field : fields) {
        if (std::string_view(field.name) == "CAUSE") {
            return std::string(log_level_name(level)) + " cause " + field.value;
        }
    }
    return std::string(log_level_name(level)) + " " + message;
}

}  // namespace

LogOptions choose_log(const std::map<std::string, std::string>& environment, int descriptor) {
    LogOptions options{LogFormat::json, false, LogLevel::info, descriptor};
    if (is_journal_stream(value_of(environment, "JOURNAL_STREAM"), descriptor) &&
        ::access(journal_socket, W_OK) == 0) {
        options.format = LogFormat::journal;
    } else if (::isatty(descriptor) == 1) {
        options.format = LogFormat::terminal;
        options.colour =
            value_of(environment, "NO_COLOR").empty() && value_of(environment, "TERM") != "dumb";
    }
    return options;
}

SystemLog::SystemLog(const Clock& clock, LogOptions options)
    : clock_(clock),
      options_(options),
      level_(options.level),
      limiter_(lines_of_a_kind_max, limit_window) {}

void SystemLog::write(LogLevel level, const std::string& message,
                      const std::vector<LogField>& fields) {
    const std::lock_guard lock(mutex_);
    if (level > level_) {
        return;
    }
    LogLine line{level, clock_.wall(), hide_secrets(message, secrets_), {}};
    for (const LogField& field : fields) {
        line.fields.push_back({field.name, hide_secrets(field.value, secrets_)});
    }
    if (level <= LogLevel::warning) {
        const auto verdict = limiter_.judge(kind_of(level, message, fields), clock_.steady());
        if (!verdict.pass) {
            return;
        }
        if (verdict.left_out > 0) {
            line.fields.push_back({"LEFT_OUT", std::to_string(verdict.left_out)});
        }
    }
    put(line);
    for (const LogLimiter::LeftOut& ended : limiter_.take_ended(clock_.steady())) {
        put({LogLevel::notice,
             clock_.wall(),
             std::to_string(ended.lines) +
                 " lines were left out: " + hide_secrets(ended.kind, secrets_),
             {{"LEFT_OUT", std::to_string(ended.lines)}}});
    }
}

void SystemLog::hide(std::string secret) {
    const std::lock_guard lock(mutex_);
    secrets_.push_back(std::move(secret));
}

void SystemLog::set_level(LogLevel level) {
    const std::lock_guard lock(mutex_);
    level_ = level;
}

void SystemLog::put(const LogLine& line) {
    if (options_.format == LogFormat::journal && send_to_journal(journal_fields(line))) {
        return;
    }
    write_line(options_.descriptor, options_.format == LogFormat::terminal
                                        ? terminal_line(line, options_.colour)
                                        : json_line(line));
}

}  // namespace khabard
