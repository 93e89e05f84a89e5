#pragma once

// Apache Kafka of one or three brokers for a test: deploy/kafka.sh on free ports. It stops with the
// test program.

#include <string>
#include <vector>

namespace khabard {

class Cluster {
public:
    // State goes to `directory`. Version "": the default of deploy/kafka.sh.
    Cluster(std::string directory, int brokers, std::string version);
    ~Cluster();  // stops it
    Cluster(const Cluster&) = delete;
    Cluster& operator=(const Cluster&) = delete;

    // False where Kafka cannot be run here (no Java, no artifacts).
    bool start();
    std::string bootstrap_servers() const;
    int brokers() const { return brokers_; }

    // Nodes are 1, 2, 3. Both return when it is done.
    bool kill_node(int node) const;   // -9
    bool start_node(int node) const;  // it answers and names the others
    bool start_nodes() const;         // all at once, as far as they do not run
    // The node that leads the partition, or keeps the transactions of the id; 0: not known.
    int leader_of(const std::string& topic, int partition) const;
    int coordinator_of(const std::string& transactional_id) const;

private:
    int run(const std::string& arguments) const;

    std::string directory_;
    int brokers_;
    std::string version_;
    int port_;
};

}  // namespace khabard
