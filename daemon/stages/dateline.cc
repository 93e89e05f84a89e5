#include "daemon/stages/dateline.h"

#include "daemon/dates/dates.h"
#include "daemon/stages/credits.h"
#include "daemon/stages/line.h"
#include "daemon/text/unicode.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace khabard {

namespace {

constexpr std::size_t dateline_bytes_max = 260;
constexpr std::size_t atoms_max = 10;
constexpr std::size_t place_words_max = 4;
constexpr std::size_t agency_words_max = 5;
constexpr std::size_t number_date_bytes_max = 24;
constexpr std::size_t city_words_max = 3;

constexpr char32_t line_border = U'\n';
constexpr char32_t dash = U'-';

enum class AtomKind : std::uint8_t { agency, outlet, date, short_text, long_text };

// A run of words between two signs.
struct Atom {
    std::string text;  // without a date
    std::string date;  // with digits
    AtomKind kind;
    std::vector<std::size_t> agencies;
    bool bracketed;   // inside ( ), / / or quotes
    char32_t before;  // the sign before; line_border at the start
    char32_t after;   // the sign behind; line_border at the end
    bool tight;       // no blank around the sign behind: "CITY/CITY"
    std::size_t end;  // byte behind the signs that follow
};

char32_t sign_of(char32_t c) {
    switch (c) {
        case U'-':
        case 0x2010:
        case 0x2011:
        case 0x2012:
        case 0x2013:
        case 0x2014:
        case 0x2015:
        case 0x2212: return dash;
        case U'/':
        case U'|':
        case U':':
        case U'+': return c;
        case U'(':
        case U'[': return U'(';
        case U')':
        case U']': return U')';
        case U',':
        case arabic_comma: return U',';
        case U'.': return U'.';
        case left_guillemet:
        case right_guillemet:
        case U'"':
        case 0x201C:
        case 0x201D: return U'"';
        default: return 0;
    }
}

bool agency_begins(std::string_view text, const CleaningRules& rules) {
    const std::size_t end = std::min(text.find(' '), text.size());
    return rules.agency_of.contains(name_key(text.substr(0, end)));
}

// The sign that begins at `i`, or 0. A dash inside a word and a stop behind a single letter are
// parts of names; a tatweel between blanks is a dash.
char32_t sign_at(std::string_view text, std::size_t i, char32_t previous,
                 const CleaningRules& rules) {
    const CodePoint c = code_point_at(text, i);
    const char32_t next = code_point_at(text, i + c.length).value;
    const bool loose = next == 0 || is_space(next) || is_space(previous) || previous == 0;
    if (c.value == tatweel) {
        return is_space(previous) && is_space(next) ? dash : 0;
    }
    const char32_t sign = sign_of(c.value);
    if (sign == dash) {
        const bool set_off = loose || sign_of(next) != 0 || sign_of(previous) != 0;
        return set_off || agency_begins(text.substr(i + c.length), rules) ? dash : 0;
    }
    if (sign == U'.') {
        return is_word_character(next) ? 0 : U'.';
    }
    if (sign == U'/' && is_digit(previous) && is_digit(next)) {
        return 0;
    }
    return sign;
}

std::string_view drop_last_word(std::string_view text) {
    const std::string_view trimmed = trim(text);
    const std::size_t blank = trimmed.rfind(' ');
    return blank == std::string_view::npos ? std::string_view() : trim(trimmed.substr(0, blank));
}

std::string_view last_word(std::string_view text) {
    const std::string_view trimmed = trim(text);
    const std::size_t blank = trimmed.rfind(' ');
    return blank == std::string_view::npos ? trimmed : trimmed.substr(blank + 1);
}

bool listed(const std::vector<std::string>& keys, std::string_view word) {
    return std::find(keys.begin(), keys.end(), name_key(word)) != keys.end();
}

std::string_view drop_fillers(std::string_view text, const CleaningRules& rules) {
    std::string_view left = trim(text);
    while (!left.empty() && (listed(rules.words.dateline_fillers, last_word(left)) ||
                             listed(rules.words.weekdays, last_word(left)))) {
        left = drop_last_word(left);
    }
    return left;
}

std::size_t first_digit(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const CodePoint c = code_point_at(text, i);
        if (is_digit(c.value)) {
            return i;
        }
        i += c.length;
    }
    return text.size();
}

// Parts "CITY in 12 March 2026 AGENCY" into its text, its date and its agency.
void classify_atom(Atom& atom, bool at_line_end, const CleaningRules& rules) {
    const Credits credits = read_credits(atom.text, rules);
    const std::size_t words = count_words(atom.text);
    if (words <= agency_words_max && credits.only_known() && credits.pictures == 0) {
        atom.kind = credits.agencies.empty() ? AtomKind::outlet : AtomKind::agency;
        atom.agencies = credits.agencies;
        return;
    }
    const std::size_t digit = first_digit(atom.text);
    if (digit == atom.text.size()) {
        atom.kind = words <= place_words_max ? AtomKind::short_text : AtomKind::long_text;
        return;
    }
    atom.date = trim(std::string_view(atom.text).substr(digit));
    atom.text = std::string(drop_fillers(std::string_view(atom.text).substr(0, digit), rules));
    atom.kind = AtomKind::date;
    const Credits last = read_credits(last_word(atom.date), rules);
    if (at_line_end && last.only_known()) {
        atom.agencies = last.agencies;
        atom.date = std::string(drop_last_word(atom.date));
    }
    if (count_words(atom.text) > place_words_max || count_words(atom.date) > 9) {
        atom.kind = AtomKind::long_text;
    }
}

// Cuts the start of `text` into atoms, up to the first that is too long to be part of a dateline.
std::vector<Atom> read_atoms(std::string_view text, const CleaningRules& rules) {
    std::vector<Atom> atoms;
    std::size_t begin = 0;
    char32_t before = line_border;
    bool bracketed = false;
    char32_t previous = 0;
    std::size_t i = 0;
    while (i <= text.size() && i < dateline_bytes_max && atoms.size() < atoms_max) {
        const bool at_end = i == text.size();
        const char32_t sign = at_end ? line_border : sign_at(text, i, previous, rules);
        const CodePoint c = code_point_at(text, i);
        const bool tight =
            !is_space(previous) && !is_space(code_point_at(text, i + c.length).value);
        previous = c.value;
        if (sign == 0) {
            i += c.length;
            continue;
        }
        const std::string_view piece = trim(text.substr(begin, i - begin));
        i += at_end ? 1 : c.length;
        if (count_words(piece) > 0) {
            atoms.push_back(Atom{.text = std::string(piece),
                                 .date = {},
                                 .kind = AtomKind::short_text,
                                 .agencies = {},
                                 .bracketed = bracketed,
                                 .before = before,
                                 .after = sign,
                                 .tight = tight,
                                 .end = std::min(i, text.size())});
            classify_atom(atoms.back(), at_end, rules);
            if (atoms.back().kind == AtomKind::long_text) {
                break;
            }
        } else if (!atoms.empty() && sign != U'(' && sign != U'"') {
            atoms.back().end = std::min(i, text.size());
            if (sign == dash || sign == U':' || sign == line_border) {
                atoms.back().after = sign;
            }
        }
        bracketed = sign == U'(' || (bracketed && sign == U',') || (sign == U'"' && before != U'"');
        before = sign;
        begin = std::min(i, text.size());
    }
    return atoms;
}

// "A.B", as desks sign.
bool is_initials(std::string_view text) {
    const FoldedLine folded = fold_line(text);
    const auto words = key_words(folded.key);
    return words.size() > 1 && std::all_of(words.begin(), words.end(), [](std::string_view word) {
               return count_code_points(word) <= 2;
           });
}

bool is_strong(char32_t sign) {
    return sign == dash || sign == U':' || sign == line_border || sign == U'/' || sign == U'|';
}

std::string_view first_word(std::string_view text) {
    const std::string_view trimmed = trim(text);
    return trimmed.substr(0, std::min(trimmed.find(' '), trimmed.size()));
}

// A verb that begins a lead, or a word that carries a text on: no city begins so.
bool begins_with_verb(std::string_view text, const CleaningRules& rules) {
    const std::string key = name_key(first_word(text));
    const CodePoint letter = code_point_at(key, 0);
    const bool joined = letter.value == waw || letter.value == feh;
    return listed(rules.words.lead_verbs, key) || listed(rules.words.connectives, key) ||
           (joined && listed(rules.words.lead_verbs, std::string_view(key).substr(letter.length)));
}

bool is_credit(const Atom& atom) {
    return atom.kind == AtomKind::agency || atom.kind == AtomKind::outlet || !atom.agencies.empty();
}

// The index of the last of the first agencies or papers named together; atoms.size(): none.
std::size_t last_credit(const std::vector<Atom>& atoms) {
    std::size_t first = 0;
    while (first < atoms.size() && !is_credit(atoms[first])) {
        if (atoms[first].kind == AtomKind::long_text) {
            return atoms.size();
        }
        ++first;
    }
    std::size_t last = first;
    while (last + 1 < atoms.size()) {
        const Atom& next = atoms[last + 1];
        const bool same_bracket = next.bracketed && next.before == U',' && atoms[last].bracketed;
        const bool joined = next.before == U',' || next.before == U'+' || next.before == U'/';
        if (!(same_bracket && next.kind == AtomKind::short_text) && !(joined && is_credit(next))) {
            break;
        }
        ++last;
    }
    return last;
}

// An unknown name in brackets behind a city and before a dash is the paper itself.
std::size_t unknown_credit(const std::vector<Atom>& atoms) {
    for (std::size_t i = 1; i < atoms.size() && i < 3; ++i) {
        const bool set_off = atoms[i].bracketed && atoms[i].before == U'(' &&
                             (atoms[i].after == dash || atoms[i].after == U':');
        if (set_off && atoms[i].kind == AtomKind::short_text && atoms[0].kind != AtomKind::date) {
            return i;
        }
    }
    return atoms.size();
}

// "CITY (AGENCY) said": without a dash behind it, something else must speak for a dateline.
bool is_set_off(const std::vector<Atom>& atoms, std::size_t credit, std::string_view text,
                const CleaningRules& rules) {
    const Atom& last = atoms[credit];
    if (is_initials(atoms[0].text) || begins_with_verb(atoms[0].text, rules) ||
        listed(rules.words.dateline_fillers, first_word(atoms[0].text))) {
        return false;
    }
    if (last.before == U'"' && (credit == 0 || atoms[credit - 1].after != U':')) {
        return false;  // a quoted name in a sentence
    }
    if (is_strong(last.after)) {
        return credit > 0 || last.before == U'(' || last.after != U':';
    }
    if (last.after == U'.') {
        return last.before == U'/' || last.end == text.size();
    }
    if (last.after != U')' && last.after != U'"') {
        return false;
    }
    if (trim(text.substr(last.end)).empty()) {
        return true;
    }
    const bool dated = std::any_of(atoms.begin(), atoms.begin() + static_cast<long>(credit),
                                   [](const Atom& atom) { return !atom.date.empty(); });
    const bool country = credit > 1 && listed(rules.words.countries, atoms[credit - 1].text);
    return credit > 0 && (dated || country || begins_with_verb(text.substr(last.end), rules));
}

void add_place(Dateline& dateline, const Atom& atom, const CleaningRules& rules) {
    const std::string_view place = drop_fillers(atom.text, rules);
    if (place.empty() || (!dateline.places.empty() && listed(rules.words.countries, place))) {
        return;
    }
    dateline.places.emplace_back(place);
}

Dateline build(const std::vector<Atom>& atoms, std::size_t credit, const CleaningRules& rules) {
    Dateline dateline{{}, {}, {}, {}, atoms[credit].end};
    bool in_places = true;
    for (std::size_t i = 0; i <= credit; ++i) {
        const Atom& atom = atoms[i];
        add_agencies(dateline.agencies, atom.agencies);
        if (!atom.date.empty() && atom.kind == AtomKind::date) {
            dateline.date += dateline.date.empty() ? atom.date : " - " + atom.date;
        }
        const bool names = atom.kind == AtomKind::short_text || atom.kind == AtomKind::date;
        if (names && !atom.bracketed && !atom.text.empty()) {
            if (in_places) {
                add_place(dateline, atom, rules);
            } else if (atom.kind == AtomKind::short_text) {
                dateline.persons.push_back(atom.text);
            }
        }
        in_places = in_places && (atom.after == U',' || (atom.after == U'/' && atom.tight &&
                                                         atom.kind == AtomKind::short_text));
    }
    return dateline;
}

// Numbers alone ("12 - 3") are a date in a dateline; other words must be one.
bool is_date(const std::string& text) {
    const LineShape shape = line_shape(text);
    if (shape.arabic_letters + shape.other_letters == 0) {
        return text.size() <= number_date_bytes_max;
    }
    return !find_dates(text, DateContext{Instant{}, ""}).empty();
}

// "AGENCY - CITY:" and "REPORTER - PAPER - CITY:".
void take_city_behind(Dateline& dateline, const std::vector<Atom>& atoms, std::size_t credit) {
    if (credit + 1 >= atoms.size() || atoms[credit].after != dash || atoms[credit].bracketed) {
        return;
    }
    const Atom& city = atoms[credit + 1];
    const bool ends = city.after == U':' || city.after == line_border ||
                      (city.after == dash && dateline.places.empty());
    if (city.kind != AtomKind::short_text || !ends || count_words(city.text) > city_words_max) {
        return;
    }
    dateline.persons.insert(dateline.persons.end(), dateline.places.begin(), dateline.places.end());
    dateline.places = {city.text};
    dateline.length = city.end;
}

// "CITY - said ...": only before a verb that leads begin with.
std::optional<Dateline> bare_city(const std::vector<Atom>& atoms, std::string_view text,
                                  const CleaningRules& rules) {
    Dateline dateline{{}, {}, {}, {}, 0};
    for (std::size_t i = 0; i < atoms.size() && i < 3; ++i) {
        const Atom& atom = atoms[i];
        if (atom.kind != AtomKind::short_text || atom.bracketed || count_words(atom.text) > 2 ||
            begins_with_verb(atom.text, rules)) {
            return std::nullopt;
        }
        add_place(dateline, atom, rules);
        if (atom.after == dash &&
            listed(rules.words.lead_verbs, first_word(text.substr(atom.end)))) {
            dateline.length = atom.end;
            return dateline;
        }
        if (atom.after != U',') {
            return std::nullopt;
        }
    }
    return std::nullopt;
}

}  // namespace

std::optional<Dateline> find_dateline(std::string_view text, const CleaningRules& rules) {
    const std::vector<Atom> atoms = read_atoms(text, rules);
    if (atoms.empty()) {
        return std::nullopt;
    }
    std::size_t credit = last_credit(atoms);
    if (credit == atoms.size()) {
        credit = unknown_credit(atoms);
    }
    if (credit == atoms.size() || !is_set_off(atoms, credit, text, rules)) {
        return bare_city(atoms, text, rules);
    }
    Dateline dateline = build(atoms, credit, rules);
    if (!is_date(dateline.date)) {
        return std::nullopt;
    }
    take_city_behind(dateline, atoms, credit);
    while (dateline.length < text.size()) {
        const CodePoint c = code_point_at(text, dateline.length);
        const char32_t sign = sign_of(c.value);
        const bool trailing = is_space(c.value) || sign == dash || sign == U':' || sign == U'/' ||
                              sign == U')' || sign == U'.' || sign == U',' || c.value == tatweel;
        if (!trailing) {
            break;
        }
        dateline.length += c.length;
    }
    return dateline;
}

std::string join_places(const std::vector<std::string>& places) {
    std::string joined;
    for (const std::string& place : places) {
        if (!joined.empty()) {
            append_code_point(joined, arabic_comma);
            joined += ' ';
        }
        joined += place;
    }
    return joined;
}

}  // namespace khabard
