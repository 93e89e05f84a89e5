#include "daemon/cli/sink_choice.h"

#include "connectors/sinks/files/files_sink.h"
#include "daemon/os/files.h"

#include <utility>

namespace khabard {
namespace {

std::variant<ChosenSink, Complaint> choose_files(const Config& config, const Clock& clock) {
    const FilesSinkConfig& wanted = config.publish.files;
    auto files = std::make_unique<PosixFiles>();
    if (auto made = files->make_directory(wanted.directory); !made) {
        return complain_about(config, "publish.files.directory", made.error().text());
    }
    if (auto writable = files->append(wanted.directory + "/lock", {}); !writable) {
        return complain_about(config, "publish.files.directory", writable.error().text());
    }
    auto sink = make_files_sink({.directory = wanted.directory,
                                 .rotate_bytes = wanted.rotate_bytes,
                                 .rotate_interval = wanted.rotate_interval},
                                *files, clock);
    return ChosenSink{std::move(files), std::move(sink)};
}

}  // namespace

KafkaSinkOptions kafka_options(const Config& config, const Rules& rules) {
    const KafkaSinkConfig& wanted = config.publish.kafka;
    KafkaSinkOptions options{.bootstrap_servers = wanted.bootstrap_servers,
                             .instance = wanted.instance,
                             .properties = wanted.properties,
                             .topics = {},
                             .create_topics = wanted.create_topics,
                             .partitions = wanted.partitions,
                             .retention = wanted.retention,
                             .retention_min = config.limits.dedupe_window};
    for (const auto& [theme, topic] : rules.topics.of_theme) {
        options.topics.push_back(topic);
    }
    for (const std::string& topic :
         {rules.topics.unthemed, rules.topics.duplicates, rules.topics.dead_letters}) {
        options.topics.push_back(topic);
    }
    return options;
}

std::optional<Complaint> kafka_complaint(const Config& config, const Rules& rules) {
    const auto refused = kafka_property_complaint(kafka_options(config, rules));
    if (!refused) {
        return std::nullopt;
    }
    return complain_about(config, "publish.kafka.properties." + refused->name,
                          "the property \"" + refused->name +
                              "\" cannot be used: " + hide_secrets(refused->what, config.secrets));
}

std::variant<ChosenSink, Complaint> choose_sink(const Config& config, const Rules& rules,
                                                const Clock& clock) {
    if (config.publish.sink == SinkKind::files) {
        return choose_files(config, clock);
    }
    if (auto complaint = kafka_complaint(config, rules)) {
        return *complaint;
    }
    return ChosenSink{nullptr, make_kafka_sink(kafka_options(config, rules), clock)};
}

}  // namespace khabard
