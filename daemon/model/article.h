#pragma once

// Draft and Article: an item on its way to becoming a record. extract makes Drafts of a RawItem,
// clean applies the newsroom rules, compose makes the Article. Every removal and repair is an Edit,
// so that warnings and `explain` are views of what was really done.

#include "daemon/base/time.h"
#include "daemon/model/text.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace khabard {

enum class BlockRole : std::uint8_t {
    unknown,
    title,
    deck,
    subheading,
    paragraph,
    list_item,
    quote
};

// One paragraph-like piece of text, plain, in reading order.
struct Block {
    std::string text;  // valid UTF-8 without markup
    BlockRole role;
};

struct Edit {
    std::string stage;        // extract | clean | compose
    std::string rule;         // id in cleaning.toml, or the name of the built-in step
    std::string removed;      // what stood there, as it stood
    std::string replacement;  // empty: it was removed
};

enum class DatePrecision : std::uint8_t { second, minute, day };
enum class DateOrigin : std::uint8_t { feed, page_meta, page_text, url, sitemap, inferred, none };

const char* date_precision_name(DatePrecision precision) noexcept;
const char* date_origin_name(DateOrigin origin) noexcept;

// A date that was read. `at` is the start of the day when the precision is a day.
struct ReadDate {
    Instant at;
    DatePrecision precision;
    bool zone_assumed;  // no zone was stated
    bool relative;      // it needed the time of the crawl (no year, "two hours ago")
    bool hijri_converted;
};

struct StatedDate {
    ReadDate date;
    std::string raw;  // as written
    DateOrigin origin;
};

enum class Representation : std::uint8_t { full, partial, summary_only };
const char* representation_name(Representation representation) noexcept;

enum class BodySource : std::uint8_t { page, feed_full, feed_summary, api, text, none };
const char* body_source_name(BodySource source) noexcept;

// An item before the newsroom rules: what it states, and its text as blocks.
struct Draft {
    std::optional<std::string> title;    // stated apart from the text, plain
    std::optional<std::string> summary;  // stated apart, plain
    std::vector<Block> blocks;
    std::optional<StatedDate> published;  // stated apart from the text
    std::optional<StatedDate> modified;
    std::vector<std::string> authors;
    std::vector<std::string> keywords;
    std::optional<std::string> section;
    std::optional<std::string> image_url;
    std::optional<std::string> declared_language;
    std::string guid;           // "" when the publisher gave none; "id#2" for split articles
    std::string url;            // as published, absolute; may be empty
    std::string canonical_url;  // may be empty
    std::string source_name;    // overrides the feed's source name; may be empty
    BodySource body_source;
    Representation representation;
    bool
        search_text;  // scraped text: title, date, dateline and boundaries must be looked for in it
    Instant reference;  // the time of the crawl, to which relative dates refer
    std::vector<Edit> edits;
};

// An article fit to be read. Offsets elsewhere point into these three texts.
struct Article {
    DisplayText headline;  // may be empty: the source had none
    DisplayText summary;   // may be empty
    DisplayText body;      // paragraphs joined by "\n\n"; may be empty
    std::optional<std::string> dateline;
    std::optional<std::string> agency;
    std::optional<std::string> credit;
    std::vector<std::string> authors;
    std::optional<std::string> section;
    std::vector<std::string> keywords;
    std::optional<StatedDate> published;
    std::optional<StatedDate> modified;
    std::vector<std::string> date_flags;  // zone_assumed, hijri_converted, future_clamped ...
    std::optional<std::string> language;  // BCP 47; nullopt: too short to tell
    double language_confidence;
    bool surely_not_arabic;  // enough text, and clearly another language
    std::string guid;
    std::string url;
    std::string canonical_url;
    std::string source_name;
    std::optional<std::string> image_url;
    Representation representation;
    BodySource body_source;
    bool body_truncated;
    std::vector<std::string> warnings;
    std::vector<Edit> edits;
};

}  // namespace khabard
