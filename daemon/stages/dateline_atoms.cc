#include "daemon/stages/dateline_atoms.h"

#include "daemon/stages/credits.h"
#include "daemon/stages/line.h"
#include "daemon/text/unicode.h"

#include <algorithm>

namespace khabard {

namespace {

constexpr std::size_t atoms_max = 10;
constexpr std::size_t place_words_max = 4;
constexpr std::size_t agency_words_max = 5;
constexpr std::size_t date_words_max = 9;

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
        return is_space(previous) && is_space(next) ? dash_sign : 0;
    }
    const char32_t sign = sign_of(c.value);
    if (sign == dash_sign) {
        const bool set_off = loose || sign_of(next) != 0 || sign_of(previous) != 0;
        return set_off || agency_begins(text.substr(i + c.length), rules) ? dash_sign : 0;
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
    const std::size_t words = count_words(atom.text);
    if (words <= agency_words_max) {
        const Credits credits = read_credits(atom.text, rules);
        if (credits.only_known() && credits.pictures == 0) {
            atom.kind = credits.agencies.empty() ? AtomKind::outlet : AtomKind::agency;
            atom.agencies = credits.agencies;
            return;
        }
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
    if (count_words(atom.text) > place_words_max || count_words(atom.date) > date_words_max) {
        atom.kind = AtomKind::long_text;
    }
}

// A sign behind a sign belongs to the atom before both, unless it opens the next one.
void take_sign(Atom& atom, char32_t sign, std::size_t end) {
    if (sign == U'(' || sign == U'"') {
        return;
    }
    atom.end = end;
    if (sign == dash_sign || sign == U':' || sign == line_border) {
        atom.after = sign;
    }
}

}  // namespace

char32_t sign_of(char32_t c) noexcept {
    switch (c) {
        case U'-':
        case 0x2010:
        case 0x2011:
        case 0x2012:
        case 0x2013:
        case 0x2014:
        case 0x2015:
        case 0x2212: return dash_sign;
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

bool is_listed(const std::vector<std::string>& keys, std::string_view word) {
    return std::find(keys.begin(), keys.end(), name_key(word)) != keys.end();
}

std::string_view drop_fillers(std::string_view text, const CleaningRules& rules) {
    std::string_view left = trim(text);
    while (!left.empty() && (is_listed(rules.words.dateline_fillers, last_word(left)) ||
                             is_listed(rules.words.weekdays, last_word(left)))) {
        left = drop_last_word(left);
    }
    return left;
}

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
        } else if (!atoms.empty()) {
            take_sign(atoms.back(), sign, std::min(i, text.size()));
        }
        bracketed = sign == U'(' || (bracketed && sign == U',') || (sign == U'"' && before != U'"');
        before = sign;
        begin = std::min(i, text.size());
    }
    return atoms;
}

}  // namespace khabard
