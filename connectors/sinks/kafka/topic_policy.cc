#include "connectors/sinks/kafka/topic_policy.h"

#include <charconv>
#include <cstdint>

namespace khabard {
namespace {

using std::chrono::milliseconds;

std::string of(const TopicSettings& settings, const char* name) {
    const auto found = settings.find(name);
    return found == settings.end() ? std::string() : found->second;
}

std::string length(milliseconds time) {
    constexpr std::chrono::hours day{24};
    if (time % day == milliseconds{0}) {
        return std::to_string(time / day) + " d";
    }
    return std::to_string(std::chrono::duration_cast<std::chrono::minutes>(time).count()) + " min";
}

std::string partitions_text(int count) {
    return std::to_string(count) + (count == 1 ? " partition" : " partitions");
}

TopicFinding judge_checkpoint(const std::string& topic, int partitions,
                              const TopicSettings& settings) {
    const std::string policy = of(settings, "cleanup.policy");
    if (policy != "compact") {
        return {topic, TopicState::refused,
                "its cleanup.policy is " + policy +
                    ", so checkpoints would be deleted; set cleanup.policy=compact"};
    }
    return {topic, TopicState::good, partitions_text(partitions) + ", compacted"};
}

TopicFinding judge_news(const std::string& topic, int partitions, const TopicSettings& settings,
                        const KafkaSinkOptions& options) {
    const std::string policy = of(settings, "cleanup.policy");
    if (policy != "delete") {
        return {topic, TopicState::refused,
                "its cleanup.policy is " + policy +
                    ", so older versions of an article would vanish; set cleanup.policy=delete"};
    }
    const std::string text = of(settings, "retention.ms");
    std::int64_t value = -1;
    std::from_chars(text.data(), text.data() + text.size(), value);
    const milliseconds retention{value};
    if (value >= 0 && retention < options.retention_min) {
        return {topic, TopicState::refused,
                "it keeps records for " + length(retention) + ", less than the " +
                    length(options.retention_min) +
                    " for which a duplicate may name its original; raise retention.ms or shorten "
                    "[dedupe] window"};
    }
    std::string what = partitions_text(partitions) +
                       (value < 0 ? ", kept for ever" : ", kept for " + length(retention));
    if (static_cast<std::size_t>(partitions) != options.partitions) {
        what += " (the configuration says " + std::to_string(options.partitions) +
                " partitions; changing that moves articles between partitions, so that versions "
                "may be read out of order)";
    }
    return {topic, TopicState::good, what};
}

}  // namespace

TopicFinding judge_topic(const std::string& topic, int partitions, const TopicSettings& settings,
                         const KafkaSinkOptions& options) {
    return topic == checkpoints_topic ? judge_checkpoint(topic, partitions, settings)
                                      : judge_news(topic, partitions, settings, options);
}

TopicFinding topic_to_create(const std::string& topic, const KafkaSinkOptions& options) {
    const std::string what = topic == checkpoints_topic
                                 ? std::string("1 partition, compacted")
                                 : std::to_string(options.partitions) + " partitions, kept for " +
                                       length(options.retention);
    return {topic, TopicState::missing, what};
}

}  // namespace khabard
