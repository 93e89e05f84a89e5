#include "daemon/stages/credits.h"

#include "daemon/stages/line.h"
#include "daemon/text/unicode.h"

#include <algorithm>

namespace khabard {

namespace {

// The longest name of a newspaper or agency in words.
constexpr std::size_t name_words_max = 6;

enum class NameKind : std::uint8_t { agency, outlet, picture, none };

struct Name {
    NameKind kind;
    std::size_t agency;
    std::size_t words;
};

bool contains(const std::vector<std::string>& keys, const std::string& key) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

std::optional<Name> known_name(const std::string& key, const CleaningRules& rules,
                               std::size_t words) {
    const auto agency = rules.agency_of.find(key);
    if (agency != rules.agency_of.end()) {
        return Name{NameKind::agency, agency->second, words};
    }
    if (contains(rules.words.outlets, key)) {
        return Name{NameKind::outlet, 0, words};
    }
    if (contains(rules.words.picture_sources, key)) {
        return Name{NameKind::picture, 0, words};
    }
    return std::nullopt;
}

// The longest known name that begins with word `at`; a leading "and" is seen through.
Name name_at(const std::vector<std::string_view>& words, std::size_t at,
             const CleaningRules& rules) {
    std::string conjunction;
    append_code_point(conjunction, waw);
    const std::size_t longest = std::min(name_words_max, words.size() - at);
    for (std::size_t count = longest; count > 0; --count) {
        std::string key;
        for (std::size_t i = at; i < at + count; ++i) {
            key += words[i];
        }
        if (const auto name = known_name(key, rules, count)) {
            return *name;
        }
        if (key.starts_with(conjunction)) {
            if (const auto name = known_name(key.substr(conjunction.size()), rules, count)) {
                return *name;
            }
        }
    }
    return Name{NameKind::none, 0, 1};
}

}  // namespace

Credits read_credits(std::string_view text, const CleaningRules& rules) {
    Credits credits{{}, 0, 0, 0};
    const FoldedLine folded = fold_line(text);
    std::vector<std::string_view> words = key_words(folded.key);
    std::erase(words, std::string_view(":"));
    for (std::size_t i = 0; i < words.size();) {
        const Name name = name_at(words, i, rules);
        i += name.words;
        switch (name.kind) {
            case NameKind::agency: add_agencies(credits.agencies, {name.agency}); break;
            case NameKind::outlet: ++credits.outlets; break;
            case NameKind::picture: ++credits.pictures; break;
            case NameKind::none: ++credits.other_words; break;
        }
    }
    return credits;
}

void add_agencies(std::vector<std::size_t>& to, const std::vector<std::size_t>& from) {
    for (const std::size_t agency : from) {
        if (std::find(to.begin(), to.end(), agency) == to.end()) {
            to.push_back(agency);
        }
    }
}

std::optional<std::string> agency_names(const std::vector<std::size_t>& agencies,
                                        const CleaningRules& rules) {
    const bool named = std::any_of(agencies.begin(), agencies.end(), [&](std::size_t agency) {
        return !rules.agencies[agency].generic;
    });
    std::string names;
    for (const std::size_t agency : agencies) {
        if (named && rules.agencies[agency].generic) {
            continue;
        }
        if (!names.empty()) {
            append_code_point(names, arabic_comma);
            names += ' ';
        }
        names += rules.agencies[agency].name;
    }
    return names.empty() ? std::nullopt : std::optional<std::string>(names);
}

}  // namespace khabard
