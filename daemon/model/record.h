#pragma once

// Record: what a consumer receives. OutboxRow: a record with its place in line.

#include "daemon/base/time.h"
#include "daemon/model/ids.h"

#include <string>
#include <vector>

namespace khabard {

struct RecordHeader {
    std::string name;
    std::string value;
};

// One version of one article, encoded once and published under the same ce_id to every topic in
// `topics`, all of them or none. The theme header differs by topic and is added by the sink from
// `topic_themes`; `seq` is added from the row.
struct Record {
    struct TopicTheme {
        std::string topic;
        std::string theme;  // "" for topics that belong to no theme
    };
    std::vector<TopicTheme> topics;
    std::string key;                    // article id
    std::vector<RecordHeader> headers;  // CloudEvents 1.0 binary mode and ours
    std::string payload;                // JSON, UTF-8
    Instant timestamp;                  // processed_at
};

struct OutboxRow {
    Sequence seq;
    Record record;
};

}  // namespace khabard
