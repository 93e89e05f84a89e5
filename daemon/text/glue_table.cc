// Words that the parting of glued words knows. One a line; from glued words met in 72,700 articles of
// the ANT and SaudiNewsNet corpora.

#include "daemon/text/glue_table.h"

#include <algorithm>
#include <array>

namespace khabard {

namespace {

constexpr std::array<std::string_view, 36> on_maksura{
    "إلى",
    "الى",
    "على",
    "حتى",
    "لدى",
    "متى",
    "سوى",
    "مدى",
    "أخرى",
    "اخرى",
    "كبرى",
    "الأخرى",
    "الكبرى",
    "الأولى",
    "أولى",
    "لأولى",
    "إحدى",
    "احدى",
    "مستوى",
    "فى",
    "وإلى",
    "والى",
    "وعلى",
    "وحتى",
    "ولدى",
    "وفى",
    "بأخرى",
    "لأخرى",
    "الموسيقى",
    "المستشفى",
    "مصطفى",
    "يحيى",
    "عيسى",
    "موسى",
    "العظمى",
    "القصوى",
};

constexpr std::array<std::string_view, 10> pronouns{
    "هما",
    "كما",
    "ها",
    "هم",
    "هن",
    "نا",
    "كم",
    "ه",
    "ك",
    "ي",
};

constexpr std::array<std::string_view, 9> domains{
    "نت",
    "كوم",
    "أورغ",
    "اورج",
    "أورج",
    "نيوز",
    "تيفي",
    "أونلاين",
    "اونلاين",
};

template <std::size_t n>
bool holds(const std::array<std::string_view, n>& words, std::string_view word) noexcept {
    return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

bool is_word_on_maksura(std::string_view word) noexcept { return holds(on_maksura, word); }

bool is_pronoun_ending(std::string_view ending) noexcept { return holds(pronouns, ending); }

bool is_domain_ending(std::string_view ending) noexcept { return holds(domains, ending); }

}  // namespace khabard
