#pragma once

// Words that scraping or typing glued together, parted where that is certain: teh marbuta and an
// adverbial tanwin end a word by their nature, as do listed words on alef maksura, and sentence
// punctuation stands between words. Misses are preferred to false partings: dotted abbreviations,
// domain names, misplaced marks and pronouns written with the wrong yeh stay as they are.

#include <cstddef>
#include <string>
#include <string_view>

namespace khabard {

struct GlueCounts {
    std::size_t teh_marbuta = 0;
    std::size_t tanwin = 0;
    std::size_t alef_maksura = 0;
    std::size_t punctuation = 0;

    std::size_t all() const { return teh_marbuta + tanwin + alef_maksura + punctuation; }
};

// REQUIRES: `text` as to_display leaves it. ENSURES: only blanks are inserted; idempotent.
std::string split_glued(std::string_view text, GlueCounts* counts = nullptr);

}  // namespace khabard
