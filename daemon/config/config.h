#pragma once

// Config: the configuration as written, read and checked. Every value has its true value (the
// default of key_table.cc when nobody wrote one), and every key that was written knows its place,
// so that a complaint that only arises later (a port that is taken, a directory that cannot be
// written) can still name file:line:column. Immutable once made; what workers need of it stands,
// compiled, in Rules.

#include "daemon/model/complaint.h"
#include "daemon/model/feed.h"
#include "daemon/model/limits.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace khabard {

// Where a value was written. `line` 0: it is a default, or was given by --set (then `file` says
// so).
struct KeyPlace {
    std::string file;
    std::uint32_t line;
    std::uint32_t column;
};

// The value of a key in one canonical spelling, whoever stated it. It may hold secrets.
struct Setting {
    std::string text;
    KeyPlace place;
};

struct RunConfig {
    std::size_t workers;  // 0: one per processor
    std::chrono::milliseconds stop_timeout;
};

struct FetchConfig {
    std::string contact;   // empty: `run` refuses to start
    std::string info_url;  // of the page that tells publishers who polls them; may be empty
    std::chrono::milliseconds connect_timeout;
    std::chrono::milliseconds first_byte_timeout;
    std::chrono::milliseconds total_timeout;
    std::chrono::milliseconds sitemap_timeout;
    std::chrono::milliseconds low_speed_time;
    std::size_t low_speed_bytes;  // per second, over low_speed_time
    std::size_t concurrency;
    std::size_t host_concurrency;
    std::size_t domain_concurrency;
    std::chrono::milliseconds host_gap;
    std::chrono::milliseconds crawl_delay_max;
    std::chrono::milliseconds robots_cache;
    std::size_t host_day_requests;
    std::size_t host_day_bytes;
    std::size_t feed_day_bytes;  // of feeds without validators
    std::chrono::milliseconds page_wait;
    std::chrono::milliseconds max_age;
    std::chrono::milliseconds backfill_age;
    std::vector<std::string> allow_addresses;  // networks in CIDR form
    std::string proxy;                         // empty: none; may hold userinfo
};

enum class SinkKind : std::uint8_t { files, kafka };

struct FilesSinkConfig {
    std::string directory;
    std::size_t rotate_bytes;                   // 0: never by size
    std::chrono::milliseconds rotate_interval;  // 0: never by age
};

struct KafkaSinkConfig {
    std::string bootstrap_servers;
    std::string instance;
    bool create_topics;
    std::size_t partitions;
    std::chrono::milliseconds retention;
    std::map<std::string, std::string> properties;  // handed to librdkafka; may hold secrets
};

struct PublishConfig {
    SinkKind sink;
    std::chrono::milliseconds batch_wait;   // the rows and bytes of a batch stand in Limits
    std::chrono::milliseconds alarm_after;  // of trouble with the sink
    std::size_t dead_letters_max;           // kept in the state directory
    std::uint64_t dead_letter_bytes_max;    // all of them together
    bool publish_minor;
    FilesSinkConfig files;
    KafkaSinkConfig kafka;
};

struct HttpConfig {
    std::string listen;  // as written; empty: no listener
    std::string host;    // without brackets; empty: every address of the machine
    std::uint16_t port;  // 0: one that is free
    bool allow_remote;
};

// In the order of the words of the key table.
enum class ConfiguredLogLevel : std::uint8_t { error, warning, notice, info, debug };
enum class ConfiguredLogFormat : std::uint8_t { automatic, json, plain, journal };

struct LogConfig {
    ConfiguredLogLevel level;
    ConfiguredLogFormat format;
};

struct Config {
    RunConfig run;
    FetchConfig fetch;
    PublishConfig publish;
    std::string state_directory;
    HttpConfig http;
    std::string control_socket;  // control.sock in the state directory unless stated
    LogConfig log;
    double time_scale;
    Limits limits;
    std::vector<Feed> feeds;  // in the order of the files

    std::map<std::string, Setting> settings;      // by key: "publish.sink"; feeds are not in it
    std::map<std::string, KeyPlace> feed_places;  // by feed id
    std::vector<std::string> secrets;             // what ${...} stood for: see hide_secrets()
};

// A complaint about the value of `key`, at its place.
Complaint complain_about(const Config& config, std::string_view key, std::string message);

// `text` with every secret of the configuration replaced by "***". For what libraries say of their
// settings, before it is logged or shown.
std::string hide_secrets(std::string text, const std::vector<std::string>& secrets);

// "khabard/1.2 (+https://example.org/about; desk@example.org)": one constant user agent.
std::string user_agent(const FetchConfig& fetch, std::string_view version);

}  // namespace khabard
