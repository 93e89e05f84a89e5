#pragma once

#include <span>
#include <string_view>

namespace khabard {

struct FactWord {
    std::string_view word;  // as the dedupe fold leaves it, without article
    std::string_view fact;  // the digits of a number, the English name of a day
    bool needs_article;     // without the article it is mostly another word
};

struct FactPrefix {
    std::string_view letters;
    bool has_article;
};

std::span<const FactWord> fact_words() noexcept;
std::span<const FactPrefix> fact_prefixes() noexcept;

}  // namespace khabard
