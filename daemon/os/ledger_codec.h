#pragma once

// How values stand in the ledger's columns (format: the comment in ledger_schema.cc). Lists of
// names are joined by line feeds, numbers of a fingerprint are little endian behind their count.

#include "daemon/model/feed_history.h"
#include "daemon/model/keys.h"
#include "daemon/model/record.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace khabard {

std::string join_lines(const std::vector<std::string>& names);
std::vector<std::string> split_lines(std::string_view joined);

std::string encode_fingerprint(const Fingerprint& fingerprint);
// nullopt: not what encode_fingerprint wrote (another version, or damage).
std::optional<Fingerprint> decode_fingerprint(std::string_view bytes);

std::string encode_headers(const std::vector<RecordHeader>& headers);
std::vector<RecordHeader> decode_headers(std::string_view bytes);

std::string encode_topics(const std::vector<Record::TopicTheme>& topics);
std::vector<Record::TopicTheme> decode_topics(std::string_view bytes);

// What decode_history cannot read is a history that begins anew.
std::string encode_history(const FeedHistory& history);
FeedHistory decode_history(std::string_view text);

}  // namespace khabard
