#include "connectors/sinks/kafka/topic_admin.h"

#include "connectors/sinks/kafka/topic_policy.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <optional>

namespace khabard {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds request_timeout{5000};
constexpr milliseconds first_patience{250};
constexpr int attempts = 4;  // 0.25, 0.5, 1 and 2 seconds: a refusal is told early
constexpr int visible_attempts = 50;
constexpr milliseconds visible_pause{100};
constexpr std::size_t text_bytes = 512;

Error cannot(const std::string& topic, const std::string& what) {
    return Error{Fault::refused, topic, what};
}

// ---- asking the cluster -------------------------------------------------------------------------

// Partitions of every topic that we may see.
Result<std::map<std::string, int>> visible_topics(KafkaClient& client) {
    rd_kafka_resp_err_t error = RD_KAFKA_RESP_ERR_NO_ERROR;
    milliseconds patience = first_patience;
    for (int attempt = 0; attempt < attempts; ++attempt, patience *= 2) {
        const rd_kafka_metadata_t* all = nullptr;
        error =
            rd_kafka_metadata(client.get(), 1, nullptr, &all, static_cast<int>(patience.count()));
        if (error == RD_KAFKA_RESP_ERR_NO_ERROR) {
            const KafkaHandle<const rd_kafka_metadata_t> metadata(all);
            std::map<std::string, int> found;
            for (int i = 0; i < all->topic_cnt; ++i) {
                const rd_kafka_metadata_topic& topic = all->topics[i];
                if (topic.err == RD_KAFKA_RESP_ERR_NO_ERROR && topic.partition_cnt > 0) {
                    found.emplace(topic.topic, topic.partition_cnt);
                }
            }
            client.forget_cause();
            return found;
        }
        client.poll(milliseconds{0});
        if (client.is_refused()) {
            break;
        }
    }
    return Error{
        Fault::network, "publish.kafka",
        client.explain("the brokers do not answer (" + std::string(rd_kafka_err2str(error)) + ")")};
}

struct AdminOptions {
    AdminOptions(rd_kafka_t* handle, rd_kafka_admin_op_t operation)
        : raw(rd_kafka_AdminOptions_new(handle, operation)) {
        std::array<char, text_bytes> text{};
        rd_kafka_AdminOptions_set_request_timeout(raw, static_cast<int>(request_timeout.count()),
                                                  text.data(), text.size());
    }
    ~AdminOptions() { rd_kafka_AdminOptions_destroy(raw); }
    AdminOptions(const AdminOptions&) = delete;
    AdminOptions& operator=(const AdminOptions&) = delete;

    rd_kafka_AdminOptions_t* raw;
};

Result<KafkaHandle<rd_kafka_event_t>> answer_of(KafkaClient& client, rd_kafka_queue_t* queue,
                                                const char* what) {
    KafkaHandle<rd_kafka_event_t> event(
        rd_kafka_queue_poll(queue, static_cast<int>(request_timeout.count()) + 1000));
    if (!event) {
        return Error{Fault::network, "publish.kafka",
                     client.explain(std::string(what) + " was not answered")};
    }
    if (rd_kafka_event_error(event.get()) != RD_KAFKA_RESP_ERR_NO_ERROR) {
        return Error{Fault::network, "publish.kafka",
                     client.explain(std::string(what) +
                                    " failed: " + rd_kafka_event_error_string(event.get()))};
    }
    return event;
}

TopicSettings settings_of(const rd_kafka_ConfigResource_t* resource) {
    TopicSettings settings;
    std::size_t count = 0;
    const rd_kafka_ConfigEntry_t** entries = rd_kafka_ConfigResource_configs(resource, &count);
    for (std::size_t i = 0; i < count; ++i) {
        const char* value = rd_kafka_ConfigEntry_value(entries[i]);
        settings.emplace(rd_kafka_ConfigEntry_name(entries[i]), value != nullptr ? value : "");
    }
    return settings;
}

struct Described {
    std::optional<TopicSettings> settings;
    std::string why_not;
};

Result<std::map<std::string, Described>> describe(KafkaClient& client,
                                                  const std::vector<std::string>& topics) {
    std::map<std::string, Described> described;
    if (topics.empty()) {
        return described;
    }
    std::vector<rd_kafka_ConfigResource_t*> resources;
    resources.reserve(topics.size());
    for (const std::string& topic : topics) {
        resources.push_back(rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic.c_str()));
    }
    const KafkaHandle<rd_kafka_queue_t> queue(rd_kafka_queue_new(client.get()));
    const AdminOptions options(client.get(), RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS);
    rd_kafka_DescribeConfigs(client.get(), resources.data(), resources.size(), options.raw,
                             queue.get());
    rd_kafka_ConfigResource_destroy_array(resources.data(), resources.size());
    const auto event = answer_of(client, queue.get(), "asking for the policies of the topics");
    if (!event) {
        return event.error();
    }
    std::size_t count = 0;
    const rd_kafka_ConfigResource_t** found = rd_kafka_DescribeConfigs_result_resources(
        rd_kafka_event_DescribeConfigs_result(event->get()), &count);
    for (std::size_t i = 0; i < count; ++i) {
        Described& one = described[rd_kafka_ConfigResource_name(found[i])];
        if (rd_kafka_ConfigResource_error(found[i]) == RD_KAFKA_RESP_ERR_NO_ERROR) {
            one.settings = settings_of(found[i]);
        } else {
            one.why_not = rd_kafka_err2str(rd_kafka_ConfigResource_error(found[i]));
        }
    }
    return described;
}

// ---- creating -----------------------------------------------------------------------------------

rd_kafka_NewTopic_t* new_topic(const std::string& topic, const KafkaSinkOptions& options) {
    const bool checkpoint = topic == checkpoints_topic;
    std::array<char, text_bytes> text{};
    // Replication is left to the brokers' default.
    rd_kafka_NewTopic_t* made =
        rd_kafka_NewTopic_new(topic.c_str(), checkpoint ? 1 : static_cast<int>(options.partitions),
                              -1, text.data(), text.size());
    if (made == nullptr) {
        return nullptr;
    }
    if (checkpoint) {
        rd_kafka_NewTopic_set_config(made, "cleanup.policy", "compact");
        // The segment in use is never compacted; without this a start would read a week of them.
        rd_kafka_NewTopic_set_config(made, "segment.ms", "3600000");
        rd_kafka_NewTopic_set_config(made, "min.cleanable.dirty.ratio", "0.1");
    } else {
        rd_kafka_NewTopic_set_config(made, "cleanup.policy", "delete");
        rd_kafka_NewTopic_set_config(made, "retention.ms",
                                     std::to_string(options.retention.count()).c_str());
    }
    return made;
}

Status await_visible(KafkaClient& client, const std::vector<std::string>& topics) {
    for (int attempt = 0; attempt < visible_attempts; ++attempt) {
        const auto visible = visible_topics(client);
        if (!visible) {
            return visible.error();
        }
        if (std::all_of(topics.begin(), topics.end(), [&visible](const std::string& topic) {
                return visible->contains(topic);
            })) {
            return {};
        }
        client.poll(visible_pause);
    }
    return Error{Fault::network, topics.front(), "it was created and is not there yet"};
}

// Those that do not exist. Fails where one exists and is refused.
Result<std::vector<std::string>> absent_topics(KafkaClient& client, const KafkaSinkOptions& options,
                                               const std::vector<std::string>& topics) {
    const auto findings = examine_topics(client, options, topics);
    if (!findings) {
        return findings.error();
    }
    std::vector<std::string> absent;
    for (const TopicFinding& finding : *findings) {
        switch (finding.state) {
            case TopicState::good: break;
            case TopicState::missing: absent.push_back(finding.topic); break;
            case TopicState::refused: return cannot(finding.topic, finding.what);
        }
    }
    return absent;
}

}  // namespace

std::vector<std::string> needed_topics(const KafkaSinkOptions& options) {
    std::vector<std::string> topics{checkpoints_topic};
    topics.insert(topics.end(), options.topics.begin(), options.topics.end());
    return topics;
}

Result<std::vector<TopicFinding>> examine_topics(KafkaClient& client,
                                                 const KafkaSinkOptions& options,
                                                 const std::vector<std::string>& topics) {
    const auto visible = visible_topics(client);
    if (!visible) {
        return visible.error();
    }
    std::vector<std::string> there;
    std::copy_if(topics.begin(), topics.end(), std::back_inserter(there),
                 [&visible](const std::string& topic) { return visible->contains(topic); });
    auto described = describe(client, there);
    if (!described) {
        return described.error();
    }
    std::vector<TopicFinding> findings;
    for (const std::string& topic : topics) {
        const auto seen = visible->find(topic);
        if (seen == visible->end()) {
            findings.push_back(topic_to_create(topic, options));
            continue;
        }
        const Described& about = (*described)[topic];
        if (!about.settings) {
            findings.push_back({topic, TopicState::refused,
                                "its policy cannot be read (" + about.why_not +
                                    "); the ACL DescribeConfigs on the topic is needed"});
        } else {
            findings.push_back(judge_topic(topic, seen->second, *about.settings, options));
        }
    }
    return findings;
}

Status create_topics(KafkaClient& client, const KafkaSinkOptions& options,
                     const std::vector<std::string>& topics) {
    std::vector<rd_kafka_NewTopic_t*> wanted;
    for (const std::string& topic : topics) {
        if (rd_kafka_NewTopic_t* made = new_topic(topic, options)) {
            wanted.push_back(made);
        }
    }
    const KafkaHandle<rd_kafka_queue_t> queue(rd_kafka_queue_new(client.get()));
    const AdminOptions admin(client.get(), RD_KAFKA_ADMIN_OP_CREATETOPICS);
    rd_kafka_CreateTopics(client.get(), wanted.data(), wanted.size(), admin.raw, queue.get());
    rd_kafka_NewTopic_destroy_array(wanted.data(), wanted.size());
    const auto event = answer_of(client, queue.get(), "creating topics");
    if (!event) {
        return event.error();
    }
    std::size_t count = 0;
    const rd_kafka_topic_result_t** results = rd_kafka_CreateTopics_result_topics(
        rd_kafka_event_CreateTopics_result(event->get()), &count);
    for (std::size_t i = 0; i < count; ++i) {
        const rd_kafka_resp_err_t error = rd_kafka_topic_result_error(results[i]);
        const std::string topic = rd_kafka_topic_result_name(results[i]);
        if (error == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS) {
            // Another instance made it just now, or we may not see it.
            continue;
        }
        if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
            const char* said = rd_kafka_topic_result_error_string(results[i]);
            return cannot(topic, "it cannot be created: " +
                                     std::string(said != nullptr ? said : rd_kafka_err2str(error)));
        }
    }
    auto visible = await_visible(client, topics);
    if (!visible && visible.error().fault == Fault::network) {
        return cannot(topics.front(),
                      "it does not show although it exists; the ACL Describe on it is needed");
    }
    return visible;
}

Status prepare_topics(KafkaClient& client, const KafkaSinkOptions& options,
                      const std::vector<std::string>& topics) {
    const auto absent = absent_topics(client, options, topics);
    if (!absent) {
        return absent.error();
    }
    if (absent->empty()) {
        return {};
    }
    const std::string& first = absent->front();
    if (!options.create_topics) {
        const std::string others =
            absent->size() > 1 ? " (and " + std::to_string(absent->size() - 1) + " more)" : "";
        return cannot(first, "it is missing" + others +
                                 ", and [publish.kafka] create_topics is false; run khabard topics "
                                 "ensure");
    }
    if (auto created = create_topics(client, options, *absent); !created) {
        return created;
    }
    // Somebody else may have made one of them meanwhile, with policies of their own.
    const auto left = absent_topics(client, options, topics);
    if (!left) {
        return left.error();
    }
    return left->empty() ? Status() : cannot(left->front(), "it was created and is not there yet");
}

Result<std::vector<TopicFinding>> plan_topics(const KafkaSinkOptions& options) {
    auto client = KafkaClient::open(options, ClientRole::admin);
    if (!client) {
        return client.error();
    }
    return examine_topics(**client, options, needed_topics(options));
}

Result<std::vector<TopicFinding>> ensure_topics(const KafkaSinkOptions& options) {
    auto client = KafkaClient::open(options, ClientRole::admin);
    if (!client) {
        return client.error();
    }
    const auto before = examine_topics(**client, options, needed_topics(options));
    if (!before) {
        return before.error();
    }
    std::vector<std::string> absent;
    for (const TopicFinding& finding : *before) {
        if (finding.state == TopicState::missing) {
            absent.push_back(finding.topic);
        }
    }
    if (!absent.empty()) {
        if (auto created = create_topics(**client, options, absent); !created) {
            return created.error();
        }
    }
    return examine_topics(**client, options, needed_topics(options));
}

}  // namespace khabard
