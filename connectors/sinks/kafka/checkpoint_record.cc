#include "connectors/sinks/kafka/checkpoint_record.h"

#include "daemon/lib/json/json_value.h"
#include "daemon/lib/json/json_writer.h"

#include <cstdint>

namespace khabard {
namespace {

constexpr std::size_t record_bytes_max = 4096;

}  // namespace

std::string encode_checkpoint_record(const CheckpointRecord& record) {
    JsonWriter json;
    json.begin_object();
    json.key("state_id").string(record.state_id.get());
    json.key("seq").unsigned_integer(record.seq.get());
    json.end_object();
    return json.take();
}

std::optional<CheckpointRecord> decode_checkpoint_record(std::string_view text) {
    const auto json = parse_json(text, {.bytes_max = record_bytes_max});
    if (!json) {
        return std::nullopt;
    }
    const JsonValue* state_id = json->find("state_id");
    const JsonValue* seq = json->find("seq");
    if (state_id == nullptr || state_id->string() == nullptr || seq == nullptr ||
        seq->integer() == nullptr || *seq->integer() < 0) {
        return std::nullopt;
    }
    return CheckpointRecord{StateId{*state_id->string()},
                            Sequence{static_cast<std::uint64_t>(*seq->integer())}};
}

}  // namespace khabard
