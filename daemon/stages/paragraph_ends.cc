#include "daemon/stages/paragraph_ends.h"

#include "daemon/stages/credits.h"
#include "daemon/text/unicode.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>

namespace khabard {

namespace {

constexpr std::size_t tail_bytes_max = 320;
// What is left of a word that is glued to a word of the page has at least so many letters; less
// is an ending of that word itself.
constexpr std::size_t glued_rest_letters_min = 3;

std::size_t first_word_letters(std::string_view key) {
    std::size_t letters = 0;
    for (std::size_t i = 0; i < key.size() && key[i] != ' ';) {
        i += code_point_at(key, i).length;
        ++letters;
    }
    return letters;
}

// "ads" is a word, "adAnd" is none: plural and possessive endings begin so.
bool is_ending(std::string_view key) {
    const char32_t first = code_point_at(key, 0).value;
    const char32_t second = code_point_at(key, code_point_at(key, 0).length).value;
    return (first == alef && second == teh) || first == heh || (first == yeh && second == heh);
}

struct Prefix {
    std::size_t length;  // bytes of the key
    const std::string* rule;
};

std::optional<Prefix> glued_prefix(std::string_view key, const CleaningRules& rules) {
    for (const CleaningRule& rule : rules.rules) {
        if (rule.kind != RuleKind::glued) {
            continue;
        }
        for (const Pattern& pattern : rule.patterns) {
            const std::size_t length = pattern_prefix(pattern, key);
            if (length == 0) {
                continue;
            }
            const std::string_view behind = key.substr(length);
            const bool alone = behind.empty() || behind == " :";
            const bool phrase = pattern.words.size() > 1;
            const bool glued = !behind.empty() && behind.front() != ' ' &&
                               (phrase || (first_word_letters(behind) >= glued_rest_letters_min &&
                                           !is_ending(behind)));
            if (alone || glued || phrase) {
                return Prefix{length, &rule.id};
            }
        }
    }
    return std::nullopt;
}

// What stands before a tail, blanks aside.
enum class Border : std::uint8_t {
    none,      // in the middle of a sentence
    quote,     // a closing quote or bracket: perhaps the end of a sentence
    sentence,  // the start of the line or the end of a sentence
    sign,      // a bracket, bar, slash or star that sets the rest off
};

Border border_before(std::string_view text, std::size_t offset) {
    std::size_t at = offset;
    while (at > 0 && is_space(code_point_before(text, at).value)) {
        at -= code_point_before(text, at).length;
    }
    if (at == 0) {
        return Border::sentence;
    }
    switch (code_point_before(text, at).value) {
        case U'.':
        case U'!':
        case U'?':
        case ellipsis:
        case arabic_question_mark: return Border::sentence;
        case U'"':
        case U')':
        case 0x201D:
        case right_guillemet: return Border::quote;
        case U'(':
        case U'[':
        case U'*':
        case U'/':
        case U'|':
        case U'-':
        case 0x2013:
        case 0x2014: return Border::sign;
        default: return Border::none;
    }
}

// Closing marks are words of everyday ("finished"), so they need their signs; promotion needs the
// end of a sentence, and a long phrase where that end is hidden by a quote.
bool may_begin(const CleaningRule& rule, const Pattern& pattern, Border border) {
    switch (border) {
        case Border::none: return false;
        case Border::sign: return true;
        case Border::quote: return rule.kind == RuleKind::tail && pattern.words.size() > 2;
        case Border::sentence: break;
    }
    return rule.kind != RuleKind::end_mark && rule.kind != RuleKind::continues;
}

// The byte from which signs that belong to the tail begin: "(", "//", "...".
std::size_t with_signs_before(std::string_view text, std::size_t offset) {
    std::size_t at = offset;
    while (at > 0) {
        const CodePoint before = code_point_before(text, at);
        const char32_t c = before.value;
        const bool sign = is_space(c) || c == U'(' || c == U'/' || c == U'*' || c == U'[' ||
                          c == U'-' || c == 0x2013 || c == U'|' || c == U'_';
        if (!sign) {
            break;
        }
        at -= before.length;
    }
    return at;
}

struct Tail {
    std::size_t begin;  // byte of the line
    const CleaningRule* rule;
};

// Closing marks and "read more" have little behind them.
constexpr std::size_t closing_words_max = 6;

bool stands_at(const CleaningRule& rule, const Pattern& pattern, std::string_view key) {
    const std::size_t length = pattern_prefix(pattern, key);
    if (length == 0) {
        return false;
    }
    const std::string_view behind = key.substr(length);
    const auto words_behind =
        static_cast<std::size_t>(std::count(behind.begin(), behind.end(), ' '));
    if (rule.kind == RuleKind::list) {
        return behind.starts_with(" :") && words_behind <= rule.words_max;
    }
    const bool word_ends = behind.empty() || behind.front() == ' ';
    return word_ends &&
           words_behind <= (rule.kind == RuleKind::tail ? rule.words_max : closing_words_max);
}

// The first place near the end of the line from which a tail runs.
std::optional<Tail> find_tail(const Line& line, const CleaningRules& rules) {
    const std::string_view text = line.text;
    const std::size_t skipped =
        text.size() > tail_bytes_max ? cut_length(text, text.size() - tail_bytes_max) : 0;
    const FoldedLine folded = fold_line(text.substr(skipped));
    const std::string_view key = folded.key;
    std::size_t at = 0;
    while (at < key.size()) {
        const std::size_t word_end = std::min(key.find(' ', at), key.size());
        const auto places = rules.tails_by_word.find(key.substr(at, word_end - at));
        const std::size_t byte = skipped + folded.offsets[at];
        if (places != rules.tails_by_word.end() && (at > 0 || skipped == 0)) {
            const Border border = border_before(text, byte);
            for (const PatternPlace& place : places->second) {
                const CleaningRule& rule = rules.rules[place.rule];
                const Pattern& pattern = rule.patterns[place.pattern];
                if (may_begin(rule, pattern, border) && stands_at(rule, pattern, key.substr(at))) {
                    return Tail{with_signs_before(text, byte), &rule};
                }
            }
        }
        at = word_end + 1;
    }
    return std::nullopt;
}

// "... said the minister. (AFP)"
std::optional<std::size_t> closing_credit(std::string_view text) {
    if (!text.ends_with(')')) {
        return std::nullopt;
    }
    const std::size_t open = text.rfind('(');
    if (open == std::string_view::npos || count_words(text.substr(open)) > 8) {
        return std::nullopt;
    }
    std::size_t at = open;
    while (at > 0 && is_space(code_point_before(text, at).value)) {
        at -= code_point_before(text, at).length;
    }
    const char32_t before = code_point_before(text, at).value;
    const bool sentence = before == U'.' || before == U'"' || before == right_guillemet ||
                          before == U'!' || before == 0x201D;
    return sentence ? std::optional<std::size_t>(open) : std::nullopt;
}

}  // namespace

bool trim_front(Sheet& sheet, std::size_t index, const CleaningRules& rules) {
    bool trimmed = false;
    while (!sheet[index].removed) {
        const Line& line = sheet[index];
        const auto prefix = glued_prefix(line.folded.key, rules);
        if (!prefix) {
            break;
        }
        sheet.cut(index, 0, line.folded.offsets[prefix->length], *prefix->rule);
        trimmed = true;
    }
    return trimmed;
}

TrimmedEnd trim_end(Sheet& sheet, std::size_t index, bool last, const CleaningRules& rules) {
    TrimmedEnd end{false, false, {}};
    if (const auto tail = find_tail(sheet[index], rules)) {
        end.cut_short =
            tail->rule->kind == RuleKind::read_more || tail->rule->kind == RuleKind::continues;
        end.closed = tail->rule->kind == RuleKind::end_mark;
        sheet.cut(index, tail->begin, sheet[index].text.size(), tail->rule->id);
    }
    if (!last || sheet[index].removed) {
        return end;
    }
    const std::string& text = sheet[index].text;
    if (const auto open = closing_credit(text)) {
        const Credits credits = read_credits(std::string_view(text).substr(*open), rules);
        if (credits.only_known()) {
            end.agencies = credits.agencies;
            sheet.cut(index, *open, text.size(), "closing-credit");
        }
    }
    return end;
}

}  // namespace khabard
