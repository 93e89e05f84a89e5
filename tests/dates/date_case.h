#pragma once

// What a date test states: the text, and what is read of it as "2026-01-31", "2026-01-31T08:15" or
// "none".

#include "daemon/dates/dates.h"

#include <string>
#include <string_view>

namespace khabard::testing {

struct DateCase {
    const char* text;
    const char* expected;
};

inline DateContext crawled_at(const char* reference, const char* timezone = "") {
    return DateContext{*parse_rfc3339(reference), timezone};
}

inline std::string shown(const std::optional<ReadDate>& date) {
    if (!date) {
        return "none";
    }
    const std::string full = format_rfc3339_seconds(date->at);
    switch (date->precision) {
        case DatePrecision::day: return full.substr(0, 10);
        case DatePrecision::minute: return full.substr(0, 16);
        case DatePrecision::second: break;
    }
    return full.substr(0, 19);
}

}  // namespace khabard::testing
