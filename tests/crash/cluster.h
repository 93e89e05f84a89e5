#pragma once

// Apache Kafka under a crash test: deploy/kafka.sh on free ports, and what stands in its topics.

#include "tests/crash/ledger_of_topics.h"

#include <string>
#include <vector>

namespace khabard {

class Cluster {
public:
    // State goes to `directory`.
    Cluster(std::string directory, int brokers, std::string version);
    ~Cluster();  // stops it
    Cluster(const Cluster&) = delete;
    Cluster& operator=(const Cluster&) = delete;

    // False where Kafka cannot be run here (no Java, no artifacts).
    bool start();
    std::string bootstrap_servers() const;
    // Under read_committed: partition by partition, each in its order.
    std::vector<SeenRecord> records() const;

private:
    int run(const std::string& arguments) const;

    std::string directory_;
    int brokers_;
    std::string version_;
    int port_;
};

}  // namespace khabard
