#pragma once

// The one pass over the tokens: every word and plain phrase of the theme files that stands in an
// article, as class hits. What it costs follows the text; whether anything can come of the hits is
// asked with may_have(), before an index of them is made.

#include "daemon/model/tokens.h"
#include "daemon/themes/compiled.h"
#include "daemon/themes/postings.h"

#include <array>
#include <cstdint>
#include <vector>

namespace khabard {

struct ClassHit {
    ClassId id;
    Span span;
};

class Reading {
public:
    // Both outlive the reading.
    Reading(const CompiledThemes& compiled, const std::vector<ThemeToken>& tokens);

    // In order of their first token.
    const std::vector<ClassHit>& hits() const { return hits_; }

    // False: the class has no hit. True: it has, but for a few percent of mistakes.
    bool may_have(ClassId id) const {
        return (present_[(id / 64) % words_of_bits] >> (id % 64) & 1U) != 0;
    }

private:
    static constexpr std::size_t words_of_bits = 128;

    void look_up();
    void walk(Lexicon::Node node, Span span);

    const CompiledThemes& compiled_;
    const std::vector<ThemeToken>& tokens_;
    std::vector<ClassHit> hits_;
    std::array<std::uint64_t, words_of_bits> present_{};
    std::vector<WordId> words_;          // all that the tokens can be, token by token
    std::vector<std::uint32_t> begins_;  // by token, where its words begin in words_
};

}  // namespace khabard
