// Words of news that end in alef maksura, written here as a Persian keyboard and the letter fold
// leave them: with yeh. Words whose form with yeh is another common word are left out. One a line.

#include "daemon/text/display_table.h"

#include <algorithm>
#include <array>

namespace khabard {

namespace {

constexpr std::array<std::string_view, 30> words{
    "علي",   "إلي",  "حتي",  "لدي",  "متي",   "سوي",  "مدي",   "أخري", "كبري",   "صغري",
    "مصطفي", "موسي", "عيسي", "يحيي", "مستوي", "قري",  "منتدي", "مبني", "معني",   "مرضي",
    "قتلي",  "جرحي", "أسري", "ذكري", "إحدي",  "أعلي", "أدني",  "أقصي", "مستشفي", "وسطي",
};

constexpr std::array<std::string_view, 4> before{
    "\xD9\x88",          // wa-
    "\xD9\x81",          // fa-
    "\xD8\xA7\xD9\x84",  // al-
    "\xD8\xA8",          // bi-
};

}  // namespace

bool is_maksura_word(std::string_view word) {
    const auto listed = [](std::string_view candidate) {
        return std::find(words.begin(), words.end(), candidate) != words.end();
    };
    if (listed(word)) {
        return true;
    }
    return std::any_of(before.begin(), before.end(), [&](std::string_view proclitic) {
        return word.starts_with(proclitic) && listed(word.substr(proclitic.size()));
    });
}

}  // namespace khabard
