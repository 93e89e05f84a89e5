#pragma once

// What the log says of a poll, a file or a page that was read: a line for each article, and one for
// the document.

#include "daemon/pipeline/conclude.h"
#include "daemon/ports/log.h"
#include "daemon/run/units.h"

#include <cstdint>
#include <string>
#include <vector>

namespace khabard {

// What is told of the document goes out at once, what is told of its articles once it is true.
struct Told {
    Log& now;
    std::vector<StagedLine>& committed;
};

// `of_file`: "name: " for a file of a spool, else "".
void tell_ended(std::vector<StagedLine>& lines, const FeedId& feed, const std::string& of_file,
                const std::vector<Ended>& all);
void tell(const Told& told, const Unit& unit, const Prepared& prepared, const Concluded& concluded);

// A feed shows far less than it used to. Told when it begins; the feed's state says so as long as
// it lasts.
void tell_shrinking(Log& log, const FeedState& before, std::uint32_t entries);

}  // namespace khabard
