#include "daemon/stages/cleaning_rules.h"

#include "daemon/lib/toml/table_reader.h"
#include "daemon/stages/line.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace khabard {

namespace {

constexpr std::size_t words_max_default = 14;

std::optional<RuleKind> read_kind(TableReader& reader) {
    const auto index = reader.choice("kind", {"line", "list", "rest", "glued", "tail", "read_more",
                                              "byline", "caption", "published", "updated", "source",
                                              "end_mark", "continues", "withdrawn", "error_page"});
    if (!index) {
        return std::nullopt;
    }
    return static_cast<RuleKind>(*index);
}

// A pattern is folded word by word: folding would lose the signs that stand for something.
Pattern compile_pattern(std::string_view text) {
    Pattern pattern;
    for (const std::string_view written : key_words(text)) {
        if (written == "*" || written == "#") {
            pattern.words.emplace_back(written);
            continue;
        }
        const bool open = written.size() > 1 && written.back() == '*';
        const FoldedLine folded = fold_line(written);
        for (const std::string_view word : key_words(folded.key)) {
            pattern.words.emplace_back(word);
        }
        if (open && !pattern.words.empty()) {
            pattern.words.back() += '*';
        }
    }
    return pattern;
}

bool is_only_signs(const Pattern& pattern) {
    return std::all_of(pattern.words.begin(), pattern.words.end(), [](const std::string& word) {
        return word == "*" || word == "#" || word == ":";
    });
}

std::optional<CleaningRule> read_rule(TableReader& reader) {
    const auto id = reader.required_string("id");
    const auto kind = read_kind(reader);
    const auto words_max = reader.integer("words_max", {.minimum = 1, .maximum = 60});
    CleaningRule rule{id.value_or(""),
                      kind.value_or(RuleKind::line),
                      {},
                      static_cast<std::size_t>(words_max.value_or(words_max_default))};
    for (const std::string& text : reader.strings("match")) {
        Pattern pattern = compile_pattern(text);
        if (is_only_signs(pattern)) {
            reader.complain("match", "the pattern \"" + text + "\" names no word");
            continue;
        }
        rule.patterns.push_back(std::move(pattern));
    }
    if (rule.patterns.empty()) {
        reader.complain("match", "a rule needs at least one pattern");
    }
    if (!id || !kind || rule.patterns.empty()) {
        return std::nullopt;
    }
    return rule;
}

std::vector<std::string> keys_of(const std::vector<std::string>& names) {
    std::vector<std::string> keys;
    keys.reserve(names.size());
    for (const std::string& name : names) {
        keys.push_back(name_key(name));
    }
    return keys;
}

std::optional<Agency> read_agency(TableReader& reader) {
    const auto name = reader.required_string("name");
    std::vector<std::string> aliases = keys_of(reader.strings("aliases"));
    const bool generic = reader.boolean("generic").value_or(false);
    if (!name) {
        return std::nullopt;
    }
    aliases.push_back(name_key(*name));
    return Agency{*name, std::move(aliases), generic};
}

NewsroomWords read_words(TableReader& reader) {
    NewsroomWords words;
    words.outlets = keys_of(reader.strings("outlets"));
    words.picture_sources = keys_of(reader.strings("picture_sources"));
    words.countries = keys_of(reader.strings("countries"));
    words.dateline_fillers = keys_of(reader.strings("dateline_fillers"));
    words.today = keys_of(reader.strings("today"));
    words.weekdays = keys_of(reader.strings("weekdays"));
    words.connectives = keys_of(reader.strings("connectives"));
    words.lead_verbs = keys_of(reader.strings("lead_verbs"));
    words.glued_verbs = keys_of(reader.strings("glued_verbs"));
    return words;
}

// The other kinds describe parts of lines; lists are looked for with what stands behind them.
bool describes_lines(RuleKind kind) {
    return kind != RuleKind::glued && kind != RuleKind::tail && kind != RuleKind::read_more &&
           kind != RuleKind::list;
}

bool describes_tails(RuleKind kind) {
    return kind == RuleKind::tail || kind == RuleKind::read_more || kind == RuleKind::end_mark ||
           kind == RuleKind::continues || kind == RuleKind::list;
}

void index_pattern(CleaningRules& rules, PatternPlace place) {
    const CleaningRule& rule = rules.rules[place.rule];
    const std::string& first = rule.patterns[place.pattern].words.front();
    const bool word = first.back() != '*' && first != "#";
    if (describes_lines(rule.kind) || rule.kind == RuleKind::read_more) {
        if (word) {
            rules.by_first_word[first].push_back(place);
        } else {
            rules.by_no_word.push_back(place);
        }
    }
    if (describes_tails(rule.kind) && word) {
        rules.tails_by_word[first].push_back(place);
    }
}

void index_patterns(CleaningRules& rules) {
    for (std::size_t r = 0; r < rules.rules.size(); ++r) {
        for (std::size_t p = 0; p < rules.rules[r].patterns.size(); ++p) {
            index_pattern(rules, {r, p});
        }
    }
    for (std::size_t a = 0; a < rules.agencies.size(); ++a) {
        for (const std::string& alias : rules.agencies[a].aliases) {
            rules.agency_of.emplace(alias, a);
        }
    }
}

// Calls `read` with a reader for each table of the array under `key`.
template <class Read>
void each_table(TableReader& reader, std::string_view key, const std::string& file,
                Complaints& complaints, Read read) {
    const TomlArray* array = reader.array(key);
    if (array == nullptr) {
        return;
    }
    for (const TomlValue& value : array->values) {
        const TomlTable* table = value.table();
        if (table == nullptr) {
            complaints.push_back({file, value.place.line, value.place.column,
                                  "expected a table, not " + std::string(value.type_name()), ""});
            continue;
        }
        TableReader row(*table, value.place, file, complaints);
        read(row);
        row.reject_unknown();
    }
}

bool is_number(std::string_view word) {
    return !word.empty() && word.find_first_not_of("0123456789") == std::string_view::npos;
}

bool word_matches(const std::string& pattern, std::string_view word) {
    if (pattern == "*") {
        return true;
    }
    if (pattern == "#") {
        return is_number(word);
    }
    if (pattern.back() == '*') {
        return word.starts_with(std::string_view(pattern).substr(0, pattern.size() - 1));
    }
    return word == pattern;
}

// Patterns are a handful of words, so plain backtracking is enough.
bool matches_from(const Pattern& pattern, std::size_t p, const std::vector<std::string_view>& words,
                  std::size_t w) {
    while (p < pattern.words.size()) {
        if (pattern.words[p] == "*") {
            if (p + 1 == pattern.words.size()) {
                return true;
            }
            for (std::size_t next = w; next < words.size(); ++next) {
                if (word_matches(pattern.words[p + 1], words[next]) &&
                    matches_from(pattern, p + 1, words, next)) {
                    return true;
                }
            }
            return false;
        }
        if (w == words.size() || !word_matches(pattern.words[p], words[w])) {
            return false;
        }
        ++p;
        ++w;
    }
    return w == words.size();
}

std::size_t digits_at(std::string_view key, std::size_t begin) {
    std::size_t end = begin;
    while (end < key.size() && key[end] >= '0' && key[end] <= '9') {
        ++end;
    }
    return end - begin;
}

}  // namespace

CleaningRules parse_cleaning_rules(const TomlTable& table, const std::string& file,
                                   Complaints& complaints) {
    CleaningRules rules;
    TableReader reader(table, {1, 1}, file, complaints);
    each_table(reader, "rule", file, complaints, [&](TableReader& row) {
        if (auto rule = read_rule(row)) {
            rules.rules.push_back(*std::move(rule));
        }
    });
    each_table(reader, "agency", file, complaints, [&](TableReader& row) {
        if (auto agency = read_agency(row)) {
            rules.agencies.push_back(*std::move(agency));
        }
    });
    if (const TomlTable* words = reader.table("words")) {
        TableReader row(*words, reader.place_of("words"), file, complaints);
        rules.words = read_words(row);
        row.reject_unknown();
    }
    reader.reject_unknown();
    index_patterns(rules);
    return rules;
}

bool pattern_matches(const Pattern& pattern, const std::vector<std::string_view>& words) {
    return matches_from(pattern, 0, words, 0);
}

const CleaningRule* find_line_rule(const CleaningRules& rules, std::string_view key) {
    std::vector<std::string_view> words = key_words(key);
    while (!words.empty() && words.front() == ":") {
        words.erase(words.begin());
    }
    if (words.empty()) {
        return nullptr;
    }
    std::vector<std::string_view> bare = words;  // without the colon at the end
    while (!bare.empty() && bare.back() == ":") {
        bare.pop_back();
    }
    std::size_t best = rules.rules.size();
    const auto consider = [&](const std::vector<PatternPlace>& places) {
        for (const PatternPlace& place : places) {
            const CleaningRule& rule = rules.rules[place.rule];
            if (place.rule < best && words.size() <= rule.words_max &&
                (pattern_matches(rule.patterns[place.pattern], words) ||
                 (bare.size() < words.size() &&
                  pattern_matches(rule.patterns[place.pattern], bare)))) {
                best = place.rule;
            }
        }
    };
    const auto found = rules.by_first_word.find(std::string(words.front()));
    if (found != rules.by_first_word.end()) {
        consider(found->second);
    }
    consider(rules.by_no_word);
    return best < rules.rules.size() ? &rules.rules[best] : nullptr;
}

std::size_t pattern_prefix(const Pattern& pattern, std::string_view key) {
    std::size_t at = 0;
    for (const std::string& word : pattern.words) {
        while (at > 0 && at < key.size() && key[at] == ' ') {
            ++at;
        }
        const std::size_t length = word == "#"                        ? digits_at(key, at)
                                   : key.substr(at).starts_with(word) ? word.size()
                                                                      : 0;
        if (length == 0) {
            return 0;
        }
        at += length;
    }
    return at;
}

}  // namespace khabard
