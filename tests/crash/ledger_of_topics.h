#pragma once

// What consumers saw: every record of every topic, in order, and the comparison with the truth.

#include "tests/crash/world.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace khabard {

struct SeenRecord {
    std::string topic;
    std::string key;
    std::uint64_t seq;
    std::uint64_t version;
    std::string event_type;
    std::string url;
    std::vector<std::string> topics;
    std::vector<std::string> left_topics;
    std::string body;  // "" for null
    int partition = 0;
};

// The record of a line as the files sink writes them.
SeenRecord seen_record(const std::string& line);

// The records of a files sink's directory, rotated files first; by topic, in file order.
std::vector<SeenRecord> read_topic_files(const std::string& directory);

struct Comparison {
    std::size_t articles;
    std::size_t versions;      // distinct article versions seen
    std::size_t lost;          // articles, latest revisions or topics of a version that are missing
    std::size_t doubled;       // records that stand twice in a topic
    std::size_t out_of_order;  // records before an older version or sequence of their partition
    std::size_t wrong;         // unknown articles, wrong topics
    std::vector<std::string> problems;
};

Comparison compare_with_truth(const std::vector<SeenRecord>& seen,
                              const std::vector<TrueArticle>& truth);

}  // namespace khabard
