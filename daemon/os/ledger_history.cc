// FeedHistory as it stands in the ledger: a JSON object, absent members being the usual case. A
// member that a newer khabard wrote is passed over.

#include "daemon/lib/json/json_fields.h"
#include "daemon/lib/json/json_writer.h"
#include "daemon/os/ledger_codec.h"

#include <charconv>
#include <chrono>
#include <system_error>
#include <utility>

namespace khabard {
namespace {

constexpr std::size_t history_bytes_max = std::size_t{64} * 1024;
constexpr const char* hex_digits = "0123456789abcdef";

class Writer {
public:
    Writer() { json_.begin_object(); }
    void put(const char* name, const std::string& value) {
        if (!value.empty()) {
            json_.key(name).string(value);
        }
    }
    void put(const char* name, const std::optional<Instant>& value) {
        if (value) {
            json_.key(name).integer(value->time_since_epoch().count());
        }
    }
    void put(const char* name, std::uint32_t value) {
        if (value != 0) {
            json_.key(name).unsigned_integer(value);
        }
    }
    void put(const char* name, bool value) {
        if (value) {
            json_.key(name).boolean(true);
        }
    }
    std::string take() { return json_.end_object().take(); }

private:
    JsonWriter json_;
};

class Reader {
public:
    explicit Reader(const JsonValue& root) : root_(root) {}
    void get(const char* name, std::string& value) const {
        value = json_text(root_, name).value_or(std::move(value));
    }
    void get(const char* name, std::optional<Instant>& value) const {
        if (const auto number = json_integer(root_, name)) {
            value = Instant{std::chrono::milliseconds{*number}};
        }
    }
    void get(const char* name, std::uint32_t& value) const {
        if (const auto number = json_integer(root_, name)) {
            value = static_cast<std::uint32_t>(*number);
        }
    }
    void get(const char* name, bool& value) const { value = json_flag(root_, name); }

private:
    const JsonValue& root_;
};

// Both directions in one list, so that no field is written and not read.
template <class Way, class History>
void each_field(Way&& way, History& history) {
    way("health_since", history.health_since);
    way("alarm", history.alarm);
    way("last_outcome", history.last_outcome);
    way("outcome_since", history.outcome_since);
    way("overloads", history.overloads);
    way("clean_polls", history.clean_polls);
    way("quick_retry", history.quick_retry);
    way("not_modified", history.not_modified);
    way("asked_whole", history.asked_whole);
    way("last_fresh", history.last_fresh);
    way("lies", history.lies);
    way("validators_off_until", history.validators_off_until);
    way("moved_to", history.moved_to);
    way("moved_since", history.moved_since);
    way("moved_polls", history.moved_polls);
    way("address", history.address);
    way("first_polled", history.first_polled);
    way("counted_since", history.counted_since);
    way("is_sitemap", history.is_sitemap);
    way("is_index", history.is_index);
    way("is_news_index", history.is_news_index);
}

std::string to_hex(std::string_view bytes) {
    std::string text;
    for (const char byte : bytes) {
        const auto value = static_cast<unsigned char>(byte);
        text += hex_digits[value >> 4U];
        text += hex_digits[value & 15U];
    }
    return text;
}

std::string from_hex(const std::string& text) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
        unsigned value = 0;
        std::from_chars(text.data() + i, text.data() + i + 2, value, 16);
        bytes += static_cast<char>(static_cast<unsigned char>(value));
    }
    return bytes;
}

std::string digest_text(const Digest& digest) {
    return std::to_string(digest.high) + " " + std::to_string(digest.low);
}

std::optional<Digest> digest_from(const std::string& text) {
    Digest digest{0, 0};
    const char* end = text.data() + text.size();
    const auto high = std::from_chars(text.data(), end, digest.high);
    if (high.ec != std::errc() || high.ptr == end) {
        return std::nullopt;
    }
    const auto low = std::from_chars(high.ptr + 1, end, digest.low);
    return low.ec == std::errc() ? std::optional<Digest>(digest) : std::nullopt;
}

}  // namespace

std::string encode_history(const FeedHistory& history) {
    Writer writer;
    writer.put("health", std::string(feed_condition_name(history.health)));
    each_field([&](const char* name, const auto& value) { writer.put(name, value); }, history);
    writer.put("url", history.url ? digest_text(*history.url) : std::string());
    writer.put("week", to_hex(history.week));
    return writer.take();
}

FeedHistory decode_history(std::string_view text) {
    FeedHistory history{};
    const auto root = parse_json(text, {.bytes_max = history_bytes_max});
    if (!root) {
        return history;  // of an older layout
    }
    const Reader reader(*root);
    each_field([&](const char* name, auto& value) { reader.get(name, value); }, history);
    std::string health;
    reader.get("health", health);
    history.health = feed_condition_of(health).value_or(FeedCondition::ok);
    std::string url;
    reader.get("url", url);
    history.url = digest_from(url);
    std::string week;
    reader.get("week", week);
    history.week = from_hex(week);
    return history;
}

}  // namespace khabard
