#pragma once

// Publication lines: a date with its label ("published on", "last update") or alone, as it stands
// between headline and text; and which of an article's dates is the one to publish.

#include "daemon/dates/dates.h"
#include "daemon/stages/cleaning_rules.h"
#include "daemon/stages/line.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace khabard {

// In order of trust.
enum class DateRole : std::uint8_t { published, plain, dateline, updated };

struct Publication {
    ReadDate date;
    std::string raw;  // as written, without its label
    DateRole role;
    std::size_t length;  // bytes from the start of the line that are label and date
};

// The date line that `line` is or begins with; nullopt: it is none.
std::optional<Publication> read_publication(const Line& line, const CleaningRules& rules,
                                            const DateContext& context);

// The date to publish: by role, what is stated in full before what needed the time of the crawl,
// a time of day before a bare day. nullptr: there is none.
const Publication* best_publication(const std::vector<Publication>& publications);

// "today, Thursday" in running text: the day it speaks of, seen from the reference.
std::optional<Publication> infer_from_weekday(const std::string& text, const CleaningRules& rules,
                                              const DateContext& context);

}  // namespace khabard
