// The parts of the Kafka sink, and of what the publisher does with a refusal, that need no broker.

#include "connectors/sinks/kafka/checkpoint_record.h"
#include "connectors/sinks/kafka/topic_policy.h"
#include "daemon/run/dead_letter.h"
#include "tests/kafka/sink_bench.h"

#include <optional>

using namespace khabard;

TEST_CASE("a checkpoint reads back as it was written, and nothing else is one") {
    const auto record =
        decode_checkpoint_record(encode_checkpoint_record({state_a, Sequence{1234567890123}}));
    REQUIRE(record.has_value());
    CHECK(record->state_id == state_a);
    CHECK(record->seq == Sequence{1234567890123});
    for (const char* text : {"", "7", "{}", "{\"state_id\":\"a\"}", "{\"seq\":1}",
                             "{\"state_id\":\"a\",\"seq\":-1}", "{\"state_id\":1,\"seq\":1}"}) {
        CAPTURE(text);
        CHECK(!decode_checkpoint_record(text).has_value());
    }
}

TEST_CASE("a dead letter takes the place of its record in line, and says where the payload lies") {
    const OutboxRow refused = kafka_row(42, {{"news.a", "x"}, {"news.b", ""}}, "{\"v\":1}");
    const OutboxRow letter = dead_letter(refused,
                                         {.stage = "publish",
                                          .cause = "refused_record",
                                          .what = "too large",
                                          .attempts = 1,
                                          .payload_at = "dead-letters/42.json"},
                                         "news.dead");
    CHECK(letter.seq == Sequence{42});
    CHECK(letter.record.key == refused.record.key);
    CHECK(letter.record.timestamp == refused.record.timestamp);
    REQUIRE(letter.record.topics.size() == 1);
    CHECK(letter.record.topics[0].topic == "news.dead");
    CHECK_SAYS(letter.record.payload, "\"topics\":[\"news.a\",\"news.b\"]");
    CHECK_SAYS(letter.record.payload, "\"payload_at\":\"dead-letters/42.json\"");
    CHECK(is_dead_letter(letter));
    CHECK(!is_dead_letter(refused));
}

TEST_CASE("a topic is judged by its policy and how long it keeps") {
    const KafkaSinkOptions options{.bootstrap_servers = "",
                                   .instance = "x",
                                   .properties = {},
                                   .topics = {"news"},
                                   .create_topics = true,
                                   .partitions = 6,
                                   .retention = std::chrono::hours{24 * 30},
                                   .retention_min = std::chrono::hours{24 * 30}};
    const auto state = [&](const std::string& topic, const TopicSettings& settings) {
        return judge_topic(topic, 6, settings, options).state;
    };
    const TopicSettings month{{"cleanup.policy", "delete"}, {"retention.ms", "2592000000"}};
    const TopicSettings ever{{"cleanup.policy", "delete"}, {"retention.ms", "-1"}};
    const TopicSettings day{{"cleanup.policy", "delete"}, {"retention.ms", "86400000"}};
    const TopicSettings compact{{"cleanup.policy", "compact"}};
    CHECK(state("news", month) == TopicState::good);
    CHECK(state("news", ever) == TopicState::good);
    CHECK(state("news", day) == TopicState::refused);
    CHECK(state("news", compact) == TopicState::refused);
    CHECK(state(checkpoints_topic, compact) == TopicState::good);
    CHECK(state(checkpoints_topic, ever) == TopicState::refused);
}
