#include "daemon/config/load.h"

#include "daemon/base/printable.h"
#include "daemon/config/expand.h"
#include "daemon/config/feeds.h"
#include "daemon/config/overrides.h"
#include "daemon/config/plausible.h"
#include "daemon/config/section_reader.h"
#include "daemon/config/transport.h"
#include "daemon/lib/toml/toml_value.h"
#include "daemon/web/guard.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

namespace khabard {
namespace {

constexpr const char* feeds_name = "feeds.toml";

RunConfig read_run(SectionReader section) {
    return RunConfig{.workers = section.integer("workers"),
                     .stop_timeout = section.duration("stop_timeout")};
}

std::vector<std::string> read_networks(SectionReader& section) {
    std::vector<std::string> networks = section.list("allow_addresses");
    for (const std::string& network : networks) {
        if (!parse_address_range(network)) {
            section.complain("allow_addresses",
                             in_quotes(network) + " is neither an address nor a network",
                             "write \"127.0.0.0/8\", or \"10.1.2.3/32\" for one address");
        }
    }
    return networks;
}

std::string read_contact(SectionReader& section, Purpose purpose) {
    std::string contact = section.text("contact");
    if (!contact.empty()) {
        if (!is_contact(contact)) {
            section.warn("contact", in_quotes(contact) + " is neither an e-mail address nor a URL",
                         "publishers should be able to reach you");
        }
    } else if (purpose == Purpose::run) {
        section.complain("contact",
                         "[fetch] contact is missing: publishers must be able to "
                         "reach whoever polls them",
                         "set contact = \"you@example.org\"");
    } else if (purpose == Purpose::check) {
        section.warn("contact", "[fetch] contact is missing, and `run` refuses to start without",
                     "set contact = \"you@example.org\"");
    }
    return contact;
}

FetchConfig read_fetch(SectionReader section, Purpose purpose) {
    return FetchConfig{.contact = read_contact(section, purpose),
                       .info_url = section.text("info_url"),
                       .connect_timeout = section.duration("connect_timeout"),
                       .first_byte_timeout = section.duration("first_byte_timeout"),
                       .total_timeout = section.duration("total_timeout"),
                       .sitemap_timeout = section.duration("sitemap_timeout"),
                       .low_speed_time = section.duration("low_speed_time"),
                       .low_speed_bytes = section.size("low_speed_bytes"),
                       .concurrency = section.integer("concurrency"),
                       .host_concurrency = section.integer("host_concurrency"),
                       .domain_concurrency = section.integer("domain_concurrency"),
                       .host_gap = section.duration("host_gap"),
                       .crawl_delay_max = section.duration("crawl_delay_max"),
                       .robots_cache = section.duration("robots_cache"),
                       .host_day_requests = section.integer("host_day_requests"),
                       .host_day_bytes = section.size("host_day_bytes"),
                       .feed_day_bytes = section.size("feed_day_bytes"),
                       .page_wait = section.duration("page_wait"),
                       .max_age = section.duration("max_age"),
                       .backfill_age = section.duration("backfill_age"),
                       .allow_addresses = read_networks(section),
                       .proxy = read_proxy(section)};
}

KafkaSinkConfig read_kafka(SectionReader section, SinkKind sink) {
    SectionReader properties = section.section("properties");
    KafkaSinkConfig kafka{.bootstrap_servers = section.text("bootstrap_servers"),
                          .instance = section.text("instance"),
                          .create_topics = section.boolean("create_topics"),
                          .partitions = section.integer("partitions"),
                          .retention = section.duration("retention"),
                          .properties = properties.texts()};
    if (!is_instance_name(kafka.instance)) {
        section.complain("instance", in_quotes(kafka.instance) + " is no instance name",
                         "use letters, digits, dot, dash and underscore, at most 64");
    }
    for (const auto& [name, value] : kafka.properties) {
        if (const char* reason = refused_kafka_property(name)) {
            properties.complain(name, "the property " + in_quotes(name) + " cannot be set", reason);
        }
    }
    const bool has_brokers = !kafka.bootstrap_servers.empty() ||
                             kafka.properties.contains("bootstrap.servers") ||
                             kafka.properties.contains("metadata.broker.list");
    if (sink == SinkKind::kafka && !has_brokers) {
        section.complain("bootstrap_servers",
                         "the sink \"kafka\" needs [publish.kafka] bootstrap_servers",
                         "for example \"localhost:9092\"");
    }
    return kafka;
}

PublishConfig read_publish(SectionReader section, Limits& limits) {
    const auto sink = static_cast<SinkKind>(section.choice("sink"));
    limits.batch_rows_max = section.integer("batch_rows");
    limits.batch_bytes_max = section.size("batch_bytes");
    limits.outbox_rows_max = section.integer("outbox_rows");
    SectionReader files = section.section("files");
    return PublishConfig{.sink = sink,
                         .batch_wait = section.duration("batch_wait"),
                         .alarm_after = section.duration("alarm_after"),
                         .dead_letters_max = section.integer("dead_letters"),
                         .dead_letter_bytes_max = section.size("dead_letter_bytes"),
                         .publish_minor = section.boolean("publish_minor"),
                         .files = {.directory = files.path("directory"),
                                   .rotate_bytes = files.size("rotate_bytes"),
                                   .rotate_interval = files.duration("rotate_interval")},
                         .kafka = read_kafka(section.section("kafka"), sink)};
}

HttpConfig read_http(SectionReader section) {
    HttpConfig http{.listen = section.text("listen"),
                    .host = "",
                    .port = 0,
                    .allow_remote = section.boolean("allow_remote")};
    if (http.listen.empty()) {
        return http;
    }
    const auto address = parse_listen(http.listen);
    if (!address) {
        section.complain("listen", in_quotes(http.listen) + " is no address to listen on",
                         "write \"127.0.0.1:8467\" or \"[::1]:8467\"");
        return http;
    }
    http.host = address->host;
    http.port = address->port;
    if (!is_loopback(http.host) && !http.allow_remote) {
        section.complain("listen", in_quotes(http.listen) + " can be reached from other machines",
                         "set allow_remote = true if that is meant: there is no password");
    }
    return http;
}

LogConfig read_log(SectionReader section) {
    return LogConfig{.level = static_cast<ConfiguredLogLevel>(section.choice("level")),
                     .format = static_cast<ConfiguredLogFormat>(section.choice("format"))};
}

void read_limits(SectionReader section, Limits& limits) {
    limits.feed_bytes_max = section.size("feed_bytes");
    limits.page_bytes_max = section.size("page_bytes");
    limits.sitemap_bytes_max = section.size("sitemap_bytes");
    limits.robots_bytes_max = section.size("robots_bytes");
    limits.header_bytes_max = section.size("header_bytes");
    limits.inflate_ratio_max = section.integer("inflate_ratio");
    limits.redirects_max = section.integer("redirects");
    limits.url_bytes_max = section.size("url_bytes");
    limits.feed_entries_max = section.integer("feed_entries");
    limits.xml_depth_max = section.integer("xml_depth");
    limits.html_depth_max = section.integer("html_depth");
    limits.text_bytes_max = section.size("text_bytes");
    limits.text_lines_max = section.integer("text_lines");
    limits.html_nodes_max = section.integer("html_nodes");
    limits.attribute_bytes_max = section.size("attribute_bytes");
    limits.input_file_bytes_max = section.size("input_file_bytes");
    limits.ndjson_line_bytes_max = section.size("ndjson_line_bytes");
    limits.page_fetch_bytes_max = section.size("page_fetch_bytes");
    limits.pending_pages_feed_max = section.integer("pending_pages_feed");
    limits.pending_pages_max = section.integer("pending_pages");
    limits.headline_chars_max = section.integer("headline_chars");
    limits.summary_chars_max = section.integer("summary_chars");
    limits.body_chars_max = section.integer("body_chars");
    limits.body_bytes_max = section.size("body_bytes");
    limits.evidence_max = section.integer("evidence");
    limits.sketch_shingles = section.integer("sketch_shingles");
    limits.sketch_postings_max = section.integer("sketch_postings");
    limits.candidates_max = section.integer("candidates");
}

// A text that was parsed and expanded; `table` is empty where the file is absent or broken.
struct ParsedFile {
    std::string name;
    TomlTable table;
    Expansions expansions;
};

class Loading {
public:
    Loading(const ConfigFiles& files, const Surroundings& surroundings, Purpose purpose)
        : files_(files), surroundings_(surroundings), purpose_(purpose) {
        complaints_ = files.complaints;
    }

    LoadedConfig load() {
        const ParsedFile main = parse_main();
        const std::optional<ParsedFile> feeds = parse_feeds();
        std::map<std::string, Setting> settings;
        FileReading reading{main.name, files_.directory, main.expansions, complaints_, &settings};
        reject_unknown_keys(main.table, "", reading);
        Config config = read_main(SectionReader(reading, "", main.table, {0, 0}));

        FeedList list;
        reading.settings = nullptr;
        read_feeds(main.table, reading, list);
        if (feeds) {
            read_feeds_file(*feeds, list);
        }
        if (list.feeds.empty() && purpose_ != Purpose::offline && !has_errors(complaints_)) {
            complaints_.push_back(Complaint{feeds_name, 0, 0, "no feed is configured",
                                            "begin one with [[feed]]", true});
        }
        config.feeds = std::move(list.feeds);
        config.feed_places = std::move(list.places);
        config.settings = std::move(settings);
        config.secrets = main.expansions.secrets;
        if (feeds) {
            const auto& more = feeds->expansions.secrets;
            config.secrets.insert(config.secrets.end(), more.begin(), more.end());
        }
        const auto more = transport_secrets(config.fetch, config.feeds);
        config.secrets.insert(config.secrets.end(), more.begin(), more.end());
        std::stable_sort(
            config.secrets.begin(), config.secrets.end(),
            [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
        return finish(std::move(config));
    }

private:
    std::optional<ParsedFile> parse(const std::string& name) {
        const ConfigFile* file = files_.find(name);
        if (file == nullptr) {
            return std::nullopt;
        }
        auto table = parse_toml(file->text, name, complaints_);
        return ParsedFile{name, table ? std::move(*table) : TomlTable{}, {}};
    }

    ParsedFile parse_main() {
        std::optional<ParsedFile> parsed = parse(files_.main_name);
        if (!parsed) {
            parsed = ParsedFile{files_.main_name, {}, {}};
            if (files_.complaints.empty()) {
                complaints_.push_back(Complaint{
                    files_.main_name, 0, 0, "there is no such file in " + files_.directory,
                    "--config names a directory with khabard.toml in it, or the file"});
            }
        }
        apply_overrides(parsed->table, surroundings_.overrides, complaints_);
        parsed->expansions = expand(parsed->table, parsed->name, surroundings_, complaints_);
        return std::move(*parsed);
    }

    std::optional<ParsedFile> parse_feeds() {
        if (files_.main_name == feeds_name) {
            return std::nullopt;
        }
        std::optional<ParsedFile> parsed = parse(feeds_name);
        if (parsed) {
            parsed->expansions = expand(parsed->table, parsed->name, surroundings_, complaints_);
        }
        return parsed;
    }

    Config read_main(SectionReader root) {
        Limits limits;
        FetchConfig fetch = read_fetch(root.section("fetch"), purpose_);
        PublishConfig publish = read_publish(root.section("publish"), limits);
        read_limits(root.section("limits"), limits);
        SectionReader dedupe = root.section("dedupe");
        const auto window = dedupe.duration("window");
        limits.dedupe_window = std::chrono::duration_cast<std::chrono::hours>(window);
        compare_retention(root, publish, window);
        std::string state_directory = root.section("state").path("directory");
        std::string socket = root.section("control").path("socket");
        if (socket.empty()) {
            socket = resolve_path(state_directory, "control.sock");
        }
        return Config{.run = read_run(root.section("run")),
                      .fetch = std::move(fetch),
                      .publish = std::move(publish),
                      .state_directory = std::move(state_directory),
                      .http = read_http(root.section("http")),
                      .control_socket = std::move(socket),
                      .log = read_log(root.section("log")),
                      .time_scale = root.section("rehearsal").number("time_scale"),
                      .limits = limits,
                      .feeds = {},
                      .settings = {},
                      .feed_places = {},
                      .secrets = {}};
    }

    // A duplicate names its original, so topics must not forget before the dedupe window does. Of
    // no concern to the files sink, unless somebody wrote a retention down.
    static void compare_retention(SectionReader& root, const PublishConfig& publish,
                                  std::chrono::milliseconds window) {
        SectionReader kafka = root.section("publish").section("kafka");
        const bool counts = publish.sink == SinkKind::kafka || kafka.has("retention");
        if (counts && publish.kafka.retention < window) {
            kafka.complain("retention",
                           "retention " + format_duration(publish.kafka.retention) +
                               " is shorter than [dedupe] window " + format_duration(window),
                           "a duplicate would name an original that is gone: raise the one or "
                           "lower the other");
        }
    }

    void read_feeds_file(const ParsedFile& file, FeedList& list) {
        FileReading reading{file.name, files_.directory, file.expansions, complaints_, nullptr};
        for (const TomlEntry& entry : file.table.entries) {
            if (entry.key != "feed") {
                const bool elsewhere = is_key_section(entry.key) || find_key(entry.key) != nullptr;
                complaints_.push_back(
                    Complaint{file.name, entry.place.line, entry.place.column,
                              "unknown key " + in_quotes(entry.key),
                              elsewhere ? "it belongs into " + files_.main_name
                                        : "this file holds [[feed]] tables and nothing else"});
            }
        }
        read_feeds(file.table, reading, list);
    }

    // Names overrides, hides secrets, and puts the complaints into the order of the files.
    LoadedConfig finish(Config config) {
        for (Complaint& complaint : complaints_) {
            complaint.message = hide_secrets(std::move(complaint.message), config.secrets);
            complaint.hint = hide_secrets(std::move(complaint.hint), config.secrets);
            const std::string override_name =
                override_of({complaint.line, complaint.column}, surroundings_.overrides);
            if (!override_name.empty() && complaint.file == files_.main_name) {
                complaint.file = override_name;
                complaint.column = 0;
            }
        }
        for (auto& [key, setting] : config.settings) {
            const std::string override_name =
                override_of({setting.place.line, setting.place.column}, surroundings_.overrides);
            if (!override_name.empty()) {
                setting.place = KeyPlace{override_name, 0, 0};
            }
        }
        std::stable_sort(
            complaints_.begin(), complaints_.end(), [](const Complaint& a, const Complaint& b) {
                return std::tie(a.file, a.line, a.column) < std::tie(b.file, b.line, b.column);
            });
        return LoadedConfig{std::move(config), std::move(complaints_)};
    }

    const ConfigFiles& files_;
    const Surroundings& surroundings_;
    Purpose purpose_;
    Complaints complaints_;
};

}  // namespace

LoadedConfig load_config(const ConfigFiles& files, const Surroundings& surroundings,
                         Purpose purpose) {
    return Loading(files, surroundings, purpose).load();
}

}  // namespace khabard
