#pragma once

// When an article was published, by what can be seen on its page: time elements, microdata,
// elements whose class says date, the address, and at last the first date in the text.

#include "daemon/lib/xml/html.h"

#include <string>
#include <vector>

namespace khabard {

// Candidates as written, best first; dates of the future, of comments or of other articles may be
// among the last.
std::vector<std::string> visible_dates(const HtmlDocument& document);

// Dates in the text of the page, as written, in order of appearance.
std::vector<std::string> text_dates(const HtmlDocument& document);

// The first of `candidates` that can be read as a date of a day; empty: none.
std::string first_readable_date(const std::vector<std::string>& candidates);

}  // namespace khabard
