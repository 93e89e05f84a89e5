#include "daemon/themes/affix_table.h"

#include <array>

// Source of the lists: the standard description of proclitics, number and pronoun endings of
// Modern Standard Arabic, cut down to what occurs in news text. Folded spelling throughout (bare
// alef, heh for teh marbuta).

namespace khabard::affixes {
namespace {

using Row = std::string_view;

// clang-format off
constexpr std::array<Row, 3> conjunction_rows = {
    "",
    "و",
    "ف",
};

constexpr std::array<Row, 4> preposition_rows = {
    "",
    "ب",
    "ك",
    "ل",
};

constexpr std::array<Row, 3> light_preposition_rows = {
    "",
    "ب",
    "ل",
};

constexpr std::array<Row, 4> article_rows = {
    "ال",
    "بال",
    "كال",
    "لل",
};

constexpr std::array<Row, 11> name_rows = {
    "",
    "و",
    "ف",
    "ل",
    "ب",
    "ك",
    "ول",
    "وب",
    "وك",
    "فل",
    "فب",
};

constexpr std::array<Row, 7> verb_rows = {
    "",
    "و",
    "ف",
    "س",
    "ل",
    "وس",
    "فس",
};

constexpr std::array<Row, 4> person_rows = {
    "ي",
    "ت",
    "ن",
    "ا",
};

constexpr std::array<Row, 8> pronoun_rows = {
    "ه",
    "ها",
    "هم",
    "هما",
    "نا",
    "كم",
    "ك",
    "ي",
};

constexpr std::array<Row, 6> object_rows = {
    "ني",
    "ه",
    "ها",
    "هم",
    "هما",
    "نا",
};

// Bare, dual, sound masculine plural, accusative, and both construct states; those that are no
// ending of a word with its article come last.
constexpr std::array<Row, 7> noun_ending_rows = {
    "",
    "ان",
    "ين",
    "ون",
    "ا",
    "و",
    "ي",
};

constexpr std::array<Row, 4> definite_ending_rows = {
    "",
    "ان",
    "ين",
    "ون",
};

constexpr std::array<Row, 10> adjective_ending_rows = {
    "",
    "ه",
    "ا",
    "ات",
    "ان",
    "ين",
    "ون",
    "و",
    "تان",
    "تين",
};

// he, she, they two, they (m.), we, they (f.), you.
constexpr std::array<Row, 8> perfect_ending_rows = {
    "",
    "ت",
    "ا",
    "تا",
    "وا",
    "نا",
    "ن",
    "تم",
};

// Singular, dual, plural, and the short forms of dual and plural.
constexpr std::array<Row, 6> imperfect_ending_rows = {
    "",
    "ان",
    "ون",
    "ا",
    "وا",
    "ن",
};
// clang-format on

}  // namespace

std::span<const std::string_view> conjunctions() {
    return conjunction_rows;
}
std::span<const std::string_view> prepositions() {
    return preposition_rows;
}
std::span<const std::string_view> light_prepositions() {
    return light_preposition_rows;
}
std::span<const std::string_view> articles() {
    return article_rows;
}
std::span<const std::string_view> name_proclitics() {
    return name_rows;
}
std::span<const std::string_view> verb_proclitics() {
    return verb_rows;
}
std::span<const std::string_view> persons() {
    return person_rows;
}
std::span<const std::string_view> pronouns() {
    return pronoun_rows;
}
std::span<const std::string_view> object_pronouns() {
    return object_rows;
}
std::span<const std::string_view> noun_endings() {
    return noun_ending_rows;
}
std::span<const std::string_view> definite_endings() {
    return definite_ending_rows;
}
std::span<const std::string_view> adjective_endings() {
    return adjective_ending_rows;
}
std::span<const std::string_view> perfect_endings() {
    return perfect_ending_rows;
}
std::span<const std::string_view> imperfect_endings() {
    return imperfect_ending_rows;
}

}  // namespace khabard::affixes
