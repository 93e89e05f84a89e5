#pragma once

// The newsroom rules as linguists write them in config/cleaning.toml, folded and ready to compare.
// The file says what lines and phrases look like; the stages say where they are looked for. Every
// rule has an id, which stands in Edit::rule of whatever it removed.
//
// A pattern is words as they stand in a line. Harakat, case, hamza on alef, final yeh and teh
// marbuta are evened out, punctuation but the colon is passed over. `*` stands for any words or
// none, `word*` for any word that begins so, `#` for a number.

#include "daemon/lib/toml/toml_value.h"
#include "daemon/model/complaint.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
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
    end_mark,    // an agency's closing mark, at the end of a paragraph or alone
    continues,   // an agency's mark that more will follow
    withdrawn,   // the publisher takes the story back
    error_page,  // says that there is no article here
};

struct Pattern {
    std::vector<std::string> words;  // folded words, "*", "#", or a word ending in '*'
};

struct CleaningRule {
    std::string id;
    RuleKind kind;
    std::vector<Pattern> patterns;
    std::size_t words_max;  // longer lines are never touched
};

struct Agency {
    std::string name;                  // as it stands on the record
    std::vector<std::string> aliases;  // name keys (stages/line.h)
    bool generic;                      // "agencies": counts only where no other is named
};

// Words that the shapes of a newsroom's text are recognised by. Name keys, or folded words.
struct NewsroomWords {
    std::vector<std::string> outlets;           // newspapers, channels, sites: no agencies
    std::vector<std::string> picture_sources;   // photo agencies, "archive"
    std::vector<std::string> countries;         // behind a city in a dateline
    std::vector<std::string> dateline_fillers;  // between city, date and agency
    std::vector<std::string> today;             // before the weekday of the day itself
    std::vector<std::string> weekdays;
    std::vector<std::string> connectives;  // carry a text on, do not begin one
    std::vector<std::string> lead_verbs;   // begin a news lead behind "city -"
    std::vector<std::string> glued_verbs;  // "and said", to which subheadings are glued
};

struct PatternPlace {
    std::size_t rule;
    std::size_t pattern;
};

struct CleaningRules {
    std::vector<CleaningRule> rules;
    std::vector<Agency> agencies;
    NewsroomWords words;

    // Derived: patterns by their first word, and those that begin with '*', '#' or a part of a
    // word.
    std::unordered_map<std::string, std::vector<PatternPlace>> by_first_word;
    std::vector<PatternPlace> by_no_word;
    // Patterns that are looked for at the ends of paragraphs, by their first word.
    std::map<std::string, std::vector<PatternPlace>, std::less<>> tails_by_word;
    std::unordered_map<std::string, std::size_t> agency_of;  // alias -> index
};

// What is wrong is added to `complaints`, and the rest is read all the same.
CleaningRules parse_cleaning_rules(const TomlTable& table, const std::string& file,
                                   Complaints& complaints);

// The rule that describes the whole line with this folded key, of those kinds for which whole lines
// are described; of several the first of the file. nullptr: none.
const CleaningRule* find_line_rule(const CleaningRules& rules, std::string_view key);

// True when `pattern` describes all of `words`.
bool pattern_matches(const Pattern& pattern, const std::vector<std::string_view>& words);

// How many bytes at the start of `key` the pattern's words cover; what follows may be glued to
// them; 0: they do not stand there. Patterns with `*` never do.
std::size_t pattern_prefix(const Pattern& pattern, std::string_view key);

}  // namespace khabard
