#include "tests/crash/cluster.h"

#include "tests/kafka/consumer.h"
#include "tests/kafka/ports.h"

#include <cstdlib>
#include <utility>

namespace khabard {

Cluster::Cluster(std::string directory, int brokers, std::string version)
    : directory_(std::move(directory)),
      brokers_(brokers),
      version_(std::move(version)),
      port_(free_port({0, 1, 2, 100, 101, 102})) {}

Cluster::~Cluster() {
    (void)run("clean");
}

int Cluster::run(const std::string& arguments) const {
    const std::string command = "KHABARD_KAFKA_DIR='" + directory_ +
                                "' " KHABARD_SOURCE_DIR "/deploy/kafka.sh " + arguments + " >&2";
    return std::system(command.c_str());
}

bool Cluster::start() {
    const std::string version = version_.empty() ? "" : " --version " + version_;
    return run("start --brokers " + std::to_string(brokers_) + " --port " + std::to_string(port_) +
               version) == 0;
}

std::string Cluster::bootstrap_servers() const {
    std::string servers;
    for (int broker = 0; broker < brokers_; ++broker) {
        servers += (broker > 0 ? ",127.0.0.1:" : "127.0.0.1:") + std::to_string(port_ + broker);
    }
    return servers;
}

std::vector<SeenRecord> Cluster::records() const {
    const Consumption from{.bootstrap_servers = bootstrap_servers()};
    std::vector<SeenRecord> seen;
    for (const ConsumedRecord& record : consume_all(from, topics_of(from, "news.ar."))) {
        seen.push_back(seen_record(as_line(record)));
        seen.back().partition = record.partition;
    }
    return seen;
}

}  // namespace khabard
