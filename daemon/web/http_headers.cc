#include "daemon/web/http_headers.h"

#include "daemon/web/ascii.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace khabard {
namespace {

// Two years: longer waits mean nothing here and must not overflow later sums.
constexpr std::int64_t seconds_max = 2LL * 366 * 24 * 3600;

// The text up to `separator` outside double quotes and angle brackets; taken off `rest`.
std::string_view take_until(std::string_view& rest, char separator) {
    bool quoted = false;
    bool bracketed = false;
    std::size_t i = 0;
    for (; i < rest.size(); ++i) {
        const char c = rest[i];
        if (quoted && c == '\\') {
            ++i;
        } else if (c == '"' && !bracketed) {
            quoted = !quoted;
        } else if (!quoted && (c == '<' || c == '>')) {
            bracketed = c == '<';
        } else if (c == separator && !quoted && !bracketed) {
            break;
        }
    }
    const std::string_view taken = rest.substr(0, i);
    rest.remove_prefix(std::min(taken.size() + 1, rest.size()));
    return trim_ascii(taken);
}

std::string unquoted(std::string_view text) {
    text = trim_ascii(text);
    if (text.size() >= 2 && text.front() == '\'' && text.back() == '\'') {
        return std::string(text.substr(1, text.size() - 2));
    }
    if (text.empty() || text.front() != '"') {
        return std::string(text);
    }
    std::string out;
    for (std::size_t i = 1; i < text.size() && text[i] != '"'; ++i) {
        if (text[i] == '\\' && i + 1 < text.size()) {
            ++i;
        }
        out += text[i];
    }
    return out;
}

struct Parameter {
    std::string name;  // lower case
    std::string value;
};

Parameter parse_parameter(std::string_view text) {
    const std::size_t equals = std::min(text.find('='), text.size());
    const std::string_view value = text.substr(std::min(equals + 1, text.size()));
    return {ascii_lower(trim_ascii(text.substr(0, equals))), unquoted(value)};
}

// Digits alone, held at the largest wait that means anything.
std::optional<std::chrono::seconds> parse_seconds(std::string_view text) {
    if (text.empty()) {
        return std::nullopt;
    }
    std::int64_t value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') {
            return std::nullopt;
        }
        value = std::min(value * 10 + (c - '0'), seconds_max);
    }
    return std::chrono::seconds{value};
}

std::chrono::seconds wait_until(Instant then, Instant now) {
    const auto wait = std::chrono::ceil<std::chrono::seconds>(then - now);
    return std::clamp(wait, std::chrono::seconds{0}, std::chrono::seconds{seconds_max});
}

std::vector<std::string> words(std::string_view text) {
    std::vector<std::string> out;
    std::size_t start = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        if (i < text.size() && !is_ascii_space(text[i])) {
            continue;
        }
        if (i > start) {
            out.push_back(ascii_lower(text.substr(start, i - start)));
        }
        start = i + 1;
    }
    return out;
}

}  // namespace

MediaType parse_media_type(std::string_view value) {
    MediaType media{ascii_lower(take_until(value, ';')), ""};
    if (media.type.find('/') == std::string::npos || media.type.find(' ') != std::string::npos) {
        media.type.clear();
    }
    while (!value.empty() && media.charset.empty()) {
        Parameter parameter = parse_parameter(take_until(value, ';'));
        if (parameter.name == "charset") {
            media.charset = std::move(parameter.value);
        }
    }
    return media;
}

std::optional<std::chrono::seconds> parse_retry_after(std::string_view value, Instant now) {
    value = trim_ascii(value);
    // "120.5" and "-1" have been seen; the fraction is cut off, a negative wait is none.
    if (!value.empty() && value.front() == '-' && parse_seconds(value.substr(1))) {
        return std::chrono::seconds{0};
    }
    if (const auto seconds = parse_seconds(value.substr(0, value.find('.')))) {
        return seconds;
    }
    const auto date = parse_http_date(value);
    if (!date) {
        return std::nullopt;
    }
    return wait_until(*date, now);
}

std::optional<std::chrono::seconds> parse_max_age(std::string_view value) {
    std::optional<std::chrono::seconds> found;
    while (!value.empty()) {
        const Parameter directive = parse_parameter(take_until(value, ','));
        if (directive.name == "no-cache" || directive.name == "no-store") {
            return std::nullopt;
        }
        if (directive.name == "max-age" && !found) {
            found = parse_seconds(directive.value);
        }
    }
    return found;
}

std::chrono::seconds parse_expires(std::string_view value, Instant now) {
    const auto date = parse_http_date(value);
    return date ? wait_until(*date, now) : std::chrono::seconds{0};
}

std::vector<HeaderLink> parse_link_header(std::string_view value) {
    std::vector<HeaderLink> links;
    while (!value.empty()) {
        std::string_view part = take_until(value, ',');
        const std::string_view target = take_until(part, ';');
        if (target.size() < 2 || target.front() != '<' || target.back() != '>') {
            continue;
        }
        HeaderLink link{std::string(trim_ascii(target.substr(1, target.size() - 2))), {}, "", ""};
        while (!part.empty()) {
            Parameter parameter = parse_parameter(take_until(part, ';'));
            if (parameter.name == "rel" && link.rels.empty()) {
                link.rels = words(parameter.value);
            } else if (parameter.name == "type") {
                link.type = ascii_lower(parameter.value);
            } else if (parameter.name == "title") {
                link.title = std::move(parameter.value);
            }
        }
        links.push_back(std::move(link));
    }
    return links;
}

}  // namespace khabard
