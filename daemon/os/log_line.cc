#include "daemon/os/log_line.h"

#include "daemon/base/printable.h"
#include "daemon/lib/json/json_writer.h"
#include "daemon/web/ascii.h"
#include "daemon/web/url.h"

#include <algorithm>

namespace khabard {

namespace {

// Shorter ones would blot out innocent text without hiding anything.
constexpr std::size_t secret_bytes_min = 4;

// What systemd.journal-fields(7) allows, and no field that we or the journal fill ourselves.
bool is_field_name(std::string_view name) {
    const auto allowed = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    };
    return !name.empty() && name.size() <= 64 && name.front() >= 'A' && name.front() <= 'Z' &&
           std::all_of(name.begin(), name.end(), allowed) && name != "MESSAGE" &&
           name != "PRIORITY" && name != "TIME" && name != "LEVEL";
}

const char* colour_of(LogLevel level) {
    switch (level) {
        case LogLevel::error: return "\x1b[31m";
        case LogLevel::warning: return "\x1b[33m";
        case LogLevel::notice: return "\x1b[1m";
        case LogLevel::info: return "";
        case LogLevel::debug: return "\x1b[2m";
    }
    return "";
}

// syslog's numbers.
const char* priority_of(LogLevel level) {
    switch (level) {
        case LogLevel::error: return "3";
        case LogLevel::warning: return "4";
        case LogLevel::notice: return "5";
        case LogLevel::info: return "6";
        case LogLevel::debug: return "7";
    }
    return "6";
}

}  // namespace

const char* log_level_name(LogLevel level) {
    switch (level) {
        case LogLevel::error: return "error";
        case LogLevel::warning: return "warning";
        case LogLevel::notice: return "notice";
        case LogLevel::info: return "info";
        case LogLevel::debug: return "debug";
    }
    return "info";
}

std::string hide_secrets(std::string_view text, const std::vector<std::string>& secrets) {
    std::string out(text);
    for (const std::string& secret : secrets) {
        if (secret.size() < secret_bytes_min) {
            continue;
        }
        for (std::size_t at = out.find(secret); at != std::string::npos;
             at = out.find(secret, at + 3)) {
            out.replace(at, secret.size(), "***");
        }
    }
    return redact_urls(out);
}

std::string terminal_line(const LogLine& line, bool colour) {
    const std::string_view paint = colour ? colour_of(line.level) : "";
    std::string out = format_rfc3339_seconds(line.at) + " ";
    out.append(paint).append(log_level_name(line.level)).append(": ");
    out.append(printable(line.message)).append(paint.empty() ? "" : "\x1b[0m");
    for (std::size_t i = 0; i < line.fields.size(); ++i) {
        out.append(i == 0 ? "  " : " ").append(ascii_lower(line.fields[i].name)).append("=");
        out.append(printable(line.fields[i].value));
    }
    return out + "\n";
}

std::string json_line(const LogLine& line) {
    JsonWriter json;
    json.begin_object();
    json.key("time").string(format_rfc3339(line.at));
    json.key("level").string(log_level_name(line.level));
    json.key("message").string(line.message);
    for (const LogField& field : line.fields) {
        if (is_field_name(field.name)) {
            json.key(ascii_lower(field.name)).string(field.value);
        }
    }
    json.end_object();
    return json.take() + "\n";
}

std::vector<std::string> journal_fields(const LogLine& line) {
    std::vector<std::string> out{"MESSAGE=" + printable(line.message),
                                 std::string("PRIORITY=") + priority_of(line.level),
                                 "SYSLOG_IDENTIFIER=khabard"};
    for (const LogField& field : line.fields) {
        if (is_field_name(field.name)) {
            out.push_back(std::string(field.name) + "=" + printable(field.value));
        }
    }
    return out;
}

}  // namespace khabard
