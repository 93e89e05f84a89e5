#include "daemon/config/feeds.h"

#include "daemon/base/printable.h"
#include "daemon/config/plausible.h"
#include "daemon/config/transport.h"
#include "daemon/lib/icu/time_zone.h"
#include "daemon/web/url.h"

#include <array>
#include <chrono>
#include <optional>
#include <utility>

namespace khabard {
namespace {

using namespace std::chrono_literals;

// Nullopt when there is none that can be used; complained about then.
std::optional<std::string> read_id(SectionReader& feed) {
    std::string id = feed.text("id");
    if (!feed.has("id")) {
        feed.complain("id", "a feed without an id", "add id = \"...\", a name for good");
        return std::nullopt;
    }
    if (!is_feed_id(id)) {
        feed.complain("id", "the id " + in_quotes(id) + " is not of the form [a-z0-9][a-z0-9._-]*",
                      "use small letters, digits, dot, dash and underscore, at most 64");
        return std::nullopt;
    }
    return id;
}

struct Address {
    std::string url;
    std::string display;
    std::string domain;
};

std::optional<Address> read_web_address(SectionReader& feed, const std::string& written) {
    const std::string shown = redact_url(feed.display("url", written));
    const auto url = parse_url(written);
    if (!url || !url->host) {
        const bool schemeless = written.find("://") == std::string::npos;
        feed.complain("url", in_quotes(shown) + " is no URL",
                      schemeless ? "write it with its scheme: \"https://...\"" : "");
        return std::nullopt;
    }
    if (url->scheme != "http" && url->scheme != "https") {
        feed.complain("url", "the scheme \"" + url->scheme + "\" cannot be polled",
                      "http and https can, and a directory with kind = \"dir\"");
        return std::nullopt;
    }
    return Address{url->href(), shown, registrable_domain(*url->host)};
}

std::optional<Address> read_address(SectionReader& feed, FeedKind kind,
                                    const std::string& directory) {
    const std::string written = feed.text("url");
    if (written.empty()) {
        feed.complain("url", "a feed without a url",
                      kind == FeedKind::directory ? "url is the path of the spool directory" : "");
        return std::nullopt;
    }
    if (kind == FeedKind::directory) {
        const std::string path = resolve_path(directory, written);
        const std::string shown = resolve_path(directory, feed.display("url", written));
        return Address{path, shown, ""};
    }
    return read_web_address(feed, written);
}

std::chrono::milliseconds read_interval(SectionReader& feed, const std::string& reason) {
    const std::chrono::milliseconds interval = feed.duration("interval");
    if (interval < 15min && reason.empty()) {
        feed.complain("interval",
                      "an interval of " + format_duration(interval) +
                          " needs a reason why this publisher may be asked so often",
                      "add interval_reason = \"...\", or use 15m or more");
    }
    return interval;
}

JsonApiMap read_json(SectionReader& feed, FeedKind kind) {
    SectionReader json = feed.section("json");
    JsonApiMap map{json.text("items"),     json.text("id"),   json.text("url"),
                   json.text("title"),     json.text("html"), json.text("text"),
                   json.text("published"), json.text("next")};
    constexpr std::array names = {"items", "id",   "url",       "title",
                                  "html",  "text", "published", "next"};
    const std::array pointers = {&map.items, &map.id,   &map.url,       &map.title,
                                 &map.html,  &map.text, &map.published, &map.next};
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (!is_json_pointer(*pointers[i])) {
            json.complain(names[i], in_quotes(*pointers[i]) + " is no JSON pointer",
                          "it begins with a slash: \"/data/articles\"");
        }
    }
    if (kind != FeedKind::json_api) {
        if (feed.has("json")) {
            feed.warn("json", "[feed.json] is used by kind \"json_api\" only",
                      "set the kind, or leave the section out");
        }
        return map;
    }
    if (!feed.has("json")) {
        feed.complain("json", "kind \"json_api\" needs a section [feed.json]",
                      "it says where items, title, url and text stand in the answer");
    } else if (map.title.empty() && map.html.empty() && map.text.empty()) {
        feed.complain("json", "[feed.json] names neither title nor html nor text",
                      "an item without any of them holds no news");
    } else if (map.id.empty() && map.url.empty()) {
        feed.complain("json", "[feed.json] names neither id nor url",
                      "without one of them an edited item looks like a new one");
    }
    return map;
}

std::map<std::string, std::string> read_headers(SectionReader& feed) {
    SectionReader section = feed.section("headers");
    std::map<std::string, std::string> headers = section.texts();
    for (const auto& [name, value] : headers) {
        if (const char* reason = refused_request_header(name)) {
            section.complain(name, "the request header " + in_quotes(name) + " cannot be set",
                             reason);
        } else if (!is_header_name(name) || !is_header_value(value)) {
            section.complain(name, in_quotes(name) + " is no header that can be sent");
        }
    }
    return headers;
}

std::string read_timezone(SectionReader& feed) {
    std::string zone = feed.text("timezone");
    if (!zone.empty() && !is_time_zone(zone)) {
        feed.complain("timezone", in_quotes(zone) + " is no time zone",
                      "use a name of the IANA list, such as \"Asia/Riyadh\"");
    }
    return zone;
}

Source read_source(SectionReader& feed, const std::string& id, const std::string& domain) {
    std::string source = feed.text("source");
    std::string name = feed.text("source_name");
    std::string stated_domain = feed.text("source_domain");
    if (source.empty()) {
        source = id;
    }
    if (name.empty()) {
        name = source;
    }
    if (stated_domain.empty()) {
        stated_domain = domain;
    }
    return Source{std::move(source), std::move(name), std::move(stated_domain)};
}

std::string text_of(const KeyPlace& place) {
    return place.file + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
}

// False when there already is a feed of that id, be it a good one or not.
bool is_new(const std::string& id, SectionReader& section, const FeedList& list) {
    const auto first = list.places.find(id);
    if (first == list.places.end()) {
        return true;
    }
    section.complain("id", "duplicate feed id " + in_quotes(id),
                     "the first is at " + text_of(first->second));
    return false;
}

// Whatever is wrong is complained about at once, so all keys are read before the feed is given up.
std::optional<Feed> read_feed(SectionReader& section, const FileReading& reading, FeedList& list) {
    const auto id = read_id(section);
    const bool own_id = id && is_new(*id, section, list);
    if (own_id) {
        const TomlPlace place = section.place_of("id");
        list.places.emplace(*id, KeyPlace{reading.file, place.line, place.column});
    }
    const FeedKind kind = static_cast<FeedKind>(section.choice("kind"));
    const auto address = read_address(section, kind, reading.directory);
    std::string reason = section.text("interval_reason");
    const auto interval = read_interval(section, reason);
    const std::string domain = address ? address->domain : "";
    Source source = read_source(section, id.value_or(""), domain);
    const auto fetch_pages = static_cast<FetchPages>(section.choice("fetch_pages"));
    const auto robots = static_cast<RobotsPolicy>(section.choice("robots"));
    const auto publish_body = static_cast<PublishBody>(section.choice("publish_body"));
    const bool obey_rights = section.choice("rights") == 1;
    std::string timezone = read_timezone(section);
    const bool enabled = section.boolean("enabled");
    JsonApiMap json = read_json(section, kind);
    auto headers = read_headers(section);
    FeedAuth auth = read_auth(section);
    FeedTls tls = read_tls(section, id.value_or(""));
    std::string proxy = read_proxy(section);
    if (!own_id || !address) {
        return std::nullopt;
    }
    return Feed{.id = FeedId{*id},
                .url = address->url,
                .display_url = address->display,
                .kind = kind,
                .source = std::move(source),
                .interval = interval,
                .interval_reason = std::move(reason),
                .fetch_pages = fetch_pages,
                .robots = robots,
                .publish_body = publish_body,
                .timezone = std::move(timezone),
                .enabled = enabled,
                .json = std::move(json),
                .headers = std::move(headers),
                .auth = std::move(auth),
                .tls = std::move(tls),
                .proxy = section.has("proxy") ? std::optional(std::move(proxy)) : std::nullopt,
                .obey_rights = obey_rights};
}

void warn_of_same_address(const Feed& feed, SectionReader& section, const FeedList& list) {
    if (const auto same = list.urls.find(feed.url); same != list.urls.end()) {
        section.warn("url", "the same address as feed " + in_quotes(same->second) + " at " +
                                text_of(list.places.find(same->second)->second));
    }
}

}  // namespace

void read_feeds(const TomlTable& file, FileReading& reading, FeedList& list) {
    const TomlValue* value = file.find("feed");
    if (value == nullptr) {
        return;
    }
    if (value->array() == nullptr) {
        reading.complaints.push_back(Complaint{reading.file, value->place.line, value->place.column,
                                               "\"feed\" is not a list of feeds",
                                               "each feed begins with [[feed]]"});
        return;
    }
    for (const TomlValue& element : value->array()->values) {
        if (element.table() == nullptr) {
            reading.complaints.push_back(
                Complaint{reading.file, element.place.line, element.place.column,
                          "a feed is a table, not " + std::string(element.type_name()),
                          "each feed begins with [[feed]]"});
            continue;
        }
        reject_unknown_keys(*element.table(), "feed", reading);
        SectionReader section(reading, "feed", *element.table(), element.place);
        auto feed = read_feed(section, reading, list);
        if (!feed) {
            continue;
        }
        warn_of_same_address(*feed, section, list);
        list.urls.emplace(feed->url, feed->id.get());
        list.feeds.push_back(std::move(*feed));
    }
}

}  // namespace khabard
