#pragma once

// Feed: what is configured and polled. Source: the outlet whose name stands on the record.

#include "daemon/model/ids.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace khabard {

enum class FeedKind : std::uint8_t {
    automatic,
    rss,
    atom,
    rdf,
    json_feed,
    sitemap,
    json_api,
    page,
    directory,
};

// As in feeds.toml and on the record: "auto", "rss", ... , "dir".
const char* feed_kind_name(FeedKind kind) noexcept;

enum class FetchPages : std::uint8_t { automatic, always, never };
enum class RobotsPolicy : std::uint8_t { obey, ignore };
enum class PublishBody : std::uint8_t { full, excerpt, none };

struct Source {
    std::string id;
    std::string name;
    std::string domain;  // registrable domain of the outlet; may be empty (spool directories)
};

// JSON pointers (RFC 6901) into the answer of a JSON API; `items` from the root, the rest from an
// item. An empty one is not stated.
struct JsonApiMap {
    std::string items;
    std::string id;
    std::string url;
    std::string title;
    std::string html;
    std::string text;
    std::string published;
    std::string next;
};

// One of the two, or neither.
struct FeedAuth {
    std::string user;  // basic authentication
    std::string password;
    std::string token;  // bearer

    friend bool operator==(const FeedAuth&, const FeedAuth&) = default;
};

struct FeedTls {
    bool verify = true;
    std::string
        ca;  // file of certificates that are trusted for this feed's origin; "": the system's

    friend bool operator==(const FeedTls&, const FeedTls&) = default;
};

struct Feed {
    FeedId id;
    std::string url;          // for FeedKind::directory the path of the spool directory
    std::string display_url;  // the same with credentials redacted: for records, logs and status
    FeedKind kind;
    Source source;
    std::chrono::milliseconds interval = std::chrono::minutes{15};
    std::string interval_reason = {};
    FetchPages fetch_pages = FetchPages::automatic;
    RobotsPolicy robots = RobotsPolicy::obey;
    PublishBody publish_body = PublishBody::full;
    std::string timezone = {};  // IANA name, or empty: UTC, and the record says zone_assumed
    bool enabled = true;
    JsonApiMap json = {};
    std::map<std::string, std::string> headers = {};  // extra, of requests; values may be secrets
    FeedAuth auth = {};
    FeedTls tls = {};
    std::optional<std::string> proxy = {};  // nullopt: that of [fetch]; "": none
    bool obey_rights = false;  // what asks not to be kept is published without its text
};

}  // namespace khabard
