#pragma once

// The two match folds and the tokens made with them. The tables stand in fold_table.cc, one row a
// code point, for linguists to review.
//
// dedup fold: marks and tatweel deleted; alef, yeh, teh marbuta, kaf families unified; hamza and
//   its seats deleted (so that both spellings of "official" meet); Persian letters to Arabic ones;
//   digits to ASCII; Latin case folded. Name variants are unified by Aliases.
// theme fold: the same, but hamza is kept and its seats become hamza.

#include "daemon/model/text.h"
#include "daemon/model/tokens.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace khabard {

// Spelling variants of names and words, by hash of the folded token (config/aliases.toml). Applied
// to dedupe tokens only; proclitics wa-, fa-, bi-, li-, ka- before a listed form are seen through.
struct Aliases {
    std::unordered_map<std::uint64_t, std::uint64_t> by_hash;  // variant -> canonical
    // Variants of two words ("Abu Dhabi") become one token. Key: combine64 of both hashes; `first`
    // holds every hash that such a variant begins with.
    std::unordered_map<std::uint64_t, std::uint64_t> by_pair;
    std::unordered_set<std::uint64_t> first;
};

// Adds variant -> canonical (both in plain spelling), with all proclitics. Returns false, and adds
// nothing, unless the variant folds to one or two words and the canonical form to one.
bool add_alias(Aliases& aliases, std::string_view variant, std::string_view canonical);

// Rewrites the tokens from index `first` on. What dedup_tokens does last.
void apply_aliases(const Aliases& aliases, DedupTokens& tokens, std::size_t first);

// The three texts of an article, which tokens count their sentences and offsets in.
struct ArticleText {
    const DisplayText& headline;
    const DisplayText& summary;
    const DisplayText& body;
};

DedupTokens dedup_tokens(const ArticleText& text, const Aliases& aliases);
ThemeTokens theme_tokens(const ArticleText& text);

// The folded form of one piece of text, words joined by single blanks: for tables that are compiled
// from configuration and for comparing lines with them. Never shown.
std::string fold_for_dedup(std::string_view text);
std::string fold_for_themes(std::string_view text);

// Hash of one folded word, as it stands in Token::hash.
std::uint64_t token_hash(std::string_view folded_word);
// As it stands in ThemeToken::exact: NFC, marks and tatweel dropped, letters kept.
std::uint64_t exact_hash(std::string_view word);

}  // namespace khabard
