#pragma once

// What a consumer of the topics sees: every record up to the end, read_committed unless asked
// otherwise.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace khabard {

struct ConsumedRecord {
    std::string topic;
    std::int32_t partition;
    std::int64_t offset;
    std::int64_t timestamp;  // milliseconds since 1970
    std::string key;
    std::string value;
    std::map<std::string, std::string> headers;
};

struct Consumption {
    std::string bootstrap_servers;
    bool committed = true;  // false: isolation.level=read_uncommitted
    std::map<std::string, std::string> properties = {};
};

// Topics of the cluster that begin with `prefix`, sorted.
std::vector<std::string> topics_of(const Consumption& from, const std::string& prefix);

// The id of the broker that leads the partition; 0 when none of the brokers can say.
int partition_leader(const Consumption& from, const std::string& topic, int partition);

// Every record of the topics, partition by partition in their order. Ends the program when the
// brokers do not answer within a minute.
std::vector<ConsumedRecord> consume_all(const Consumption& from,
                                        const std::vector<std::string>& topics);

// The same record as a line of the files sink has it.
std::string as_line(const ConsumedRecord& record);

}  // namespace khabard
