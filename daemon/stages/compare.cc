#include "daemon/stages/compare.h"

#include "daemon/lib/hash/hash.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

namespace khabard {
namespace {

// An edit is minor while at most so many match tokens differ, and no number or entity does.
constexpr std::size_t minor_words_max = 2;

using Words = std::vector<const ThemeToken*>;

Words words_of(const ThemeTokens& tokens, Zone zone) {
    Words words;
    for (const ThemeToken& token : tokens.tokens) {
        if (token.token.zone == zone) {
            words.push_back(&token);
        }
    }
    return words;
}

bool same_words(const Words& a, const Words& b) {
    return std::equal(
        a.begin(), a.end(), b.begin(), b.end(),
        [](const ThemeToken* x, const ThemeToken* y) { return x->exact == y->exact; });
}

// The words that keep two texts apart, when there are few of them.
struct Difference {
    std::vector<const ThemeToken*> removed;
    std::vector<const ThemeToken*> added;
    bool few;  // false: more than was asked for, and the lists are incomplete
};

// Walks both texts in step and, at the first difference, tries a replaced, a removed and an added
// word in turn; with a budget of two words there are at most nine ways.
Difference difference(std::span<const ThemeToken* const> before,
                      std::span<const ThemeToken* const> after, std::size_t budget) {
    std::size_t same = 0;
    while (same < before.size() && same < after.size() &&
           before[same]->exact == after[same]->exact) {
        ++same;
    }
    before = before.subspan(same);
    after = after.subspan(same);
    if (before.empty() && after.empty()) {
        return {{}, {}, true};
    }
    const std::size_t surplus =
        before.size() > after.size() ? before.size() - after.size() : after.size() - before.size();
    if (budget == 0 || surplus > budget) {
        return {{}, {}, false};
    }
    for (const auto& [from_before, from_after] : {std::pair{1, 1}, {1, 0}, {0, 1}}) {
        const auto removed = static_cast<std::size_t>(from_before);
        const auto added = static_cast<std::size_t>(from_after);
        if (before.size() < removed || after.size() < added) {
            continue;
        }
        Difference rest = difference(before.subspan(removed), after.subspan(added), budget - 1);
        if (rest.few) {
            rest.removed.insert(rest.removed.end(), before.begin(), before.begin() + from_before);
            rest.added.insert(rest.added.end(), after.begin(), after.begin() + from_after);
            return rest;
        }
    }
    return {{}, {}, false};
}

const DisplayText& text_of(const ArticleText& text, Zone zone) {
    switch (zone) {
        case Zone::headline: return text.headline;
        case Zone::summary: return text.summary;
        case Zone::body: return text.body;
    }
    return text.body;
}

// The canonical form of a listed name, in whichever of its spellings; nullopt for other words. At
// most a handful of words of an edit are asked about, so a walk through the list is cheap enough.
std::optional<std::uint64_t> name_of(std::string_view word, const Aliases& aliases) {
    const std::uint64_t hash = token_hash(fold_for_dedup(word));
    const auto variant = aliases.by_hash.find(hash);
    if (variant != aliases.by_hash.end()) {
        return variant->second;
    }
    const bool canonical = std::any_of(aliases.by_hash.begin(), aliases.by_hash.end(),
                                       [hash](const auto& alias) { return alias.second == hash; });
    return canonical ? std::optional(hash) : std::nullopt;
}

// The canonical forms of the listed names among `tokens`, sorted.
std::vector<std::uint64_t> names_among(const std::vector<const ThemeToken*>& tokens,
                                       const ArticleText& text, const Aliases& aliases) {
    std::vector<std::uint64_t> names;
    for (const ThemeToken* theme_token : tokens) {
        const Token& token = theme_token->token;
        const std::string_view word = std::string_view(text_of(text, token.zone).str())
                                          .substr(token.offset.get(), token.length);
        if (const auto name = name_of(word, aliases)) {
            names.push_back(*name);
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

bool holds_number(const std::vector<const ThemeToken*>& tokens) {
    return std::any_of(tokens.begin(), tokens.end(),
                       [](const ThemeToken* token) { return token->token.number; });
}

}  // namespace

TextChange compare(const ArticleText& before, const ArticleText& after, const Aliases& aliases) {
    const ThemeTokens old_tokens = theme_tokens(before);
    const ThemeTokens new_tokens = theme_tokens(after);
    TextChange change{{}, ChangeClass::minor};
    std::size_t budget = minor_words_max;
    for (const Zone zone : {Zone::headline, Zone::summary, Zone::body}) {
        const Words old_words = words_of(old_tokens, zone);
        const Words new_words = words_of(new_tokens, zone);
        if (same_words(old_words, new_words)) {
            continue;
        }
        change.changed_fields.emplace_back(zone == Zone::headline  ? "headline"
                                           : zone == Zone::summary ? "summary"
                                                                   : "body");
        const Difference found = difference(old_words, new_words, budget);
        if (!found.few || holds_number(found.removed) || holds_number(found.added) ||
            names_among(found.removed, before, aliases) !=
                names_among(found.added, after, aliases)) {
            change.change_class = ChangeClass::material;
            continue;
        }
        budget -= std::max(found.removed.size(), found.added.size());
    }
    return change;
}

std::uint64_t spelling_of(const ThemeTokens& tokens) {
    const bool has_body =
        std::any_of(tokens.tokens.begin(), tokens.tokens.end(),
                    [](const ThemeToken& token) { return token.token.zone == Zone::body; });
    const Zone text_zone = has_body ? Zone::body : Zone::summary;
    std::uint64_t hash = 0;
    for (const ThemeToken& token : tokens.tokens) {
        if (token.token.zone == Zone::headline || token.token.zone == text_zone) {
            hash = combine64(hash,
                             combine64(token.exact, static_cast<std::uint64_t>(token.token.zone)));
        }
    }
    return hash;
}

}  // namespace khabard
