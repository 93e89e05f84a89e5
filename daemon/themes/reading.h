#pragma once

// The one pass over the tokens: every word and plain phrase of the theme files that stands in an
// article, as class hits. What it costs follows the text; whether anything can come of the hits is
// asked with may_have(), before an index of them is made.

#include "daemon/model/tokens.h"
#include "daemon/themes/class_filter.h"
#include "daemon/themes/compiled.h"
#include "daemon/themes/postings.h"

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <span>
#include <vector>

namespace khabard {

class Reading {
public:
    // All three outlive the reading.
    Reading(const CompiledThemes& compiled, const std::vector<ThemeToken>& tokens,
            std::pmr::memory_resource* memory = std::pmr::get_default_resource());

    // In order of their first token.
    std::span<const ClassHit> hits() const { return hits_; }

    // False: the class has no hit. True: it has, but for a few percent of mistakes.
    bool may_have(ClassId id) const { return present_.may_have(id); }

private:
    // A token that is some word of the theme files.
    struct Known {
        std::uint32_t token;
        Lexicon::FormId form;
    };

    void look_up();
    void add_exact();
    void add_hits(std::span<const ClassId> classes, Span span);
    void walk(std::size_t next, Lexicon::Node node, Span span);

    const CompiledThemes& compiled_;
    const std::vector<ThemeToken>& tokens_;
    ClassFilter present_;
    std::pmr::vector<ClassHit> hits_;
    std::pmr::vector<Known> known_;  // in order
};

}  // namespace khabard
