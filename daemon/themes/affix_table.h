#pragma once

// What Arabic writes onto a word: the closed lists of proclitics, endings and pronouns that
// word_forms.h combines with a base. Data only, in affix_table.cc, one row a line.

#include <span>
#include <string_view>

namespace khabard::affixes {

// The letters that change before an ending. UTF-8.
inline constexpr std::string_view alef = "\xD8\xA7";
inline constexpr std::string_view teh = "\xD8\xAA";
inline constexpr std::string_view teh_marbuta = "\xD8\xA9";
inline constexpr std::string_view alef_maksura = "\xD9\x89";
inline constexpr std::string_view waw = "\xD9\x88";
inline constexpr std::string_view yeh = "\xD9\x8A";
inline constexpr std::string_view article = "\xD8\xA7\xD9\x84";  // al-

std::span<const std::string_view> conjunctions();        // nothing, wa-, fa-
std::span<const std::string_view> prepositions();        // nothing, bi-, ka-, li-
std::span<const std::string_view> light_prepositions();  // nothing, bi-, li-: before a pronoun form
std::span<const std::string_view> articles();            // al-, bil-, kal-, lil-
std::span<const std::string_view> name_proclitics();
std::span<const std::string_view> verb_proclitics();   // before an imperfect: sa-, li- ...
std::span<const std::string_view> persons();           // ya-, ta-, na-, a- of the imperfect
std::span<const std::string_view> pronouns();          // on nouns
std::span<const std::string_view> object_pronouns();   // on verbs
std::span<const std::string_view> noun_endings();      // without an article
std::span<const std::string_view> definite_endings();  // with an article
std::span<const std::string_view> adjective_endings();
std::span<const std::string_view> perfect_endings();
std::span<const std::string_view> imperfect_endings();

}  // namespace khabard::affixes
