#include "daemon/stages/dateline.h"

#include "daemon/dates/dates.h"
#include "daemon/stages/credits.h"
#include "daemon/stages/dateline_atoms.h"
#include "daemon/stages/line.h"
#include "daemon/text/unicode.h"

#include <algorithm>

namespace khabard {

namespace {

// A line of its own, which may be a dateline without any sign.
constexpr std::size_t line_bytes_max = 160;
constexpr std::size_t number_date_bytes_max = 24;
constexpr std::size_t city_words_max = 3;

// "A.B", as desks sign.
bool is_initials(std::string_view text) {
    const FoldedLine folded = fold_line(text);
    const auto words = key_words(folded.key);
    return words.size() > 1 && std::all_of(words.begin(), words.end(), [](std::string_view word) {
               return count_code_points(word) <= 2;
           });
}

bool is_strong(char32_t sign) {
    return sign == dash_sign || sign == U':' || sign == line_border || sign == U'/' || sign == U'|';
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
    return is_listed(rules.words.lead_verbs, key) || is_listed(rules.words.connectives, key) ||
           (joined &&
            is_listed(rules.words.lead_verbs, std::string_view(key).substr(letter.length)));
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
                             (atoms[i].after == dash_sign || atoms[i].after == U':');
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
        is_listed(rules.words.dateline_fillers, first_word(atoms[0].text))) {
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
    const bool country = credit > 1 && is_listed(rules.words.countries, atoms[credit - 1].text);
    return credit > 0 && (dated || country || begins_with_verb(text.substr(last.end), rules));
}

void add_place(Dateline& dateline, const Atom& atom, const CleaningRules& rules) {
    const std::string_view place = drop_fillers(atom.text, rules);
    if (place.empty() || (!dateline.places.empty() && is_listed(rules.words.countries, place))) {
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
    if (credit + 1 >= atoms.size() || atoms[credit].after != dash_sign || atoms[credit].bracketed) {
        return;
    }
    const Atom& city = atoms[credit + 1];
    const bool ends = city.after == U':' || city.after == line_border ||
                      (city.after == dash_sign && dateline.places.empty());
    if (city.kind != AtomKind::short_text || !ends || count_words(city.text) > city_words_max) {
        return;
    }
    dateline.persons.insert(dateline.persons.end(), dateline.places.begin(), dateline.places.end());
    dateline.places = {city.text};
    dateline.length = city.end;
}

// The first byte at or behind `offset` that is neither blank nor one of a dateline's closing signs.
std::size_t behind_signs(std::string_view text, std::size_t offset) {
    while (offset < text.size()) {
        const CodePoint c = code_point_at(text, offset);
        const char32_t sign = sign_of(c.value);
        const bool trailing = is_space(c.value) || sign == dash_sign || sign == U':' ||
                              sign == U'/' || sign == U')' || sign == U'.' || sign == U',' ||
                              c.value == tatweel;
        if (!trailing) {
            break;
        }
        offset += c.length;
    }
    return offset;
}

// "CITY - said ...", "CITY: said ...": only before a verb that leads begin with.
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
        const bool colon = atom.after == U':' && count_words(atom.text) == 1 && i == 0;
        if ((atom.after == dash_sign || colon) &&
            is_listed(rules.words.lead_verbs, first_word(text.substr(atom.end)))) {
            dateline.length = behind_signs(text, atom.end);
            return dateline;
        }
        if (atom.after != U',') {
            return std::nullopt;
        }
    }
    return std::nullopt;
}

// No dateline in front of a paragraph is without one of these; most paragraphs are.
bool has_dateline_sign(std::string_view text) {
    if (text.size() <= line_bytes_max) {
        return true;
    }
    const std::string_view head = text.substr(0, dateline_bytes_max);
    const std::string_view dashes = "\xE2\x80";          // U+2010 to U+2015, among others
    const std::string_view tatweel_dash = " \xD9\x80 ";  // a tatweel between blanks
    return head.find_first_of("(/-:|[") != std::string_view::npos ||
           head.find(dashes) != std::string_view::npos ||
           head.find(tatweel_dash) != std::string_view::npos;
}

}  // namespace

std::optional<Dateline> find_dateline(std::string_view text, const CleaningRules& rules) {
    if (!has_dateline_sign(text)) {
        return std::nullopt;
    }
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
    dateline.length = behind_signs(text, dateline.length);
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
