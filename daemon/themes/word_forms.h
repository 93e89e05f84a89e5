#pragma once

// The forms under which a word of a theme file may stand in a text. Arabic glues conjunctions,
// prepositions, the article and pronouns onto words; a stemmer that cuts them off again confuses
// "guarantee" with "annexation", so the closed set of forms is generated instead: nothing is
// conflated that the table does not name, and `deny` in a theme file takes out single forms.
//
//     word_forms("X", WordKind::noun)  ->  X, wa-X, bi-X, al-X, lil-X, X-ha, X-at ...  (folded)

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace khabard {

enum class WordKind : std::uint8_t {
    noun,       // article, prepositions, dual and sound plurals, possessive pronouns
    adjective,  // article, prepositions, gender and number
    verb,       // begins with yeh: imperfect in all persons; else perfect; object pronouns
    literal,    // a word of a phrase: article, conjunctions, prepositions, accusative; no plural
    name,       // conjunctions and prepositions only
    exact,      // as written: no proclitic, no ending, no folding
};

// Forms in the theme fold, without repetition, in a fixed order. REQUIRES: `word` is one word in
// plain spelling, kind is not exact.
std::vector<std::string> word_forms(std::string_view word, WordKind kind);

}  // namespace khabard
