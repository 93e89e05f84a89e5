#include "daemon/run/dead_letter.h"

#include "daemon/lib/hash/hash.h"
#include "daemon/lib/json/json_fields.h"
#include "daemon/lib/json/json_writer.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

namespace khabard {
namespace {

constexpr const char* dead_letter_type = "dead_letter";
constexpr const char* data_schema = "urn:khabard:dead-letter:1.0";
constexpr std::size_t what_bytes_max = 8192;
constexpr std::size_t put_aside_bytes_max = std::size_t{64} * 1024 * 1024;
constexpr std::string_view before_value = ",\"value\":";

std::string header_of(const Record& record, const std::string& name) {
    const auto found =
        std::find_if(record.headers.begin(), record.headers.end(),
                     [&name](const RecordHeader& header) { return header.name == name; });
    return found == record.headers.end() ? std::string() : found->value;
}

JsonWriter begun(const DeadLetterCause& cause) {
    JsonWriter json;
    json.begin_object();
    json.key("schema_version").string("1.0");
    json.key("stage").string(cause.stage);
    json.key("cause").string(cause.cause);
    json.key("what").string(cause.what.substr(0, what_bytes_max));
    json.key("attempts").unsigned_integer(cause.attempts);
    return json;
}

void put_payload(JsonWriter& json, const std::string& payload, const std::string& at) {
    json.key("payload_bytes").unsigned_integer(payload.size());
    json.key("payload_hash").string("xxh3:" + to_hex(hash128(payload)));
    json.key("payload_at").string(at);
}

std::vector<RecordHeader> headers_of(const std::string& ce_id) {
    return {{"ce_specversion", "1.0"},
            {"ce_id", ce_id + ".dead-letter"},
            {"ce_type", dead_letter_type},
            {"ce_dataschema", data_schema},
            {"content-type", "application/json"}};
}

void put_why(JsonWriter& json, Sequence seq, Instant at, const DeadLetterCause& cause) {
    json.begin_object();
    json.key("seq").unsigned_integer(seq.get());
    json.key("at").string(format_rfc3339(at));
    json.key("stage").string(cause.stage);
    json.key("cause").string(cause.cause);
    json.key("what").string(cause.what.substr(0, what_bytes_max));
    json.key("attempts").unsigned_integer(cause.attempts);
}

std::uint64_t number_of(const JsonValue& object, std::string_view name) {
    const std::int64_t number = json_integer(object, name).value_or(0);
    return static_cast<std::uint64_t>(std::max<std::int64_t>(number, 0));
}

// Everything but the payload.
Record frame_of(const JsonValue& read) {
    Record record{
        .topics = {},
        .key = json_text_or_empty(read, "key"),
        .headers = {},
        .payload = {},
        .timestamp = parse_rfc3339(json_text_or_empty(read, "timestamp")).value_or(Instant{})};
    if (const JsonValue* topics = read.find("topics"); topics != nullptr && topics->array()) {
        for (const JsonValue& topic : *topics->array()) {
            record.topics.push_back(
                {json_text_or_empty(topic, "topic"), json_text_or_empty(topic, "theme")});
        }
    }
    if (const JsonValue* headers = read.find("headers"); headers != nullptr && headers->object()) {
        for (const JsonMember& header : *headers->object()) {
            record.headers.push_back({header.key, header.value.scalar_text().value_or("")});
        }
    }
    return record;
}

}  // namespace

OutboxRow dead_letter(const OutboxRow& refused, const DeadLetterCause& cause,
                      const std::string& topic) {
    const Record& record = refused.record;
    const std::string ce_id = header_of(record, "ce_id");
    JsonWriter json = begun(cause);
    json.key("seq").unsigned_integer(refused.seq.get());
    json.key("id").string(record.key);
    json.key("ce_id").string(ce_id);
    json.key("event_type").string(header_of(record, "ce_type"));
    json.key("topics").begin_array();
    for (const auto& meant : record.topics) {
        json.string(meant.topic);
    }
    json.end_array();
    put_payload(json, record.payload, cause.payload_at);
    json.end_object();
    OutboxRow row{refused.seq, Record{.topics = {{topic, ""}},
                                      .key = record.key,
                                      .headers = headers_of(ce_id),
                                      .payload = json.take(),
                                      .timestamp = record.timestamp}};
    for (const char* kept : {"ce_source", "ce_time", "feed", "ruleset", "config_gen"}) {
        if (std::string value = header_of(record, kept); !value.empty()) {
            row.record.headers.push_back({kept, std::move(value)});
        }
    }
    return row;
}

Record dead_letter(const UnreadItem& item, const DeadLetterCause& cause, const std::string& topic) {
    JsonWriter json = begun(cause);
    json.key("id").string(item.key);
    json.key("feed").string(item.feed);
    json.key("payload_hash").string("xxh3:" + item.hash);
    json.key("payload_at").string(cause.payload_at);
    json.end_object();
    Record record{.topics = {{topic, ""}},
                  .key = item.key,
                  .headers = headers_of(item.key),
                  .payload = json.take(),
                  .timestamp = item.at};
    record.headers.push_back({"ce_source", item.source});
    record.headers.push_back({"ce_time", format_rfc3339(item.at)});
    record.headers.push_back({"feed", item.feed});
    return record;
}

bool is_dead_letter(const OutboxRow& row) {
    return header_of(row.record, "ce_type") == dead_letter_type;
}

std::string put_aside_text(const OutboxRow& refused, const DeadLetterCause& cause, Instant at) {
    const Record& record = refused.record;
    JsonWriter json;
    put_why(json, refused.seq, at, cause);
    json.key("key").string(record.key);
    json.key("timestamp").string(format_rfc3339(record.timestamp));
    json.key("topics").begin_array();
    for (const auto& [topic, theme] : record.topics) {
        json.begin_object().key("topic").string(topic).key("theme").string(theme).end_object();
    }
    json.end_array();
    json.key("headers").begin_object();
    for (const RecordHeader& header : record.headers) {
        json.key(header.name).string(header.value);
    }
    json.end_object();
    json.key("value").raw(record.payload).end_object();
    return json.take() + "\n";
}

std::string put_aside_text(Sequence seq, const UnreadItem& item, const DeadLetterCause& cause) {
    JsonWriter json;
    put_why(json, seq, item.at, cause);
    json.key("key").string(item.key);
    json.key("feed").string(item.feed);
    if (item.excerpt.empty()) {
        json.key("file").string(cause.payload_at);
    } else {
        json.key("raw").string(item.excerpt);
    }
    json.end_object();
    return json.take() + "\n";
}

Result<PutAside> read_put_aside(const std::string& text) {
    const auto read = parse_json(text, {.bytes_max = put_aside_bytes_max});
    if (!read) {
        return read.error();
    }
    PutAside aside{.seq = Sequence{number_of(*read, "seq")},
                   .at = json_text_or_empty(*read, "at"),
                   .stage = json_text_or_empty(*read, "stage"),
                   .cause = json_text_or_empty(*read, "cause"),
                   .what = json_text_or_empty(*read, "what"),
                   .attempts = number_of(*read, "attempts"),
                   .key = json_text_or_empty(*read, "key"),
                   .payload_bytes = json_text_or_empty(*read, "raw").size(),
                   .record = std::nullopt};
    // The payload is handed on as it was written. No string holds a bare quotation mark, so the
    // first place that looks like its key is its key.
    const std::size_t value = text.find(before_value);
    const std::size_t end = text.rfind('}');
    if (value != std::string::npos && read->find("value") != nullptr) {
        const std::size_t from = value + before_value.size();
        aside.record = frame_of(*read);
        aside.record->payload = text.substr(from, end - from);
        aside.payload_bytes = aside.record->payload.size();
    }
    if (aside.seq.get() == 0 || aside.stage.empty()) {
        return Error{Fault::malformed, "", "it is no dead letter"};
    }
    return aside;
}

}  // namespace khabard
