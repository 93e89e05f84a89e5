#include "daemon/run/dead_letter.h"

#include "daemon/lib/hash/hash.h"
#include "daemon/lib/json/json_writer.h"

#include <algorithm>
#include <cstddef>

namespace khabard {
namespace {

constexpr const char* dead_letter_type = "dead_letter";
constexpr const char* data_schema = "urn:khabard:dead-letter:1.0";
constexpr std::size_t value_bytes_max = 8192;

std::string header_of(const Record& record, const std::string& name) {
    const auto found =
        std::find_if(record.headers.begin(), record.headers.end(),
                     [&name](const RecordHeader& header) { return header.name == name; });
    return found == record.headers.end() ? std::string() : found->value;
}

}  // namespace

OutboxRow dead_letter(const OutboxRow& refused, const DeadLetterCause& cause,
                      const std::string& topic) {
    const Record& record = refused.record;
    const std::string ce_id = header_of(record, "ce_id");
    JsonWriter json;
    json.begin_object();
    json.key("schema_version").string("1.0");
    json.key("stage").string(cause.stage);
    json.key("cause").string("refused_record");
    json.key("what").string(cause.what.substr(0, value_bytes_max));
    json.key("attempts").integer(1);
    json.key("seq").unsigned_integer(refused.seq.get());
    json.key("id").string(record.key);
    json.key("ce_id").string(ce_id);
    json.key("event_type").string(header_of(record, "ce_type"));
    json.key("topics").begin_array();
    for (const auto& meant : record.topics) {
        json.string(meant.topic);
    }
    json.end_array();
    json.key("payload_bytes").unsigned_integer(record.payload.size());
    json.key("payload_hash").string("xxh3:" + to_hex(hash128(record.payload)));
    json.key("payload_at").string(cause.payload_at);
    json.end_object();
    OutboxRow row{refused.seq, Record{.topics = {{topic, ""}},
                                      .key = record.key,
                                      .headers = {{"ce_specversion", "1.0"},
                                                  {"ce_id", ce_id + ".dead-letter"},
                                                  {"ce_type", dead_letter_type},
                                                  {"ce_dataschema", data_schema},
                                                  {"content-type", "application/json"}},
                                      .payload = json.take(),
                                      .timestamp = record.timestamp}};
    for (const char* kept : {"ce_source", "ce_time", "feed", "ruleset", "config_gen"}) {
        if (std::string value = header_of(record, kept); !value.empty()) {
            row.record.headers.push_back({kept, std::move(value)});
        }
    }
    return row;
}

bool is_dead_letter(const OutboxRow& row) {
    return header_of(row.record, "ce_type") == dead_letter_type;
}

std::string refused_row_text(const OutboxRow& refused) {
    const Record& record = refused.record;
    JsonWriter json;
    json.begin_object();
    json.key("seq").unsigned_integer(refused.seq.get());
    json.key("key").string(record.key);
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

}  // namespace khabard
