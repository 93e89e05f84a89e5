#pragma once

// An entry of a feed that waits for its page: how it is kept meanwhile, and how the text of the
// page joins it. Pure.

#include "daemon/model/raw_feed.h"
#include "daemon/stages/encode.h"

#include <optional>
#include <string>
#include <string_view>

namespace khabard {

// What is kept of an entry: what a record can show, and how the document was had that showed it.
struct PendingEntry {
    RawItem item;
    Provenance provenance;
    bool guid_tells = true;  // false: other entries of its document have the same guid
};

// One JSON object. Fields may be added freely; a member that is missing is not stated.
std::string encode_entry(const PendingEntry& entry);

// nullopt: not what encode_entry wrote.
std::optional<PendingEntry> decode_entry(std::string_view json);

// The entry with the text of its page. What the entry states stands; the page gives the text and
// whatever the entry is silent about. `page` is what the page reader made (connectors/readers);
// nullopt: the page holds no article, or less of it than the entry.
std::optional<RawItem> join_page(const RawItem& entry, const RawItem& page);

}  // namespace khabard
