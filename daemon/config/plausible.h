#pragma once

// Is this text what it should be? The small judgements that the checks of a configuration are made
// of. Pure.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace khabard {

bool is_feed_id(std::string_view text);        // [a-z0-9][a-z0-9._-]{0,63}
bool is_topic_name(std::string_view text);     // Kafka's rule: [a-zA-Z0-9._-]{1,249}, not "." ".."
bool is_instance_name(std::string_view text);  // [a-zA-Z0-9._-]{1,64}
bool is_json_pointer(std::string_view text);   // RFC 6901; the empty one is the whole document
bool is_header_name(std::string_view text);    // an RFC 9110 token
bool is_header_value(std::string_view text);   // without control characters
bool is_contact(std::string_view text);        // an e-mail address or an http(s) URL

// The host and port of "127.0.0.1:8467", "[::1]:0", "localhost:80", ":80".
struct ListenAddress {
    std::string host;  // without brackets; empty: every address
    std::uint16_t port;
};
std::optional<ListenAddress> parse_listen(std::string_view text);

// 127.0.0.0/8, ::1 and localhost.
bool is_loopback(std::string_view host);

// Why a feed may not set this request header; nullptr when it may.
const char* refused_request_header(std::string_view name);

// Why librdkafka's property `name` cannot be set by the operator; nullptr when it can.
const char* refused_kafka_property(std::string_view name);

}  // namespace khabard
