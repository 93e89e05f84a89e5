#pragma once

// How much a sequence of code points reads like Arabic: the mean logarithm of the probability of
// each letter after the one before it, under a model of 31,500 news articles. Bytes decoded with
// the wrong charset read far worse than any real text.

#include <cstddef>
#include <string_view>

namespace khabard {

class ArabicScore {
public:
    void add(char32_t code_point) noexcept;

    // Bits per step, negative. News is at -3.7 (a headline at -3.9, one in a thousand below -4.7);
    // windows-1256 read as iso-8859-6 or the reverse is below -5, other languages are below -6.
    double mean() const noexcept;
    std::size_t letters() const noexcept { return letters_; }
    // Code points that have no place in Arabic prose, and Latin letters joined to Arabic ones.
    std::size_t foreign() const noexcept { return foreign_; }

    // Enough letters, and they read like Arabic.
    bool is_arabic() const noexcept;

private:
    std::size_t previous_ = 0;  // class of the table
    bool latin_before_ = false;
    std::size_t letters_ = 0;
    std::size_t foreign_ = 0;
    std::size_t steps_ = 0;
    double sum_ = 0.0;
};

ArabicScore arabic_score(std::string_view text) noexcept;

}  // namespace khabard
