#include "daemon/run/watched_log.h"

#include "daemon/base/printable.h"
#include "daemon/config/config.h"
#include "daemon/web/url.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace khabard {
namespace {

constexpr std::size_t remembered_bytes_max = 500;

std::string value_of(const std::vector<LogField>& fields, std::string_view name) {
    const auto found = std::find_if(fields.begin(), fields.end(),
                                    [name](const LogField& field) { return field.name == name; });
    return found == fields.end() ? std::string() : found->value;
}

// Cut where no character is broken.
std::string shortened(std::string text) {
    if (text.size() <= remembered_bytes_max) {
        return text;
    }
    std::size_t end = remembered_bytes_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
        --end;
    }
    return text.substr(0, end) + "...";
}

}  // namespace

void WatchedLog::adopt(Generation generation, std::vector<std::string> secrets) {
    generation_ = std::to_string(generation.get());
    secrets_ = std::move(secrets);
}

std::string WatchedLog::shown(const std::string& text) const {
    return shortened(printable(redact_urls(hide_secrets(text, secrets_))));
}

void WatchedLog::write(LogLevel level, const std::string& message,
                       const std::vector<LogField>& fields) {
    const std::string feed = value_of(fields, "FEED");
    // Lines about single articles would drive out what was decided about their feed.
    const bool about_an_article = !value_of(fields, "OUTCOME").empty();
    if (!feed.empty() && !about_an_article) {
        watch_.decided(FeedId{feed}, shown(message), clock_.wall());
    }
    if (level <= LogLevel::warning) {
        watch_.failed({.at = clock_.wall(),
                       .level = level == LogLevel::error ? "error" : "warning",
                       .message = shown(message),
                       .feed = feed,
                       .cause = value_of(fields, "CAUSE")});
    }
    if (generation_.empty() || !value_of(fields, "GENERATION").empty()) {
        log_.write(level, message, fields);
        return;
    }
    std::vector<LogField> more = fields;
    more.push_back({"GENERATION", generation_});
    log_.write(level, message, more);
}

}  // namespace khabard
