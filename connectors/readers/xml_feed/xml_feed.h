#pragma once

// RSS 0.9x, 1.0, 2.0, CDF, Atom 0.3, 1.0, and everything between them. Damaged feeds are read as
// far as they go; `wellformed` and `warnings` say so.

#include "connectors/readers/readers.h"

namespace khabard {

// An XML document (or what is left of one) whose first element is that of a feed.
bool claims_xml_feed(const Document& document);

// Error: no element of a feed is in it.
Result<RawFeed> read_xml_feed(const Document& document, const ReadOptions& options);

// Lower-case local name of the first element, looked for in the first 64 KiB; "": there is none.
std::string first_element_name(std::string_view text);

}  // namespace khabard
