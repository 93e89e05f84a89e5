#include "daemon/config/key_table.h"

#include <algorithm>

namespace khabard {
namespace {

using enum KeyType;
using enum Applies;

// clang-format off
constexpr KeyRow rows[] = {
    {"run.workers", integer, "threads", "0", "0..64", restart, "threads that read and label; 0: one per processor"},
    {"run.stop_timeout", duration, "", "30s", "1s..10m", reload, "how long a stop waits for what is in flight"},

    {"fetch.contact", text, "", "", "", reload, "e-mail address or URL in the user agent; `run` refuses to start without it"},
    {"fetch.info_url", text, "", "", "", reload, "page in the user agent that tells publishers who polls them"},
    {"fetch.connect_timeout", duration, "", "10s", "100ms..5m", reload, "name resolution and connection"},
    {"fetch.first_byte_timeout", duration, "", "20s", "100ms..5m", reload, "until the first byte of an answer"},
    {"fetch.total_timeout", duration, "", "30s", "100ms..10m", reload, "a whole transfer"},
    {"fetch.sitemap_timeout", duration, "", "60s", "100ms..10m", reload, "a whole transfer of a sitemap"},
    {"fetch.low_speed_bytes", size, "bytes a second", "1000", "0..1GiB", reload, "a transfer that stays below this is given up; 0: never"},
    {"fetch.low_speed_time", duration, "", "10s", "1s..5m", reload, "how long it may stay below"},
    {"fetch.concurrency", integer, "requests", "256", "1..500", reload, "requests in flight, all hosts together; feeds whose last poll failed hold a quarter of them at most"},
    {"fetch.host_concurrency", integer, "requests", "1", "1..16", reload, "requests in flight to one host"},
    {"fetch.domain_concurrency", integer, "requests", "2", "1..32", reload, "requests in flight to one registrable domain"},
    {"fetch.host_gap", duration, "", "5s", "0s..10m", reload, "between the starts of two requests to one host"},
    {"fetch.crawl_delay_max", duration, "", "120s", "0s..1h", reload, "a longer crawl-delay of robots.txt counts as this"},
    {"fetch.robots_cache", duration, "", "6h", "1m..24h", reload, "how long a robots.txt is believed"},
    {"fetch.host_day_requests", integer, "requests", "2000", "1..1000000", reload, "requests to one host in a day; beyond, feeds are polled and no pages fetched"},
    {"fetch.host_day_bytes", size, "bytes", "500MiB", "1MiB..1024GiB", reload, "bytes from one host in a day; beyond, feeds are polled and no pages fetched"},
    {"fetch.feed_day_bytes", size, "bytes", "20MiB", "1MiB..1024GiB", reload, "bytes in a day of a feed without validators; beyond, its interval stretches"},
    {"fetch.page_wait", duration, "", "15m", "0s..24h", reload, "how long a teaser waits for its page before it is published as summary_only"},
    {"fetch.max_age", duration, "", "30d", "1m..3650d", reload, "older items are skipped (`run` only)"},
    {"fetch.backfill_age", duration, "", "72h", "1m..3650d", reload, "items older than this at first sight carry the warning `backfill`"},
    {"fetch.allow_addresses", list, "networks", "", "", reload, "private addresses that may be fetched from, in CIDR form: [\"127.0.0.0/8\"]"},
    {"fetch.proxy", text, "", "", "", reload, "http, https, socks5 or socks5h proxy for all feeds; default: none, whatever the environment says"},

    {"publish.sink", choice, "", "files", "files|kafka", restart, "where records go"},
    {"publish.batch_wait", duration, "", "100ms", "0s..200ms", restart, "how long a batch waits for more records"},
    {"publish.batch_rows", integer, "records", "1000", "1..10000", restart, "records in one batch, which is one transaction"},
    {"publish.batch_bytes", size, "bytes", "8MiB", "64KiB..64MiB", restart, "bytes in one batch"},
    {"publish.outbox_rows", integer, "records", "200000", "100..100000000", reload, "unpublished records at which polling pauses; from half of it on it slows"},
    {"publish.alarm_after", duration, "", "60s", "1s..24h", reload, "how long nothing can be published before the alarm is raised"},
    {"publish.dead_letters", integer, "letters", "10000", "1..1000000", restart, "dead letters whose payload is kept in the state directory; the oldest go first"},
    {"publish.dead_letter_bytes", size, "bytes", "256MiB", "1MiB..1024GiB", restart, "bytes of all kept payloads together"},
    {"publish.publish_minor", boolean, "", "true", "", reload, "publish a new version for an edit that changes at most two words"},
    {"publish.files.directory", path, "", "/var/lib/khabard/news", "", restart, "where the NDJSON files of the topics stand"},
    {"publish.files.rotate_bytes", size, "bytes", "256MiB", "0..1024GiB", restart, "a topic file is rotated at this size; 0: never"},
    {"publish.files.rotate_interval", duration, "", "24h", "0s..365d", restart, "a topic file is rotated at this age; 0s: never"},
    {"publish.kafka.bootstrap_servers", text, "", "", "", restart, "brokers to begin with: \"host:9092,host:9092\"; needed by the sink \"kafka\""},
    {"publish.kafka.instance", text, "", "default", "", restart, "name of this daemon; gives transactional.id = khabard.<instance>"},
    {"publish.kafka.create_topics", boolean, "", "true", "", restart, "create the topics that are missing; false: publish nothing until they exist"},
    {"publish.kafka.partitions", integer, "partitions", "6", "1..1000", restart, "partitions of a news topic that is created"},
    {"publish.kafka.retention", duration, "", "30d", "1h..3650d", restart, "retention of a news topic that is created; not below dedupe.window"},
    {"publish.kafka.properties.*", text, "", "", "", restart, "any other property of librdkafka, such as \"security.protocol\""},

    {"state.directory", path, "", "/var/lib/khabard/state", "", restart, "where the state file stands; one daemon per directory"},

    {"http.listen", text, "", "127.0.0.1:8467", "", restart, "address of status, metrics and health; \"\": none; port 0: one that is free"},
    {"http.allow_remote", boolean, "", "false", "", restart, "lets http.listen be another address than loopback"},

    {"control.socket", path, "", "", "", restart, "socket of `status` and `reload`; default: control.sock in state.directory"},

    {"log.level", choice, "", "info", "error|warning|notice|info|debug", reload, "what is logged: this and what is more urgent"},
    {"log.format", choice, "", "auto", "auto|json|plain|journal", restart, "auto: the journal under systemd, plain on a terminal, else JSON lines"},

    {"dedupe.window", duration, "", "30d", "1h..365d", restart, "how long an article is remembered as a possible original"},

    {"limits.feed_bytes", size, "bytes", "15MiB", "1KiB..256MiB", reload, "a feed is read up to here, after decompression"},
    {"limits.page_bytes", size, "bytes", "4MiB", "1KiB..64MiB", reload, "a page is read up to here"},
    {"limits.page_fetch_bytes", size, "bytes", "10000000", "1KiB..256MiB", reload, "a page is fetched up to here"},
    {"limits.sitemap_bytes", size, "bytes", "50MiB", "1KiB..256MiB", reload, "a sitemap is read up to here"},
    {"limits.robots_bytes", size, "bytes", "512KiB", "500KiB..16MiB", reload, "a robots.txt is read up to here"},
    {"limits.header_bytes", size, "bytes", "64KiB", "4KiB..1MiB", reload, "the headers of one answer"},
    {"limits.inflate_ratio", integer, "bytes a byte", "100", "10..10000", reload, "decompressed bytes per byte received"},
    {"limits.redirects", integer, "hops", "10", "0..50", reload, "redirects that are followed"},
    {"limits.url_bytes", size, "bytes", "2048", "256..64KiB", reload, "a longer URL is no URL"},
    {"limits.feed_entries", integer, "entries", "2000", "1..100000", reload, "entries read of one feed document"},
    {"limits.xml_depth", integer, "levels", "256", "16..1024", reload, "nesting of XML that is followed"},
    {"limits.html_depth", integer, "levels", "256", "16..1024", reload, "nesting of HTML that is followed"},
    {"limits.text_bytes", size, "bytes", "16MiB", "64KiB..256MiB", reload, "the text of one item is read up to here"},
    {"limits.text_lines", integer, "lines", "200000", "1000..5000000", reload, "lines of the text of one item"},
    {"limits.html_nodes", integer, "nodes", "200000", "1000..5000000", reload, "nodes of one HTML page"},
    {"limits.attribute_bytes", size, "bytes", "64KiB", "1KiB..1MiB", reload, "one attribute of HTML or XML"},
    {"limits.input_file_bytes", size, "bytes", "256MiB", "1KiB..4GiB", reload, "one file of `process` or of a spool directory"},
    {"limits.ndjson_line_bytes", size, "bytes", "8MiB", "1KiB..256MiB", reload, "one line of NDJSON input"},
    {"limits.pending_pages_feed", integer, "pages", "500", "0..100000", reload, "pages of one feed that are waited for; beyond, teasers leave at once"},
    {"limits.pending_pages", integer, "pages", "20000", "0..1000000", reload, "pages of all feeds that are waited for"},
    {"limits.headline_chars", integer, "characters", "1000", "50..10000", reload, "headline of a record"},
    {"limits.summary_chars", integer, "characters", "4000", "100..50000", reload, "summary of a record"},
    {"limits.body_chars", integer, "characters", "200000", "1000..1000000", reload, "body of a record"},
    {"limits.body_bytes", size, "bytes", "700000", "4KiB..8MiB", reload, "body of a record; Kafka's own limit of a message is 1,000,000 bytes by default"},
    {"limits.evidence", integer, "passages", "50", "0..1000", reload, "passages of evidence on a record"},
    {"limits.sketch_shingles", integer, "shingles", "24", "8..256", restart, "shingles by which an article is found again; more: slower and surer"},
    {"limits.sketch_postings", integer, "articles", "60", "8..10000", restart, "articles that may share a shingle before it counts as boilerplate"},
    {"limits.candidates", integer, "articles", "64", "1..10000", reload, "known articles that a new one is compared with"},

    {"rehearsal.time_scale", number, "", "1.0", "0.001..1000000", restart, "test knob: divides every wait of scheduling and politeness; loopback feeds only"},

    {"feed.id", text, "", "", "", reload, "name of the feed, for good: `[a-z0-9][a-z0-9._-]*`, at most 64; required"},
    {"feed.url", text, "", "", "", reload, "http(s) address; for kind \"dir\" the path of the spool directory; required"},
    {"feed.kind", choice, "", "auto", "auto|rss|atom|rdf|json_feed|sitemap|json_api|page|dir", reload, "what stands there; auto looks"},
    {"feed.source", text, "", "", "", reload, "the outlet, as on the record; default: the feed's id"},
    {"feed.source_name", text, "", "", "", reload, "the outlet's name for people; default: feed.source"},
    {"feed.source_domain", text, "", "", "", reload, "the outlet's domain; default: that of feed.url"},
    {"feed.interval", duration, "", "15m", "5m..24h", reload, "first and shortest time between two polls; below 15m with a reason only"},
    {"feed.interval_reason", text, "", "", "", reload, "why the publisher may be asked more often than every 15m"},
    {"feed.fetch_pages", choice, "", "auto", "auto|always|never", reload, "fetch the pages of entries; auto: of teasers"},
    {"feed.robots", choice, "", "obey", "obey|ignore", reload, "robots.txt; the choice is on the record"},
    {"feed.enabled", boolean, "", "true", "", reload, "false: not polled, and nothing of it is forgotten"},
    {"feed.timezone", text, "", "", "", reload, "zone of dates that state none, such as \"Asia/Riyadh\"; default: UTC"},
    {"feed.publish_body", choice, "", "full", "full|excerpt|none", reload, "how much of the text a record carries"},
    {"feed.rights", choice, "", "record", "record|obey", reload, "obey: without its text where X-Robots-Tag, meta robots or tdm-reservation ask not to keep it"},
    {"feed.headers.*", text, "", "", "", reload, "extra request header, sent to the feed's own origin only"},
    {"feed.proxy", text, "", "", "", reload, "proxy of this feed in place of fetch.proxy; \"\": none"},
    {"feed.auth.user", text, "", "", "", reload, "user of basic authentication, sent to the feed's own origin only"},
    {"feed.auth.password", text, "", "", "", reload, "its password, best as \"${credential:NAME}\""},
    {"feed.auth.token", text, "", "", "", reload, "bearer token, in place of user and password"},
    {"feed.tls.verify", boolean, "", "true", "", reload, "false: any certificate is taken from the feed's own origin, and each start and reload warns of it"},
    {"feed.tls.ca", path, "", "", "", reload, "file of CA certificates that are trusted for the feed's own origin, in place of the system's"},
    {"feed.json.items", text, "", "", "", reload, "JSON pointer to the array of items; \"\": the answer itself"},
    {"feed.json.id", text, "", "", "", reload, "JSON pointer from an item to its id"},
    {"feed.json.url", text, "", "", "", reload, "JSON pointer from an item to its address"},
    {"feed.json.title", text, "", "", "", reload, "JSON pointer from an item to its headline"},
    {"feed.json.html", text, "", "", "", reload, "JSON pointer from an item to its text, as HTML"},
    {"feed.json.text", text, "", "", "", reload, "JSON pointer from an item to its text, plain"},
    {"feed.json.published", text, "", "", "", reload, "JSON pointer from an item to its date"},
    {"feed.json.next", text, "", "", "", reload, "JSON pointer from the answer to the address of its next page"},
};
// clang-format on

}  // namespace

const char* key_type_name(KeyType type) noexcept {
    switch (type) {
        case text: return "text";
        case path: return "path";
        case boolean: return "boolean";
        case integer: return "integer";
        case number: return "number";
        case size: return "size";
        case duration: return "duration";
        case choice: return "choice";
        case list: return "list";
    }
    return "";
}

std::span<const KeyRow> key_table() {
    return rows;
}

const KeyRow* find_key(std::string_view key) {
    const auto names = [key](const KeyRow& row) {
        if (!row.key.ends_with('*')) {
            return row.key == key;
        }
        const std::string_view stem = row.key.substr(0, row.key.size() - 1);
        return key.starts_with(stem) && key.size() > stem.size();
    };
    const KeyRow* found = std::find_if(std::begin(rows), std::end(rows), names);
    return found == std::end(rows) ? nullptr : found;
}

bool is_key_section(std::string_view key) {
    return std::any_of(std::begin(rows), std::end(rows), [key](const KeyRow& row) {
        return row.key.size() > key.size() && row.key.starts_with(key) &&
               row.key[key.size()] == '.';
    });
}

LimitBorders limit_borders(const KeyRow& row) {
    const std::size_t dots = row.limit.find("..");
    if (dots == std::string_view::npos) {
        return {};
    }
    return LimitBorders{row.limit.substr(0, dots), row.limit.substr(dots + 2)};
}

std::vector<std::string> limit_words(const KeyRow& row) {
    std::vector<std::string> words;
    std::string_view left = row.limit;
    while (!left.empty()) {
        const std::size_t bar = std::min(left.find('|'), left.size());
        words.emplace_back(left.substr(0, bar));
        left.remove_prefix(std::min(bar + 1, left.size()));
    }
    return words;
}

}  // namespace khabard
