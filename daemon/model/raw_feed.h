#pragma once

// What the publisher wrote, nothing guessed and nothing dropped. Every reader of connectors/readers
// turns a Document into a RawFeed; a page and a plain text are feeds of one item.

#include "daemon/base/time.h"
#include "daemon/model/text.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace khabard {

// Valid UTF-8 with everything that reading needs to know about where it came from.
struct Document {
    Utf8 text;
    std::string url;              // base for relative links; may be empty
    std::string content_type;     // media type, lower case, without parameters; may be empty
    std::string encoding;         // WHATWG label: "utf-8", "windows-1256"
    std::string encoding_reason;  // bom | http | declaration | meta | statistics | utf-8 | default
    std::size_t replaced;         // undecodable sequences that became U+FFFD
    bool truncated;               // the body was cut at a cap or broke off
};

// Feed text constructs are plain text or markup; which, the dialect decides, and cleaning needs it.
enum class Markup : std::uint8_t { plain, html };

struct RawText {
    std::string text;  // entities of the carrier (XML, JSON) resolved; if html: HTML source
    Markup markup;
};

struct Enclosure {
    std::string url;
    std::string type;
    std::string length;
};

// A link with what it says of its target; empty where nothing is said.
struct Link {
    std::string href;  // absolute
    std::string rel;
    std::string type;
    std::string title;
    std::string hreflang;
};

// What a publisher states beyond the fields below: the pipeline has no use for it, `inspect` shows
// it as a key of that name (rights, generator, author_email ...).
struct Statement {
    std::string name;
    std::string value;
};

// Fields that are not stated are nullopt or empty; dates are as written.
struct RawItem {
    std::optional<RawText> title;
    std::optional<std::string> link;  // absolute
    std::optional<std::string> id;    // guid
    std::optional<std::string> published;
    std::optional<std::string> updated;
    std::optional<RawText> summary;
    std::optional<RawText> content;
    std::optional<std::string> author;  // as inspect shows it
    std::vector<std::string> authors;
    std::vector<std::string> categories;
    std::vector<Enclosure> enclosures;
    std::optional<std::string> comments;
    std::vector<std::string> links;  // every link of the item, absolute
    std::optional<std::string> source_title;
    std::optional<std::string> image;
    std::optional<std::string> section;
    std::optional<std::string> language;
    std::optional<std::string> canonical_url;  // pages: link rel=canonical, og:url
    std::optional<Instant> fetched_at;         // ndjson: the reference for relative dates
    // A scraped text document: title, dates, debris and even several articles are still in it.
    std::optional<std::string> raw_text;
    // True for a page or text whose `content` is the whole article, not a feed's idea of it.
    bool whole_article = false;
    bool withdrawn = false;               // at:deleted-entry
    std::string source_name;              // ndjson `source`; empty: the feed's
    std::uint64_t position = 0;           // line of an ndjson file, else ordinal of the item from 1
    std::vector<Link> stated_links = {};  // the same links with their attributes, if they have any
    std::vector<Statement> further = {};
    // Of a feed's entry that was completed from its page: what the page gave.
    bool page_text = false;
    bool page_date = false;
};

enum class FollowupKind : std::uint8_t { next_page, child_sitemap, hub, alternate_feed };

struct Followup {
    FollowupKind kind;
    std::string url;
};

struct RawFeedMeta {
    std::optional<std::string> title;
    std::optional<std::string> link;
    std::optional<std::string> id;
    std::optional<std::string> subtitle;
    std::optional<std::string> language;
    std::optional<std::string> author;
    std::optional<std::string> updated;
    std::optional<std::string> published;
    std::optional<std::string> rights;
    std::optional<std::string> image;
    std::vector<std::string> categories;
    std::optional<std::string> ttl_minutes;  // RSS ttl, as written
    std::optional<std::string> update_period;
    std::optional<std::string> update_frequency;
    std::vector<std::string> authors = {};
    std::vector<Link> links = {};
    std::vector<Statement> further = {};
};

// One item that could not be read at all; the rest of its document was.
struct RawReject {
    std::uint64_t position;  // as RawItem::position
    std::string what;
    std::string excerpt;  // of the input, at most 4 KiB
};

struct RawFeed {
    std::string format;  // rss20, atom10, json, sitemap, page, text, ndjson ...
    bool wellformed;
    RawFeedMeta feed;
    std::vector<RawItem> items;
    std::vector<RawReject> rejects;
    std::vector<Followup> followups;
    std::vector<std::string> warnings;
};

}  // namespace khabard
