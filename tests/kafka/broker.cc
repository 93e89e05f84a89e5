#include "tests/kafka/broker.h"

#include "tests/kafka/ports.h"
#include "tests/support/catch.h"

#include <librdkafka/rdkafka.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace khabard {
namespace {

namespace fs = std::filesystem;

constexpr std::uint16_t sasl_distance = 10;
constexpr std::uint16_t proxied_distance = 11;
constexpr std::uint16_t proxy_distance = 12;
constexpr std::uint16_t tls_distance = 13;
constexpr std::uint16_t controller_distance = 100;
constexpr int patience_ms = 20'000;

std::string local(int port) {
    return "127.0.0.1:" + std::to_string(port);
}

struct Destroy {
    void operator()(rd_kafka_t* handle) const { rd_kafka_destroy(handle); }
    void operator()(rd_kafka_queue_t* queue) const { rd_kafka_queue_destroy(queue); }
    void operator()(rd_kafka_event_t* event) const { rd_kafka_event_destroy(event); }
    void operator()(rd_kafka_error_t* error) const { rd_kafka_error_destroy(error); }
};
template <class T>
using Handle = std::unique_ptr<T, Destroy>;

Handle<rd_kafka_t> producer(const std::string& servers, const std::string& transactional_id) {
    rd_kafka_conf_t* conf = rd_kafka_conf_new();
    char text[512];
    const auto set = [&](const char* name, const std::string& value) {
        REQUIRE(rd_kafka_conf_set(conf, name, value.c_str(), text, sizeof text) ==
                RD_KAFKA_CONF_OK);
    };
    set("bootstrap.servers", servers);
    if (!transactional_id.empty()) {
        set("transactional.id", transactional_id);
        set("transaction.timeout.ms", "60000");
    }
    rd_kafka_conf_set_log_cb(conf, nullptr);
    Handle<rd_kafka_t> handle(rd_kafka_new(RD_KAFKA_PRODUCER, conf, text, sizeof text));
    REQUIRE(handle != nullptr);
    return handle;
}

void done(rd_kafka_error_t* error) {
    const Handle<rd_kafka_error_t> owned(error);
    INFO((error != nullptr ? rd_kafka_error_string(error) : ""));
    REQUIRE(error == nullptr);
}

Handle<rd_kafka_event_t> answer(rd_kafka_queue_t* queue) {
    Handle<rd_kafka_event_t> event(rd_kafka_queue_poll(queue, patience_ms));
    REQUIRE(event != nullptr);
    REQUIRE(rd_kafka_event_error(event.get()) == RD_KAFKA_RESP_ERR_NO_ERROR);
    return event;
}

rd_kafka_AclBinding_t* denial(const std::string& topic) {
    char text[512];
    return rd_kafka_AclBinding_new(
        RD_KAFKA_RESOURCE_TOPIC, topic.c_str(), RD_KAFKA_RESOURCE_PATTERN_LITERAL, "User:limited",
        "*", RD_KAFKA_ACL_OPERATION_WRITE, RD_KAFKA_ACL_PERMISSION_TYPE_DENY, text, sizeof text);
}

}  // namespace

Broker* Broker::shared() {
    static const std::unique_ptr<Broker> broker = [] {
        std::unique_ptr<Broker> made(new Broker());
        return made->start() ? std::move(made) : nullptr;
    }();
    if (!broker) {
        WARN(
            "skipped: deploy/kafka.sh cannot start a broker here (it needs Java, and Maven "
            "until its artifacts are cached)");
    }
    return broker.get();
}

// An authority and a certificate by it for 127.0.0.1, and an authority that has signed nothing.
bool Broker::make_certificates() const {
    const std::string key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";
    const std::string command =
        "cd '" + directory_ + "' && exec 2>/dev/null && for name in authority other; do " +
        "openssl req -x509 " + key + " -subj /CN=$name -days 2 -keyout $name.key -out $name.pem; " +
        "done && openssl req " + key + " -subj /CN=broker -keyout broker.key -out broker.csr && " +
        "echo subjectAltName=IP:127.0.0.1 >names && " +
        "openssl x509 -req -in broker.csr -CA authority.pem -CAkey authority.key -CAcreateserial "
        "-days 2 -extfile names -out broker.crt && cat broker.key broker.crt >broker.pem";
    return std::system(command.c_str()) == 0;
}

int Broker::kafka(const std::string& arguments) const {
    const std::string command = "KHABARD_KAFKA_DIR='" + directory_ +
                                "/kafka' " KHABARD_SOURCE_DIR "/deploy/kafka.sh " + arguments +
                                " >&2";
    return std::system(command.c_str());
}

bool Broker::start() {
    port_ = free_port(
        {0, sasl_distance, proxied_distance, proxy_distance, tls_distance, controller_distance});
    std::string pattern = (fs::temp_directory_path() / "khabard-kafka-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) {
        return false;
    }
    directory_ = pattern;
    if (!make_certificates()) {
        return false;
    }
    const std::string doors = "PLAINTEXT://" + local(port_) + ",SASL_PLAINTEXT://" +
                              local(port_ + sasl_distance) + ",SSL://" +
                              local(port_ + tls_distance) + ",PROXIED://";
    const std::string module = "org.apache.kafka.common.security.";
    std::ofstream(directory_ + "/properties")
        << "listeners=" << doors << local(port_ + proxied_distance) << ",CONTROLLER://"
        << local(port_ + controller_distance) << "\nadvertised.listeners=" << doors
        << local(port_ + proxy_distance)
        << "\nlistener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,"
           "SASL_PLAINTEXT:SASL_PLAINTEXT,SSL:SSL,PROXIED:PLAINTEXT\n"
           "sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256\n"
           "listener.name.sasl_plaintext.plain.sasl.jaas.config="
        << module
        << "plain.PlainLoginModule required user_limited=\"right\";\n"
           "listener.name.sasl_plaintext.scram-sha-256.sasl.jaas.config="
        << module
        << "scram.ScramLoginModule required;\n"
           "listener.name.ssl.ssl.keystore.type=PEM\n"
           "listener.name.ssl.ssl.keystore.location="
        << directory_
        << "/broker.pem\n"
           "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer\n"
           "super.users=User:ANONYMOUS\n"
           "allow.everyone.if.no.acl.found=true\n";
    const char* version = std::getenv("KHABARD_KAFKA_VERSION");
    return kafka("start --port " + std::to_string(port_) + " --until-end-of " +
                 std::to_string(::getpid()) + " --properties '" + directory_ + "/properties'" +
                 (version != nullptr ? " --version " + std::string(version) : "")) == 0;
}

Broker::~Broker() {
    if (kafka("clean") != 0) {
        std::fprintf(stderr, "the broker in %s could not be stopped\n", directory_.c_str());
    }
    std::error_code ignored;
    fs::remove_all(directory_, ignored);
}

std::string Broker::servers() const {
    return local(port_);
}
std::string Broker::sasl_servers() const {
    return local(port_ + sasl_distance);
}
std::string Broker::tls_servers() const {
    return local(port_ + tls_distance);
}
std::string Broker::authority() const {
    return directory_ + "/authority.pem";
}
std::string Broker::other_authority() const {
    return directory_ + "/other.pem";
}
std::uint16_t Broker::proxied_port() const {
    return static_cast<std::uint16_t>(port_ + proxied_distance);
}
std::uint16_t Broker::proxy_port() const {
    return static_cast<std::uint16_t>(port_ + proxy_distance);
}

void Broker::create_topic(const std::string& name, int partitions,
                          const std::map<std::string, std::string>& settings) const {
    const auto handle = producer(servers(), "");
    char text[512];
    rd_kafka_NewTopic_t* topic =
        rd_kafka_NewTopic_new(name.c_str(), partitions, 1, text, sizeof text);
    for (const auto& [key, value] : settings) {
        rd_kafka_NewTopic_set_config(topic, key.c_str(), value.c_str());
    }
    const Handle<rd_kafka_queue_t> queue(rd_kafka_queue_new(handle.get()));
    rd_kafka_CreateTopics(handle.get(), &topic, 1, nullptr, queue.get());
    rd_kafka_NewTopic_destroy(topic);
    const auto event = answer(queue.get());
    std::size_t count = 0;
    const auto** results = rd_kafka_CreateTopics_result_topics(
        rd_kafka_event_CreateTopics_result(event.get()), &count);
    REQUIRE(count == 1);
    REQUIRE(rd_kafka_topic_result_error(results[0]) == RD_KAFKA_RESP_ERR_NO_ERROR);
}

void Broker::delete_topic(const std::string& name) const {
    const auto handle = producer(servers(), "");
    rd_kafka_DeleteTopic_t* topic = rd_kafka_DeleteTopic_new(name.c_str());
    const Handle<rd_kafka_queue_t> queue(rd_kafka_queue_new(handle.get()));
    rd_kafka_DeleteTopics(handle.get(), &topic, 1, nullptr, queue.get());
    rd_kafka_DeleteTopic_destroy(topic);
    (void)answer(queue.get());
    const auto gone = [&] {
        const auto there = topics_of({.bootstrap_servers = servers()}, name);
        return there.empty() || there.front() != name;
    };
    while (!gone()) {
    }
}

void Broker::deny_write(const std::string& topic) const {
    const auto handle = producer(servers(), "");
    rd_kafka_AclBinding_t* acl = denial(topic);
    const Handle<rd_kafka_queue_t> queue(rd_kafka_queue_new(handle.get()));
    rd_kafka_CreateAcls(handle.get(), &acl, 1, nullptr, queue.get());
    rd_kafka_AclBinding_destroy(acl);
    (void)answer(queue.get());
}

void Broker::allow_write(const std::string& topic) const {
    const auto handle = producer(servers(), "");
    rd_kafka_AclBinding_t* acl = denial(topic);
    const Handle<rd_kafka_queue_t> queue(rd_kafka_queue_new(handle.get()));
    rd_kafka_DeleteAcls(handle.get(), &acl, 1, nullptr, queue.get());
    rd_kafka_AclBinding_destroy(acl);
    (void)answer(queue.get());
}

// The client that tests are linked with knows no ACL of transactional ids.
bool Broker::deny_transactions(const std::string& transactional_id) const {
    return kafka("tool AclCommand --bootstrap-server " + servers() +
                 " --add --deny-principal User:limited --operation Write --transactional-id " +
                 transactional_id) == 0;
}

std::uint64_t Broker::log_bytes(const std::string& topic) const {
    std::error_code none;
    const auto bytes = fs::file_size(
        directory_ + "/kafka/node1/log/" + topic + "-0/00000000000000000000.log", none);
    return none ? 0 : bytes;
}

std::vector<ConsumedRecord> Broker::committed(const std::vector<std::string>& topics) const {
    return consume_all({.bootstrap_servers = servers()}, topics);
}

std::vector<int> Broker::seqs(const std::string& topic) const {
    std::vector<int> all;
    for (const ConsumedRecord& record : committed({topic})) {
        const auto seq = record.headers.find("seq");
        all.push_back(seq == record.headers.end() ? -1 : std::atoi(seq->second.c_str()));
    }
    return all;
}

struct OtherProducer::Inside {
    Handle<rd_kafka_t> handle;
};

OtherProducer::OtherProducer(const std::string& servers, const std::string& transactional_id)
    : inside_(std::make_unique<Inside>(Inside{producer(servers, transactional_id)})) {
    done(rd_kafka_init_transactions(inside_->handle.get(), patience_ms));
}

OtherProducer::~OtherProducer() = default;

void OtherProducer::begin() {
    done(rd_kafka_begin_transaction(inside_->handle.get()));
}

void OtherProducer::produce(const std::string& topic, const std::string& key,
                            const std::string& value) {
    rd_kafka_topic_t* handle = rd_kafka_topic_new(inside_->handle.get(), topic.c_str(), nullptr);
    REQUIRE(rd_kafka_produce(handle, RD_KAFKA_PARTITION_UA, RD_KAFKA_MSG_F_COPY,
                             const_cast<char*>(value.data()), value.size(), key.data(), key.size(),
                             nullptr) == 0);
    rd_kafka_topic_destroy(handle);
    REQUIRE(rd_kafka_flush(inside_->handle.get(), patience_ms) == RD_KAFKA_RESP_ERR_NO_ERROR);
}

void OtherProducer::commit() {
    done(rd_kafka_commit_transaction(inside_->handle.get(), patience_ms));
}

void OtherProducer::abort() {
    done(rd_kafka_abort_transaction(inside_->handle.get(), patience_ms));
}

}  // namespace khabard
