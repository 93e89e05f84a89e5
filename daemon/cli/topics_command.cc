#include "connectors/sinks/kafka/kafka_topics.h"
#include "daemon/base/exit_status.h"
#include "daemon/cli/commands.h"
#include "daemon/cli/edge.h"
#include "daemon/cli/sink_choice.h"

#include <algorithm>
#include <string>

namespace khabard {
namespace {

const char* state_name(TopicState state) {
    switch (state) {
        case TopicState::good: return "good";
        case TopicState::missing: return "missing";
        case TopicState::refused: return "refused";
    }
    return "";
}

std::string padded(std::string text, std::size_t width) {
    text.resize(std::max(width, text.size()), ' ');
    return text;
}

std::string table(const std::vector<TopicFinding>& findings) {
    std::size_t width = 0;
    for (const TopicFinding& finding : findings) {
        width = std::max(width, finding.topic.size());
    }
    std::string text;
    for (const TopicFinding& finding : findings) {
        text += padded(finding.topic, width) + "  " + padded(state_name(finding.state), 7) + "  " +
                finding.what + "\n";
    }
    return text;
}

}  // namespace

int execute_topics(const TopicsArguments& arguments) {
    Edge edge;
    ConfigArguments given = arguments.config;
    given.path = config_path(given);
    const Configuration configuration = load_configuration(
        edge.files, configuration_source(edge, given, Purpose::check), Generation{0});
    const Config& config = configuration.config;
    if (has_errors(configuration.complaints)) {
        print_complaints(edge, configuration.complaints);
        return exit_configuration;
    }
    if (const auto complaint = kafka_complaint(config, *configuration.rules)) {
        print_complaints(edge, {*complaint});
        return exit_configuration;
    }
    const KafkaSinkOptions options = kafka_options(config, *configuration.rules);
    const auto findings =
        arguments.action == TopicsAction::plan ? plan_topics(options) : ensure_topics(options);
    if (!findings) {
        edge.terminal.err(
            "khabard topics: " + hide_secrets(findings.error().text(), config.secrets) + "\n");
        return exit_unavailable;
    }
    if (auto written = edge.terminal.out(table(*findings)); !written) {
        edge.terminal.err("khabard: " + written.error().text() + "\n");
        return exit_state;
    }
    const bool good =
        std::all_of(findings->begin(), findings->end(),
                    [](const TopicFinding& finding) { return finding.state == TopicState::good; });
    return good ? exit_ok : exit_complaints;
}

}  // namespace khabard
