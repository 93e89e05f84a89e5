// Cardinal and ordinal numbers from three on (one and two are too common as other words), hundreds,
// and the days of the week, as the dedupe fold leaves them (hamza and its seats dropped, teh
// marbuta as heh). One a line; forms after the grammar of Modern Standard Arabic, checked against
// the words of 30,000 articles of the ANT corpus.

#include "daemon/dedup/fact_words_table.h"

#include <array>

namespace khabard {
namespace {

constexpr std::array<FactWord, 66> words{{
    {"ثلاث", "3", false},         {"ثلاثه", "3", false},      {"ثالث", "3", false},
    {"ثالثه", "3", false},        {"اربع", "4", false},       {"اربعه", "4", false},
    {"رابع", "4", false},         {"رابعه", "4", false},      {"خمس", "5", false},
    {"خمسه", "5", false},         {"خامس", "5", false},       {"خامسه", "5", false},
    {"ست", "6", false},           {"سته", "6", false},        {"سادس", "6", false},
    {"سادسه", "6", false},        {"سبع", "7", false},        {"سبعه", "7", false},
    {"سابع", "7", false},         {"سابعه", "7", false},      {"ثمان", "8", false},
    {"ثماني", "8", false},        {"ثمانيه", "8", false},     {"ثامن", "8", false},
    {"ثامنه", "8", false},        {"تسع", "9", false},        {"تسعه", "9", false},
    {"تاسع", "9", false},         {"تاسعه", "9", false},      {"عشر", "10", false},
    {"عشره", "10", false},        {"عاشر", "10", false},      {"عاشره", "10", false},
    {"عشرون", "20", false},       {"عشرين", "20", false},     {"ثلاثون", "30", false},
    {"ثلاثين", "30", false},      {"اربعون", "40", false},    {"اربعين", "40", false},
    {"خمسون", "50", false},       {"خمسين", "50", false},     {"ستون", "60", false},
    {"ستين", "60", false},        {"سبعون", "70", false},     {"سبعين", "70", false},
    {"ثمانون", "80", false},      {"ثمانين", "80", false},    {"تسعون", "90", false},
    {"تسعين", "90", false},       {"مه", "100", false},       {"ماه", "100", false},
    {"متان", "200", false},       {"متين", "200", false},     {"ماتان", "200", false},
    {"ماتين", "200", false},      {"متا", "200", false},      {"متي", "200", false},
    {"ماتا", "200", false},       {"ماتي", "200", false},     {"سبت", "saturday", true},
    {"احد", "sunday", true},      {"اثنين", "monday", true},  {"ثلاثا", "tuesday", true},
    {"اربعا", "wednesday", true}, {"خميس", "thursday", true}, {"جمعه", "friday", true},
}};

// Conjunctions and prepositions that are written as one with the word.
constexpr std::array<FactPrefix, 14> prefixes{{
    {"", false},
    {"و", false},
    {"ف", false},
    {"ب", false},
    {"ل", false},
    {"وب", false},
    {"ول", false},
    {"ال", true},
    {"وال", true},
    {"فال", true},
    {"بال", true},
    {"وبال", true},
    {"لل", true},
    {"ولل", true},
}};

}  // namespace

std::span<const FactWord> fact_words() noexcept {
    return words;
}

std::span<const FactPrefix> fact_prefixes() noexcept {
    return prefixes;
}

}  // namespace khabard
