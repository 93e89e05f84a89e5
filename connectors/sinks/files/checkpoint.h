#pragma once

// The checkpoint of the files sink: one small JSON file that is replaced atomically and says what
// of the topic files is true. Everything beyond the lengths it names never happened.
//
//     {"state_id":"9f..","seq":42,"lengths":{"news.ar.territory":8123},
//      "rotation":{"topic":"news.ar.territory","to":"news.ar.territory.20260131T101500Z.ndjson"}}

#include "daemon/base/result.h"
#include "daemon/model/ids.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace khabard {

// A rotation that was begun: the topic's file becomes `to`, and the topic starts anew.
struct Rotation {
    std::string topic;
    std::string to;  // file name, not path
};

struct FilesCheckpoint {
    StateId state_id;
    Sequence seq;
    std::map<std::string, std::uint64_t> lengths;  // by topic, in bytes
    std::optional<Rotation> rotation;
};

std::string encode_checkpoint(const FilesCheckpoint& checkpoint);
Result<FilesCheckpoint> decode_checkpoint(std::string_view text);

}  // namespace khabard
