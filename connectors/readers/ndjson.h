#pragma once

// Newline-delimited JSON: one item a line. Lines are read one by one; one that is no JSON object,
// or longer than the limit, is a reject and costs no other line. Callers with large files feed
// lines to read_ndjson_line() and keep one in memory.
//
//     {"id":"a1","url":"https://...","title":"...","text":"...","published":"2026-01-02"}
//
// Of `html`, `text` and `raw` the first present counts: the first two are one whole article, `raw`
// is a scraped document. `summary`, `fetched_at` (RFC 3339), `source`, `section` and `authors` (a
// list, or one string) may be there; other keys are left alone.

#include "connectors/readers/readers.h"

#include <string_view>

namespace khabard {

bool claims_ndjson(const Document& document);
Result<RawFeed> read_ndjson(const Document& document, const ReadOptions& options);

// Whether the line holds nothing to read.
bool is_blank_line(std::string_view line);

// One line, without its end. `number` counts from 1 and becomes the item's position.
// REQUIRES: the line is not blank.
Result<RawItem> read_ndjson_line(std::string_view line, std::uint64_t number, const Limits& limits);

// The reject for a line that read_ndjson_line refused.
RawReject ndjson_reject(std::string_view line, std::uint64_t number, const Error& error);

}  // namespace khabard
