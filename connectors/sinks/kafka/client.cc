#include "connectors/sinks/kafka/client.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <utility>

namespace khabard {
namespace {

constexpr std::chrono::milliseconds default_transaction_timeout{10'000};
// A broker that hangs is given up within seconds, not after a minute; librdkafka wants it not to be
// longer than a transaction.
constexpr std::chrono::milliseconds default_socket_timeout{3000};
constexpr std::size_t text_bytes = 512;

struct Setting {
    const char* name;
    const char* value;
};

// What the operator may change.
constexpr Setting defaults[] = {
    {"socket.nagle.disable", "true"},
    {"socket.keepalive.enable", "true"},
    {"reconnect.backoff.max.ms", "1000"},
    {"topic.metadata.propagation.max.ms", "5000"},
};

// A topic that comes into being by being asked for would have neither our retention nor policy.
constexpr Setting promises[] = {{"allow.auto.create.topics", "false"}};

// Short enough that a dead instance does not hide for long what others publish, longer than a
// change of leader.
constexpr Setting producer_defaults[] = {
    {"compression.type", "zstd"},
    {"linger.ms", "2"},
    {"transaction.timeout.ms", "10000"},
};

constexpr Setting producer_promises[] = {
    {"enable.idempotence", "true"},
    {"partitioner", "murmur2_random"},
};

// The end of a partition must be reported, and soon: a start waits for it.
constexpr Setting reader_promises[] = {
    {"enable.partition.eof", "true"},  {"fetch.wait.max.ms", "10"},
    {"fetch.error.backoff.ms", "100"}, {"enable.auto.offset.store", "false"},
    {"auto.offset.reset", "error"},
};

bool holds_secret(const std::string& name) {
    for (const char* part : {"password", "secret", "key", "token", "jaas", "oauthbearer", "pem"}) {
        if (name.find(part) != std::string::npos) {
            return true;
        }
    }
    return false;
}

Status set(rd_kafka_conf_t* conf, const std::string& name, const std::string& value) {
    std::array<char, text_bytes> text{};
    if (rd_kafka_conf_set(conf, name.c_str(), value.c_str(), text.data(), text.size()) ==
        RD_KAFKA_CONF_OK) {
        return {};
    }
    return Error{Fault::configuration, name,
                 holds_secret(name) ? "librdkafka does not take its value"
                                    : "librdkafka says: " + std::string(text.data())};
}

template <std::size_t N>
Status set_all(rd_kafka_conf_t* conf, const Setting (&settings)[N]) {
    for (const Setting& setting : settings) {
        if (auto done = set(conf, setting.name, setting.value); !done) {
            return done;
        }
    }
    return {};
}

// How much a cause tells; the broker that merely is away hides behind the one that refuses us.
int gravity(rd_kafka_resp_err_t code) {
    switch (code) {
        case RD_KAFKA_RESP_ERR_NO_ERROR: return 0;
        case RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN: return 1;
        case RD_KAFKA_RESP_ERR__TRANSPORT:
        case RD_KAFKA_RESP_ERR__TIMED_OUT: return 2;
        case RD_KAFKA_RESP_ERR__RESOLVE: return 3;
        case RD_KAFKA_RESP_ERR__SSL:
        case RD_KAFKA_RESP_ERR__AUTHENTICATION: return 5;
        default: return 4;
    }
}

void on_error(rd_kafka_t* handle, int code, const char* reason, void* opaque) noexcept {
    auto* reports = static_cast<ClientReports*>(opaque);
    auto error = static_cast<rd_kafka_resp_err_t>(code);
    std::array<char, text_bytes> text{};
    std::string why = reason;
    if (error == RD_KAFKA_RESP_ERR__FATAL) {
        error = rd_kafka_fatal_error(handle, text.data(), text.size());
        why = text.data();
    }
    if (gravity(error) >= gravity(reports->cause_code)) {
        reports->cause_code = error;
        reports->cause = std::move(why);
    }
}

void on_delivery(rd_kafka_t*, const rd_kafka_message_t* message, void* opaque) noexcept {
    auto* reports = static_cast<ClientReports*>(opaque);
    if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
        return;
    }
    // Once one record is refused the others of its transaction are purged: the first one counts.
    const bool purged = message->err == RD_KAFKA_RESP_ERR__PURGE_QUEUE ||
                        message->err == RD_KAFKA_RESP_ERR__PURGE_INFLIGHT;
    if (!reports->failed && !purged) {
        const char* topic = message->rkt != nullptr ? rd_kafka_topic_name(message->rkt) : "";
        reports->failed =
            FailedDelivery{message->err, std::string(topic) + ": " + rd_kafka_err2str(message->err),
                           message->_private};
    }
}

const char* isolation(ClientRole role) {
    return role == ClientRole::uncommitted_reader ? "read_uncommitted" : "read_committed";
}

Status configure_producer(rd_kafka_conf_t* conf, const KafkaSinkOptions& options) {
    if (auto done = set(conf, "transactional.id", "khabard." + options.instance); !done) {
        return done;
    }
    // Without delivery reports every commit waits in steps of ten milliseconds.
    rd_kafka_conf_set_dr_msg_cb(conf, on_delivery);
    return set_all(conf, producer_promises);
}

Status configure(rd_kafka_conf_t* conf, const KafkaSinkOptions& options, ClientRole role) {
    if (auto done = set_all(conf, defaults); !done) {
        return done;
    }
    if (auto done = set_all(conf, producer_defaults); !done) {
        return done;
    }
    const auto patience = std::min(default_socket_timeout, transaction_timeout(options));
    if (auto done = set(conf, "socket.timeout.ms", std::to_string(patience.count())); !done) {
        return done;
    }
    if (auto done = set(conf, "client.id", "khabard." + options.instance); !done) {
        return done;
    }
    for (const auto& [name, value] : options.properties) {
        if (auto done = set(conf, name, value); !done) {
            return done;
        }
    }
    if (!options.bootstrap_servers.empty()) {
        if (auto done = set(conf, "bootstrap.servers", options.bootstrap_servers); !done) {
            return done;
        }
    }
    if (auto done = set_all(conf, promises); !done) {
        return done;
    }
    // What the library would print is told through the error callback.
    rd_kafka_conf_set_log_cb(conf, nullptr);
    rd_kafka_conf_set_error_cb(conf, on_error);
    switch (role) {
        case ClientRole::producer: return configure_producer(conf, options);
        case ClientRole::admin: return {};
        case ClientRole::committed_reader:
        case ClientRole::uncommitted_reader: break;
    }
    if (auto done = set(conf, "isolation.level", isolation(role)); !done) {
        return done;
    }
    return set_all(conf, reader_promises);
}

}  // namespace

void KafkaDeleter::operator()(rd_kafka_t* handle) const noexcept {
    if (rd_kafka_type(handle) == RD_KAFKA_PRODUCER) {
        rd_kafka_purge(handle, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT |
                                   RD_KAFKA_PURGE_F_NON_BLOCKING);
    }
    rd_kafka_destroy_flags(handle, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
}

Result<ConfiguredConf> make_conf(const KafkaSinkOptions& options, ClientRole role) {
    ConfiguredConf conf(rd_kafka_conf_new());
    if (auto done = configure(conf.get(), options, role); !done) {
        return done.error();
    }
    return conf;
}

Result<std::unique_ptr<KafkaClient>> KafkaClient::open(const KafkaSinkOptions& options,
                                                       ClientRole role, bool one_message_batches) {
    auto conf = make_conf(options, role);
    if (!conf) {
        return conf.error();
    }
    if (one_message_batches) {
        if (auto done = set(conf->get(), "batch.num.messages", "1"); !done) {
            return done.error();
        }
    }
    std::unique_ptr<KafkaClient> client(new KafkaClient());
    rd_kafka_conf_set_opaque(conf->get(), &client->reports_);
    const bool reads =
        role == ClientRole::committed_reader || role == ClientRole::uncommitted_reader;
    std::array<char, text_bytes> text{};
    client->handle_.reset(rd_kafka_new(reads ? RD_KAFKA_CONSUMER : RD_KAFKA_PRODUCER, conf->get(),
                                       text.data(), text.size()));
    if (!client->handle_) {
        return Error{Fault::configuration, "publish.kafka",
                     "librdkafka refuses to start: " + std::string(text.data())};
    }
    (void)conf->release();  // the handle's own now
    for (const char* name : {"sasl.mechanism", "sasl.mechanisms"}) {
        const auto found = options.properties.find(name);
        if (found != options.properties.end()) {
            client->mechanism_ = found->second;
        }
    }
    return client;
}

void KafkaClient::poll(std::chrono::milliseconds wait) noexcept {
    rd_kafka_poll(handle_.get(), static_cast<int>(wait.count()));
}

bool KafkaClient::is_refused() const noexcept {
    return reports_.cause_code == RD_KAFKA_RESP_ERR__AUTHENTICATION ||
           reports_.cause_code == RD_KAFKA_RESP_ERR__SSL;
}

void KafkaClient::forget_cause() {
    reports_.cause_code = RD_KAFKA_RESP_ERR_NO_ERROR;
    reports_.cause.clear();
}

std::string KafkaClient::explain(const std::string& what) {
    poll(std::chrono::milliseconds{0});
    if (reports_.cause.empty()) {
        return what;
    }
    std::string text = what + ": " + reports_.cause;
    if (reports_.cause_code == RD_KAFKA_RESP_ERR__AUTHENTICATION) {
        text += "; see sasl.username and sasl.password in [publish.kafka.properties]";
        if (mechanism_.starts_with("SCRAM")) {
            text +=
                " (librdkafka before 2.6.1 fails with SCRAM on Kafka 4: use PLAIN over TLS or "
                "a client certificate there)";
        }
    } else if (reports_.cause_code == RD_KAFKA_RESP_ERR__SSL) {
        text += "; see ssl.ca.location in [publish.kafka.properties]";
    }
    return text;
}

std::chrono::milliseconds transaction_timeout(const KafkaSinkOptions& options) {
    const auto found = options.properties.find("transaction.timeout.ms");
    int value = 0;
    if (found != options.properties.end()) {
        const std::string& text = found->second;
        std::from_chars(text.data(), text.data() + text.size(), value);
    }
    return value > 0 ? std::chrono::milliseconds{value} : default_transaction_timeout;
}

std::optional<PropertyComplaint> kafka_property_complaint(const KafkaSinkOptions& options) {
    const auto conf = make_conf(options, ClientRole::producer);
    if (conf) {
        return std::nullopt;
    }
    return PropertyComplaint{conf.error().where, conf.error().what};
}

std::string kafka_version_text() {
    return std::string("librdkafka ") + rd_kafka_version_str();
}

}  // namespace khabard
