#include "daemon/dates/items.h"
#include "daemon/dates/scan_parts.h"

#include <utility>

namespace khabard {
namespace {

// What a zone at this place may be: it depends on the item that touches it.
ZonePlace zone_place(const Items& items, std::size_t index) {
    if (items.empty() || items.back().end != index) {
        return ZonePlace::anywhere;
    }
    const Item& last = items.back();
    if (last.as<TimeItem>() != nullptr) {
        return ZonePlace::after_time;
    }
    return last.as<DateItem>() != nullptr ? ZonePlace::after_date : ZonePlace::anywhere;
}

// The token after the bracket that closes the one at `index`; RFC 822 lets comments nest.
std::size_t closing_bracket(const TokenList& list, std::size_t index) {
    int depth = 0;
    for (std::size_t i = index; i < list.size(); ++i) {
        depth += list.is_mark(i, '(') ? 1 : 0;
        depth -= list.is_mark(i, ')') ? 1 : 0;
        if (depth == 0) {
            return i + 1;
        }
    }
    return list.size();
}

// A comment in Latin letters that states neither time nor date: "(Coordinated Universal Time)".
bool is_comment(const TokenList& list, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
        const DateToken& token = list.tokens[i];
        const bool words = token.kind == TokenKind::word && token.ascii;
        if (!words && token.kind == TokenKind::word) {
            return false;
        }
        if (token.mark == ':' || token.digits == 4 ||
            find_word(list, i, DateWordKind::month).has_value() ||
            find_word(list, i, DateWordKind::updated).has_value() ||
            find_word(list, i, DateWordKind::ago).has_value()) {
            return false;
        }
    }
    return true;
}

StrayItem stray_at(const TokenList& list, std::size_t index) {
    const bool letters = list.is_word(index) && list.tokens[index].ascii;
    const bool before_number = list.is_number(index + 1) && list.is_glued(index + 1);
    const bool lone_t = letters && list.word(index) == "t";
    const bool after_mark = index == 0 || !list.is_any_mark(index - 1, "'");
    return StrayItem{letters && (lone_t || (before_number && after_mark))};
}

// The T between date and time, glued to both.
bool is_iso_separator(const TokenList& list, const Items& items, std::size_t index) {
    return list.is_word(index) && list.word(index) == "t" && list.is_glued(index) &&
           list.is_number(index + 1) && list.is_glued(index + 1) && !items.empty() &&
           items.back().end == index && items.back().as<DateItem>() != nullptr;
}

std::optional<Item> scan_item(const ZoneScan& scan, std::size_t index, ZonePlace place) {
    if (auto item = scan_zone(scan, index, place)) {
        return item;
    }
    const TokenList& list = scan.list;
    if (list.tokens[index].kind == TokenKind::mark) {
        return std::nullopt;
    }
    // A number before a month is a day even where an hour could stand.
    auto date = scan_date(list, index);
    if (date && date->as<DateItem>() != nullptr) {
        return date;
    }
    if (auto time = scan_time(list, index)) {
        return time;
    }
    auto relative = scan_relative(list, index);
    return relative ? relative : date;
}

bool is_silent(const TokenList& list, std::size_t index) {
    for (const DateWordKind kind :
         {DateWordKind::filler, DateWordKind::of, DateWordKind::clock, DateWordKind::agency,
          DateWordKind::zone_local, DateWordKind::month_word, DateWordKind::conjunction,
          DateWordKind::hijri_era, DateWordKind::gregorian_era, DateWordKind::current}) {
        if (find_word(list, index, kind)) {
            return true;
        }
    }
    return false;
}

}  // namespace

Items scan_items(const TokenList& list, std::string_view text) {
    Items items;
    items.reserve(16);
    const ZoneScan scan{list, text};
    std::size_t index = 0;
    while (index < list.size()) {
        const ZonePlace place = zone_place(items, index);
        if (list.is_mark(index, '(')) {
            const std::size_t end = closing_bracket(list, index);
            const bool zone_inside = scan_zone(scan, index + 1, ZonePlace::after_time).has_value();
            if (index + 2 < end && !zone_inside && is_comment(list, index + 1, end)) {
                items.push_back({index, end, MarkItem{}});
                index = end;
                continue;
            }
        }
        if (is_iso_separator(list, items, index)) {
            ++index;
            continue;
        }
        const bool after_bracket = index > 0 && list.is_mark(index - 1, '(');
        auto item =
            scan_item(scan, index, after_bracket && !items.empty() ? ZonePlace::after_time : place);
        if (item) {
            index = item->end;
            items.push_back(std::move(*item));
        } else if (list.tokens[index].kind == TokenKind::mark) {
            items.push_back({index, index + 1, MarkItem{}});
            ++index;
        } else if (is_silent(list, index)) {
            ++index;
        } else {
            items.push_back({index, index + 1, stray_at(list, index)});
            ++index;
        }
    }
    return items;
}

}  // namespace khabard
