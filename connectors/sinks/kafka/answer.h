#pragma once

// How an error of a transaction is to be taken (README, "Exactly once"): what is certain may be
// tried again with the same client, everything else needs a new one that reads the checkpoint.
// Internal to this folder.

#include <librdkafka/rdkafka.h>

#include <cstdint>

namespace khabard {

enum class Answer : std::uint8_t {
    definite,    // refused by topic or cluster, before anything of the transaction took effect
    record,      // a record of the batch is refused for what it is
    indefinite,  // the transaction may or may not have taken place
    fenced,      // another holds the transactional id, or the broker timed the transaction out
};

Answer judge(rd_kafka_resp_err_t code) noexcept;

// The topic is not there (any more): what was known about topics is out of date.
bool is_unknown_topic(rd_kafka_resp_err_t code) noexcept;

}  // namespace khabard
