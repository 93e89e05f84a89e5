#include "daemon/stages/publication.h"

#include "daemon/text/unicode.h"

#include <algorithm>
#include <string_view>

namespace khabard {

namespace {

constexpr std::size_t date_line_words_max = 18;
constexpr std::size_t words_beside_date_max = 5;
constexpr std::size_t words_beside_label_max = 2;
constexpr std::size_t relative_words_max = 6;
// A labelled date stands right behind its label, after a weekday at most.
constexpr std::size_t label_gap_bytes_max = 48;

struct Label {
    DateRole role;
    std::size_t length;  // bytes of the line
};

std::optional<Label> find_label(const Line& line, const CleaningRules& rules) {
    for (const CleaningRule& rule : rules.rules) {
        if (rule.kind != RuleKind::published && rule.kind != RuleKind::updated) {
            continue;
        }
        for (const Pattern& pattern : rule.patterns) {
            const std::size_t length = pattern_prefix(pattern, line.folded.key);
            if (length > 0) {
                const DateRole role =
                    rule.kind == RuleKind::published ? DateRole::published : DateRole::updated;
                return Label{role, line.folded.offsets[length]};
            }
        }
    }
    return std::nullopt;
}

// Words outside the dates that the line holds.
std::size_t words_beside(std::string_view text, const std::vector<FoundDate>& dates) {
    std::size_t words = count_words(text);
    for (const FoundDate& date : dates) {
        words -= std::min(words, count_words(text.substr(date.offset, date.length)));
    }
    return words;
}

std::optional<Publication> read_labelled(const Line& line, const Label& label,
                                         const DateContext& context) {
    const std::string_view behind =
        skip_ornaments(std::string_view(line.text).substr(label.length));
    const std::size_t begin = line.text.size() - behind.size();
    const auto found = find_dates(behind.substr(0, cut_length(behind, folded_bytes_max)), context);
    const bool alone = found.empty() ? count_words(behind) <= relative_words_max
                                     : words_beside(behind, found) <= words_beside_label_max;
    if (alone) {
        if (const auto date = read_date(behind, context)) {
            return Publication{*date, std::string(behind), label.role, line.text.size()};
        }
    }
    if (found.empty() || found.front().offset > label_gap_bytes_max) {
        return std::nullopt;
    }
    const FoundDate& first = found.front();
    return Publication{first.date, std::string(behind.substr(first.offset, first.length)),
                       label.role, begin + first.offset + first.length};
}

// A sign between the date and what stands beside it.
bool is_set_off(std::string_view text, const FoundDate& date) {
    const auto is_sign = [](char32_t c) {
        return c == U'-' || c == U'|' || c == U',' || c == arabic_comma || c == U'/' || c == U':' ||
               c == 0x2013 || c == 0x2014;
    };
    const std::string_view before = trim(text.substr(0, date.offset));
    const std::string_view behind = trim(text.substr(date.offset + date.length));
    return (before.empty() || is_sign(code_point_before(before, before.size()).value)) &&
           (behind.empty() || is_sign(code_point_at(behind, 0).value));
}

// Higher is better.
int rank(const Publication& publication) {
    const int role = 4 - static_cast<int>(publication.role);
    const int stated = publication.date.relative ? 0 : 100;
    const int timed = publication.date.precision == DatePrecision::day ? 0 : 1;
    return stated + role * 10 + timed;
}

}  // namespace

std::optional<Publication> read_publication(const Line& line, const CleaningRules& rules,
                                            const DateContext& context) {
    if (const auto label = find_label(line, rules)) {
        return read_labelled(line, *label, context);
    }
    const LineShape& shape = line.shape;
    if (shape.digits == 0 || shape.words > date_line_words_max ||
        (shape.full_stop && shape.words > words_beside_date_max * 2)) {
        return std::nullopt;
    }
    const auto found = find_dates(line.text, context);
    if (found.empty()) {
        return std::nullopt;
    }
    const std::size_t beside = words_beside(line.text, found);
    const bool name_beside =
        beside <= words_beside_date_max && is_set_off(line.text, found.front());
    if (beside > words_beside_label_max && !name_beside) {
        return std::nullopt;
    }
    // Of a Hijri and a Gregorian date the reader of dates knows which counts.
    const auto date = read_date(line.text, context);
    return Publication{date ? *date : found.front().date, line.text, DateRole::plain,
                       line.text.size()};
}

const Publication* best_publication(const std::vector<Publication>& publications) {
    const auto best = std::max_element(
        publications.begin(), publications.end(),
        [](const Publication& a, const Publication& b) { return rank(a) < rank(b); });
    return best == publications.end() ? nullptr : &*best;
}

std::optional<Publication> infer_from_weekday(const std::string& text, const CleaningRules& rules,
                                              const DateContext& context) {
    const FoldedLine folded = fold_line(text);
    const auto words = key_words(folded.key);
    const auto listed = [](const std::vector<std::string>& keys, std::string_view word) {
        return std::find(keys.begin(), keys.end(), word) != keys.end();
    };
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        if (!listed(rules.words.today, words[i]) || !listed(rules.words.weekdays, words[i + 1])) {
            continue;
        }
        const auto place = static_cast<std::size_t>(words[i + 1].data() - folded.key.data());
        const auto end =
            static_cast<std::size_t>(words[i + 1].data() + words[i + 1].size() - folded.key.data());
        std::string raw =
            text.substr(folded.offsets[place], folded.offsets[end] - folded.offsets[place]);
        raw = std::string(trim(raw));
        if (const auto date = read_date(raw, context)) {
            return Publication{*date, raw, DateRole::updated, 0};
        }
    }
    return std::nullopt;
}

}  // namespace khabard
