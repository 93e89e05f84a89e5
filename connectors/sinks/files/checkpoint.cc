#include "connectors/sinks/files/checkpoint.h"

#include "daemon/lib/json/json_value.h"
#include "daemon/lib/json/json_writer.h"

namespace khabard {
namespace {

constexpr std::size_t checkpoint_bytes_max = std::size_t{1024} * 1024;

Error damaged(const std::string& what) {
    return Error{Fault::state, "checkpoint", "it is damaged: " + what};
}

std::optional<std::uint64_t> natural(const JsonValue* value) {
    if (value == nullptr || value->integer() == nullptr || *value->integer() < 0) {
        return std::nullopt;
    }
    return static_cast<std::uint64_t>(*value->integer());
}

}  // namespace

std::string encode_checkpoint(const FilesCheckpoint& checkpoint) {
    JsonWriter json;
    json.begin_object();
    json.key("state_id").string(checkpoint.state_id.get());
    json.key("seq").unsigned_integer(checkpoint.seq.get());
    json.key("lengths").begin_object();
    for (const auto& [topic, length] : checkpoint.lengths) {
        json.key(topic).unsigned_integer(length);
    }
    json.end_object();
    if (checkpoint.rotation) {
        json.key("rotation").begin_object();
        json.key("topic").string(checkpoint.rotation->topic);
        json.key("to").string(checkpoint.rotation->to);
        json.end_object();
    }
    json.end_object();
    return json.take() + "\n";
}

Result<FilesCheckpoint> decode_checkpoint(std::string_view text) {
    const auto json = parse_json(text, {.bytes_max = checkpoint_bytes_max});
    if (!json) {
        return damaged(json.error().what);
    }
    const JsonValue* state_id = json->find("state_id");
    const auto seq = natural(json->find("seq"));
    const JsonValue* lengths = json->find("lengths");
    if (state_id == nullptr || state_id->string() == nullptr || !seq || lengths == nullptr ||
        lengths->object() == nullptr) {
        return damaged("state_id, seq or lengths is missing");
    }
    FilesCheckpoint checkpoint{StateId{*state_id->string()}, Sequence{*seq}, {}, std::nullopt};
    for (const JsonMember& member : *lengths->object()) {
        const auto length = natural(&member.value);
        if (!length) {
            return damaged("the length of " + member.key + " is no number");
        }
        checkpoint.lengths.emplace(member.key, *length);
    }
    if (const JsonValue* rotation = json->find("rotation")) {
        const JsonValue* topic = rotation->find("topic");
        const JsonValue* to = rotation->find("to");
        if (topic == nullptr || topic->string() == nullptr || to == nullptr ||
            to->string() == nullptr) {
            return damaged("the rotation names no topic or file");
        }
        checkpoint.rotation = Rotation{*topic->string(), *to->string()};
    }
    return checkpoint;
}

}  // namespace khabard
