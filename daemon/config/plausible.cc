#include "daemon/config/plausible.h"

#include "daemon/web/ip_address.h"
#include "daemon/web/url.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <system_error>

namespace khabard {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_small(char c) {
    return c >= 'a' && c <= 'z';
}
bool is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}
bool is_letter(char c) {
    return is_small(c) || is_capital(c);
}
bool is_mark(char c) {
    return c == '.' || c == '_' || c == '-';
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (is_capital(c)) {
            c = static_cast<char>(c - 'A' + 'a');
        }
    }
    return out;
}

std::optional<unsigned> parse_number(std::string_view text, unsigned maximum) {
    unsigned number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number > maximum) {
        return std::nullopt;
    }
    return number;
}

bool is_name(std::string_view text, std::size_t longest) {
    return !text.empty() && text.size() <= longest &&
           std::all_of(text.begin(), text.end(),
                       [](char c) { return is_letter(c) || is_digit(c) || is_mark(c); });
}

struct Refusal {
    std::string_view name;
    const char* reason;
};

constexpr Refusal refused_headers[] = {
    {"user-agent", "there is one user agent: [fetch] contact and info_url"},
    {"host", "it follows from the url"},
    {"connection", "it belongs to the connection"},
    {"content-length", "a poll has no body"},
    {"transfer-encoding", "a poll has no body"},
    {"accept-encoding", "what can be decompressed is asked for"},
    {"if-none-match", "validators are kept by the daemon"},
    {"if-modified-since", "validators are kept by the daemon"},
    {"range", "feeds are read from their beginning"},
    {"referer", "no referrer is sent"},
};

constexpr const char* exactly_once = "exactly once rests on the value that the daemon sets";

constexpr Refusal refused_properties[] = {
    {"transactional.id", "it is khabard.<instance>: set [publish.kafka] instance"},
    {"enable.idempotence", exactly_once},
    {"acks", exactly_once},
    {"request.required.acks", exactly_once},
    {"isolation.level", exactly_once},
};

constexpr Refusal refused_property_stems[] = {
    {"max.in.flight", exactly_once},
    {"plugin.", "a configuration file must not load code"},
    {"test.mock.", "a mock of a cluster loses everything that is published to it"},
};

}  // namespace

bool is_feed_id(std::string_view text) {
    return !text.empty() && text.size() <= 64 && !is_mark(text.front()) &&
           std::all_of(text.begin(), text.end(),
                       [](char c) { return is_small(c) || is_digit(c) || is_mark(c); });
}

bool is_topic_name(std::string_view text) {
    return is_name(text, 249) && text != "." && text != "..";
}

bool is_instance_name(std::string_view text) {
    return is_name(text, 64);
}

bool is_json_pointer(std::string_view text) {
    if (!text.empty() && text.front() != '/') {
        return false;
    }
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escaped = i + 1 < text.size() && (text[i + 1] == '0' || text[i + 1] == '1');
        if (text[i] == '~' && !escaped) {
            return false;
        }
    }
    return true;
}

bool is_header_name(std::string_view text) {
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::all_of(text.begin(), text.end(), [marks](char c) {
        return is_letter(c) || is_digit(c) || marks.find(c) != std::string_view::npos;
    });
}

bool is_header_value(std::string_view text) {
    return std::none_of(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F;
    });
}

bool is_contact(std::string_view text) {
    const std::size_t at = text.find('@');
    const bool mail = at != std::string_view::npos && at > 0 &&
                      text.find(' ') == std::string_view::npos && at + 1 < text.size();
    const auto url = parse_url(text);
    return mail || (url && url->host && (url->scheme == "http" || url->scheme == "https"));
}

std::optional<ListenAddress> parse_listen(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) {
        return std::nullopt;
    }
    const auto port = parse_number(text.substr(colon + 1), 65535);
    std::string_view host = text.substr(0, colon);
    if (!port) {
        return std::nullopt;
    }
    if (host.starts_with('[') && host.ends_with(']')) {
        host = host.substr(1, host.size() - 2);
        if (!parse_ipv6(host)) {
            return std::nullopt;
        }
    } else if (!host.empty() && host != "localhost" && !parse_ipv4(host)) {
        return std::nullopt;
    }
    return ListenAddress{std::string(host), static_cast<std::uint16_t>(*port)};
}

bool is_loopback(std::string_view host) {
    const auto four = parse_ipv4(host);
    const auto six = parse_ipv6(host);
    return host == "localhost" || (four && (*four >> 24) == 127) ||
           (six && *six == Ipv6{0, 0, 0, 0, 0, 0, 0, 1});
}

const char* refused_request_header(std::string_view name) {
    const std::string small = lower(name);
    for (const Refusal& refusal : refused_headers) {
        if (refusal.name == small) {
            return refusal.reason;
        }
    }
    return nullptr;
}

const char* refused_kafka_property(std::string_view name) {
    for (const Refusal& refusal : refused_properties) {
        if (refusal.name == name) {
            return refusal.reason;
        }
    }
    for (const Refusal& stem : refused_property_stems) {
        if (name.starts_with(stem.name)) {
            return stem.reason;
        }
    }
    return nullptr;
}

}  // namespace khabard
