#include "daemon/stages/findings.h"

#include "daemon/text/unicode.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace khabard {

namespace {

constexpr std::size_t dateline_words_max = 24;
// "CITY: PAPER" is short; enumerations may look alike.
constexpr std::size_t paper_words_max = 8;
constexpr std::size_t headline_words_min = 3;
constexpr std::size_t headline_words_max = 22;
constexpr std::size_t carried_words_min = 5;
constexpr std::size_t short_city_letters_max = 3;

bool listed(const std::vector<std::string>& keys, std::string_view key) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

bool has_article(std::string_view word) {
    std::string article;
    append_code_point(article, alef);
    append_code_point(article, lam);
    return name_key(word).starts_with(article);
}

// A city has one word, or two of which the first is short or the second has the article; "Name
// Surname (AGENCY)" is a caption.
bool looks_like_city(std::string_view place) {
    const auto words = key_words(place);
    if (words.size() == 1) {
        return true;
    }
    return words.size() == 2 && (has_article(words[1]) ||
                                 count_code_points(name_key(words[0])) <= short_city_letters_max);
}

// The line is a dateline and nothing else. In brackets at the end of a line also the credits of
// pictures stand, so there the places must look like cities.
std::optional<Dateline> whole_dateline(const Line& line, const CleaningRules& rules) {
    if (line.shape.words > dateline_words_max) {
        return std::nullopt;
    }
    auto dateline = find_dateline(line.text, rules);
    if (!dateline || dateline->length < line.text.size() ||
        (dateline->places.empty() && dateline->date.empty())) {
        return std::nullopt;
    }
    const bool bracket_ends = line.text.ends_with(')');
    const bool cities = std::all_of(dateline->places.begin(), dateline->places.end(),
                                    [](const std::string& p) { return looks_like_city(p); });
    const bool dashed = line.text.find(" - ") != std::string::npos ||
                        line.text.find('/') != std::string::npos || !dateline->date.empty();
    const bool papers_only = dateline->agencies.empty();
    if ((((bracket_ends && !dashed) || papers_only) && !cities) ||
        (papers_only && line.shape.words > paper_words_max)) {
        return std::nullopt;
    }
    return dateline;
}

}  // namespace

Finding examine(const Line& line, const CleaningRules& rules, const DateContext& context) {
    Finding finding{{LineClass::text, ""}, std::nullopt, std::nullopt};
    finding.date = read_publication(line, rules, context);
    finding.line = classify_line(line, rules);
    const bool by_shape = finding.line.what == LineClass::text ||
                          finding.line.rule == caption_shape ||
                          finding.line.rule == section_trail_shape;
    const bool plain_date = finding.date && finding.date->role == DateRole::plain;
    if (!by_shape || (finding.date && !plain_date)) {
        return finding;
    }
    auto dateline = whole_dateline(line, rules);
    if (dateline && (!plain_date || !dateline->agencies.empty())) {
        finding.dateline = std::move(dateline);
        finding.date.reset();
        finding.line = {LineClass::text, ""};
    }
    return finding;
}

std::vector<Finding> examine_all(const Sheet& sheet, const CleaningRules& rules,
                                 const DateContext& context) {
    std::vector<Finding> findings;
    findings.reserve(sheet.size());
    for (const Line& line : sheet.lines()) {
        findings.push_back(examine(line, rules, context));
    }
    return findings;
}

bool carries_on(const Line& line, const CleaningRules& rules) {
    const std::string_view key = line.folded.key;
    const std::string_view first = key.substr(0, std::min(key.find(' '), key.size()));
    if (listed(rules.words.connectives, first)) {
        return true;
    }
    const CodePoint letter = code_point_at(first, 0);
    return (letter.value == waw || letter.value == feh) &&
           listed(rules.words.lead_verbs, first.substr(letter.length));
}

bool may_be_headline(const Line& line, const Finding& finding, const CleaningRules& rules) {
    const LineShape& shape = line.shape;
    return finding.line.what == LineClass::text && !finding.date && !finding.dateline &&
           !line.empty() && shape.arabic_letters > 0 && shape.words >= headline_words_min &&
           shape.words <= headline_words_max && !shape.full_stop && !carries_on(line, rules);
}

bool is_running_text(const Line& line, const Finding& finding, const CleaningRules& rules) {
    if (finding.line.what != LineClass::text || finding.dateline || line.empty() ||
        (finding.date && finding.date->length == line.text.size())) {
        return false;
    }
    return is_prose(line) || (line.shape.words >= carried_words_min && carries_on(line, rules));
}

}  // namespace khabard
