#pragma once

// One Apache Kafka for the whole test program, started by deploy/kafka.sh on free ports when the
// first test asks for it, and what tests do to it behind the sink's back.

#include "tests/kafka/consumer.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace khabard {

class Broker {
public:
    // nullptr where Kafka cannot be run here (no Java, no artifacts): the test says so and passes.
    static Broker* shared();

    std::string servers() const;  // plain
    // User "limited", password "right", mechanism PLAIN; SCRAM-SHA-256 knows nobody.
    std::string sasl_servers() const;
    std::string tls_servers() const;
    std::string authority() const;        // a file: who signed the broker's certificate
    std::string other_authority() const;  // somebody else
    std::uint16_t proxied_port() const;   // what a Proxy must connect to
    std::uint16_t proxy_port() const;     // where a Proxy must listen

    void create_topic(const std::string& name, int partitions,
                      const std::map<std::string, std::string>& settings) const;
    void delete_topic(const std::string& name) const;
    // Denies or allows again the user "limited" to write to the topic.
    void deny_write(const std::string& topic) const;
    void allow_write(const std::string& topic) const;
    // Takes the right to a transactional id from the user "limited".
    bool deny_transactions(const std::string& transactional_id) const;
    // Of the topic's only partition, on the broker's disk.
    std::uint64_t log_bytes(const std::string& topic) const;

    std::vector<ConsumedRecord> committed(const std::vector<std::string>& topics) const;
    // "seq" headers of a topic's committed records, in partition order.
    std::vector<int> seqs(const std::string& topic) const;

    ~Broker();
    Broker(const Broker&) = delete;
    Broker& operator=(const Broker&) = delete;

private:
    Broker() = default;
    bool start();
    bool make_certificates() const;
    int kafka(const std::string& arguments) const;  // of deploy/kafka.sh

    std::uint16_t port_ = 0;
    std::string directory_;
};

// A producer of somebody else, with a transaction that stays open until it is ended.
class OtherProducer {
public:
    // Claims the transactional id, which fences whoever had it.
    OtherProducer(const std::string& servers, const std::string& transactional_id);
    ~OtherProducer();
    OtherProducer(const OtherProducer&) = delete;
    OtherProducer& operator=(const OtherProducer&) = delete;

    void begin();
    void produce(const std::string& topic, const std::string& key, const std::string& value);
    void commit();
    void abort();

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace khabard
