#pragma once

// The table of readers. A reader claims a document by looking at its media type and first bytes and
// turns it into a RawFeed: what the publisher wrote, nothing guessed, nothing dropped. A row is
// {name, claims, read}; order is preference, and there is no registration at start-up. To add one:
// its .cc, its row in readers.cc, its test.

#include "daemon/base/result.h"
#include "daemon/model/feed.h"
#include "daemon/model/limits.h"
#include "daemon/model/raw_feed.h"

#include <cstddef>
#include <span>

namespace khabard {

struct ReadOptions {
    std::size_t entries_max;  // items beyond are left out, with a warning; 0: all
    Limits limits;
    JsonApiMap json_api;  // for FeedKind::json_api
};

struct Reader {
    const char* name;
    bool (*claims)(const Document& document);
    Result<RawFeed> (*read)(const Document& document, const ReadOptions& options);
};

std::span<const Reader> all_readers();

// What the operator (or --input) says the document is; `detect` leaves it to the table.
enum class ReadAs : std::uint8_t { detect, feed, page, text, ndjson, json_api };

// Reads with the reader that claims the document. Under ReadAs::feed a document that no feed reader
// claims is an error that says what it looks like ("an HTML page"). Damage inside a document that
// is a feed is no error: what can be read is returned, `wellformed` false, with warnings.
Result<RawFeed> read_document(const Document& document, ReadAs as, const ReadOptions& options);

}  // namespace khabard
