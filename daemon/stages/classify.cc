#include "daemon/stages/classify.h"

#include "daemon/stages/credits.h"
#include "daemon/text/unicode.h"

#include <algorithm>
#include <optional>

namespace khabard {

namespace {

constexpr std::size_t caption_words_max = 24;
// With an agency in brackets it may be a sentence that is credited, so it must be shorter.
constexpr std::size_t agency_caption_words_max = 14;
constexpr std::size_t credit_words_max = 8;
constexpr std::size_t separator_signs_min = 3;

// The letters of one word, without marks.
std::size_t letters_of(std::string_view word) {
    std::size_t letters = 0;
    for (std::size_t i = 0; i < word.size();) {
        const CodePoint c = code_point_at(word, i);
        i += c.length;
        letters += is_word_character(c.value) ? 1 : 0;
    }
    return letters;
}

bool is_separator(std::string_view text) {
    std::size_t signs = 0;
    for (std::size_t i = 0; i < text.size();) {
        const CodePoint c = code_point_at(text, i);
        i += c.length;
        const bool rule = c.value == U'*' || c.value == U'-' || c.value == U'_' ||
                          c.value == U'=' || c.value == U'~' || c.value == U'#' ||
                          c.value == 0x2022 || c.value == 0x00D7 || c.value == 0x2013 ||
                          c.value == 0x2014 || c.value == tatweel;
        if (!rule && !is_space(c.value)) {
            return false;
        }
        signs += rule ? 1 : 0;
    }
    return signs >= separator_signs_min;
}

bool is_hashtags(std::string_view text) {
    for (const std::string_view word : key_words(text)) {
        const std::string_view bare = skip_ornaments(word);
        if (!word.empty() && !bare.starts_with('#')) {
            return false;
        }
    }
    return true;
}

// "Home > News > World": signs that lead from section to section.
bool is_section_trail(const Line& line) {
    if (line.shape.words > 12 || line.shape.full_stop) {
        return false;
    }
    std::size_t signs = 0;
    std::size_t open = 0;
    bool blank_before = false;
    for (std::size_t i = 0; i < line.text.size();) {
        const CodePoint c = code_point_at(line.text, i);
        i += c.length;
        const char32_t next = code_point_at(line.text, i).value;
        const bool arrow = c.value == right_guillemet || c.value == U'>' || c.value == 0x203A ||
                           c.value == 0x2039 || c.value == U'\\';
        const bool slash = (c.value == U'/' || c.value == 0x2190) && blank_before;
        open += c.value == left_guillemet ? 1 : 0;
        signs += (arrow || slash) && (is_space(next) || next == 0) && blank_before ? 1 : 0;
        blank_before = is_space(c.value);
    }
    return signs >= 1 && open == 0 && line.shape.words <= 6 * signs;
}

bool is_initials(std::string_view text) {
    const FoldedLine folded = fold_line(text);
    const auto words = key_words(folded.key);
    return words.size() >= 2 && folded.key.find_first_of("0123456789") == std::string::npos &&
           std::all_of(words.begin(), words.end(),
                       [](std::string_view word) { return letters_of(word) <= 2; }) &&
           std::count_if(words.begin(), words.end(),
                         [](std::string_view word) { return letters_of(word) == 1; }) *
                   2 >=
               static_cast<std::ptrdiff_t>(words.size());
}

bool is_address(std::string_view text) {
    const bool one_word = text.find(' ') == std::string_view::npos;
    return one_word && (text.starts_with("http://") || text.starts_with("https://") ||
                        text.starts_with("www.") || text.find('@') != std::string_view::npos);
}

bool holds_address(const Line& line) {
    return line.shape.words <= 12 && !is_prose(line) &&
           (line.text.find("http://") != std::string::npos ||
            line.text.find("https://") != std::string::npos ||
            line.text.find("www.") != std::string::npos);
}

// What stands in the brackets at the end of the text, or "" when it ends otherwise.
std::string_view last_bracket(std::string_view text) {
    const std::string_view trimmed = trim(text);
    if (!trimmed.ends_with(')') && !trimmed.ends_with(']')) {
        return {};
    }
    const std::size_t open = trimmed.find_last_of("([");
    if (open == std::string_view::npos) {
        return {};
    }
    return trimmed.substr(open + 1, trimmed.size() - open - 2);
}

// The same, or what stands behind the last dash: "the minister on arrival - archive".
std::string_view picture_credit(std::string_view text) {
    const std::string_view bracket = last_bracket(text);
    const std::size_t last_dash = text.rfind(" - ");
    return bracket.empty() && last_dash != std::string_view::npos ? text.substr(last_dash + 3)
                                                                  : bracket;
}

// "A.B/C.D (AGENCY)": the desk's initials with who the text is taken from.
bool is_signed_credit(const Line& line, const CleaningRules& rules) {
    const std::string_view credit = last_bracket(line.text);
    const std::size_t open = line.text.find('(');
    return !credit.empty() && line.shape.words <= 16 && read_credits(credit, rules).only_known() &&
           is_initials(std::string_view(line.text).substr(0, open));
}

bool is_caption(const Line& line, const CleaningRules& rules) {
    const std::string_view credit = picture_credit(line.text);
    if (credit.empty() || line.shape.words > caption_words_max || count_words(credit) > 6) {
        return false;
    }
    const Credits credits = read_credits(credit, rules);
    return !line.shape.inner_stop &&
           (credits.pictures > 0 || (line.text.ends_with(')') && credits.only_known() &&
                                     line.shape.words <= agency_caption_words_max));
}

// Source code that a scraper took for text.
bool is_code(std::string_view text) {
    const bool brackets = text.find('{') != std::string_view::npos ||
                          text.find("()") != std::string_view::npos ||
                          text.find("[]") != std::string_view::npos;
    return text.ends_with(';') && (brackets || text.find('=') != std::string_view::npos);
}

LineClass class_of(RuleKind kind) {
    switch (kind) {
        case RuleKind::rest: return LineClass::rest;
        case RuleKind::byline: return LineClass::byline;
        case RuleKind::caption: return LineClass::caption;
        case RuleKind::source: return LineClass::source;
        case RuleKind::end_mark: return LineClass::end_mark;
        case RuleKind::continues: return LineClass::continues;
        case RuleKind::withdrawn: return LineClass::withdrawn;
        case RuleKind::error_page: return LineClass::error_page;
        case RuleKind::line:
        case RuleKind::list:
        case RuleKind::glued:
        case RuleKind::tail:
        case RuleKind::read_more:
        case RuleKind::published:
        case RuleKind::updated: break;
    }
    return LineClass::furniture;
}

// "Read also", alone or with the other story's headline behind it, even glued to it.
std::optional<Classified> classify_list(const Line& line, const CleaningRules& rules) {
    if (line.shape.words > 30) {
        return std::nullopt;
    }
    const std::string_view key = line.folded.key;
    for (const CleaningRule& rule : rules.rules) {
        if (rule.kind != RuleKind::list) {
            continue;
        }
        for (const Pattern& pattern : rule.patterns) {
            const std::size_t length = pattern_prefix(pattern, key);
            if (length == 0) {
                continue;
            }
            const std::string_view behind = key.substr(length);
            if (behind.empty() || behind == " :") {
                return Classified{LineClass::list_alone, rule.id};
            }
            const bool set_off = behind.starts_with(" :");
            const bool glued = !behind.starts_with(' ') && pattern.words.size() > 1;
            const bool weak = behind.starts_with(' ') && pattern.words.size() > 1 &&
                              !line.shape.full_stop && line.shape.words <= rule.words_max;
            if ((set_off && !line.shape.inner_stop) || glued || weak) {
                return Classified{LineClass::list_inline, rule.id};
            }
        }
    }
    return std::nullopt;
}

std::optional<Classified> classify_by_shape(const Line& line, const CleaningRules& rules) {
    const LineShape& shape = line.shape;
    if (shape.words == 0) {
        return Classified{is_separator(line.text) ? LineClass::separator : LineClass::furniture,
                          "signs"};
    }
    const std::size_t letters = shape.arabic_letters + shape.other_letters;
    if (letters == 0) {
        return Classified{LineClass::closing, "number"};
    }
    if (is_address(line.text) || holds_address(line)) {
        return Classified{LineClass::furniture, "address"};
    }
    if (is_code(line.text)) {
        return Classified{LineClass::furniture, "code"};
    }
    if (shape.words <= 20 && is_hashtags(line.text)) {
        return Classified{LineClass::furniture, "hashtags"};
    }
    if (shape.words <= credit_words_max && read_credits(line.text, rules).only_known()) {
        return Classified{LineClass::credit, "credit"};
    }
    if (is_signed_credit(line, rules)) {
        return Classified{LineClass::credit, "signed-credit"};
    }
    if (shape.words <= 16 && is_initials(line.text)) {
        return Classified{LineClass::closing, "initials"};
    }
    if (is_section_trail(line)) {
        return Classified{LineClass::furniture, section_trail_shape};
    }
    if (is_caption(line, rules)) {
        return Classified{LineClass::caption, caption_shape};
    }
    return std::nullopt;
}

}  // namespace

Classified classify_line(const Line& line, const CleaningRules& rules) {
    if (const auto list = classify_list(line, rules)) {
        return *list;
    }
    if (const CleaningRule* rule = find_line_rule(rules, line.folded.key)) {
        return Classified{class_of(rule->kind), rule->id};
    }
    if (const auto shape = classify_by_shape(line, rules)) {
        return *shape;
    }
    return Classified{LineClass::text, ""};
}

}  // namespace khabard
