#pragma once

// The readers that scan_items tries at every token. Each reads one item that begins there, or
// nothing.

#include "daemon/dates/items.h"

#include <cstddef>
#include <optional>
#include <string_view>

namespace khabard {

std::optional<Item> scan_date(const TokenList& list, std::size_t index);

std::optional<Item> scan_time(const TokenList& list, std::size_t index);

// What came before the zone decides what may be one: an abbreviation or an offset follows a time.
enum class ZonePlace : std::uint8_t { anywhere, after_date, after_time };
struct ZoneScan {
    const TokenList& list;
    std::string_view text;
};
std::optional<Item> scan_zone(const ZoneScan& scan, std::size_t index, ZonePlace place);

std::optional<Item> scan_relative(const TokenList& list, std::size_t index);

// The token after fillers and the marks in `marks` that stand at `index`.
std::size_t skip_fillers(const TokenList& list, std::size_t index, DateWordKind kind,
                         std::string_view marks);

}  // namespace khabard
