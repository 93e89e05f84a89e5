#pragma once

// The newsroom rules as linguists write them in config/cleaning.toml, folded and ready to compare.
// The file says what lines and phrases look like; the stages say where they are looked for. Every
// rule has an id, which stands in Edit::rule of whatever it removed.
//
// A pattern is words as they stand in a line. Harakat, case, hamza on alef, final yeh and teh
// marbuta are evened out, punctuation but the colon is passed over. `*` stands for any words or
// none, `#` for a number: "list of # items" is written once for every number.

#include "daemon/lib/toml/toml_value.h"
#include "daemon/model/complaint.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace khabard {

enum class RuleKind : std::uint8_t {
    line,        // a whole line that is furniture
    list,        // starts a list of other stories: goes on until prose begins again
    rest,        // nothing behind it belongs to the article (comments)
    glued,       // a word of the page glued to the paragraph behind it
    tail,        // cut off from here to the end of the paragraph
    read_more,   // as tail; the text was cut here
    byline,      // who wrote, edited, translated
    caption,     // the credit of a picture
    published,   // label of the publication date
    updated,     // label of the date of an update
    source,      // label of who the text is taken from
    end_mark,    // an agency's closing mark
    continues,   // an agency's mark that more will follow
    withdrawn,   // the publisher takes the story back
    error_page,  // says that there is no article here
};

struct CleaningRule {
    std::string id;
    RuleKind kind;
    std::vector<std::string> patterns;  // folded
    std::size_t words_max;              // longer lines are never touched
};

struct Agency {
    std::string name;                  // as it stands on the record
    std::vector<std::string> aliases;  // folded keys without blanks, `name` included
    bool generic;                      // "agencies": counts only where no other is named
};

struct CleaningRules {
    std::vector<CleaningRule> rules;
    std::vector<Agency> agencies;
    std::vector<std::string> outlets;  // folded, without blanks: newspapers, channels, sites
    std::vector<std::string> picture_sources;  // folded, without blanks: photo agencies, "archive"
    std::vector<std::string> today;            // folded: words before the weekday of the day itself
    std::vector<std::string> connectives;      // folded: words that carry a text on, not begin it
    std::vector<std::string> lead_verbs;       // folded: verbs that begin a news lead
};

// What is wrong is added to `complaints`, and the rest is read all the same.
CleaningRules parse_cleaning_rules(const TomlTable& table, const std::string& file,
                                   Complaints& complaints);

}  // namespace khabard
