#include "tests/kafka/cluster.h"

#include "tests/kafka/consumer.h"
#include "tests/kafka/ports.h"

#include <unistd.h>

#include <cstdint>
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
               " --until-end-of " + std::to_string(::getpid()) + version) == 0;
}

std::string Cluster::bootstrap_servers() const {
    std::string servers;
    for (int broker = 0; broker < brokers_; ++broker) {
        servers += (broker > 0 ? ",127.0.0.1:" : "127.0.0.1:") + std::to_string(port_ + broker);
    }
    return servers;
}

bool Cluster::kill_node(int node) const {
    return run("kill-node " + std::to_string(node)) == 0;
}

bool Cluster::start_node(int node) const {
    return run("start-node " + std::to_string(node)) == 0;
}

bool Cluster::start_nodes() const {
    return run("start") == 0;
}

int Cluster::leader_of(const std::string& topic, int partition) const {
    return partition_leader({.bootstrap_servers = bootstrap_servers()}, topic, partition);
}

// As Kafka places it: the hash that Java has of the text, over the partitions of the topic (four,
// as deploy/kafka.sh configures it).
int Cluster::coordinator_of(const std::string& transactional_id) const {
    constexpr std::uint32_t partitions = 4;
    std::uint32_t hash = 0;
    for (const char byte : transactional_id) {
        hash = hash * 31 + static_cast<unsigned char>(byte);
    }
    return leader_of("__transaction_state", static_cast<int>((hash & 0x7fffffffU) % partitions));
}

}  // namespace khabard
