#include "daemon/themes/reading.h"

#include <algorithm>
#include <cstddef>

namespace khabard {
namespace {

constexpr std::size_t look_ahead = 32;  // tokens whose lookups are under way together

}  // namespace

Reading::Reading(const CompiledThemes& compiled, const std::vector<ThemeToken>& tokens,
                 std::pmr::memory_resource* memory)
    : compiled_(compiled), tokens_(tokens), hits_(memory), known_(memory) {
    look_up();
    if (compiled_.lexicon.has_exact()) {
        add_exact();
    }
    hits_.reserve(known_.size());
    for (std::size_t at = 0; at < known_.size(); ++at) {
        const Known known = known_[at];
        const Span span{known.token, known.token};
        if (!compiled_.lexicon.in_phrases(known.form)) {
            add_hits(compiled_.lexicon.classes_of(known.form), span);
            continue;
        }
        for (const WordId word : compiled_.lexicon.words_of(known.form)) {
            walk(at + 1, Lexicon::begin(word), span);
        }
    }
}

// Most tokens are known with many themes, few with few. What is known is kept without asking
// whether it is, because no processor would guess the answer.
void Reading::look_up() {
    const Lexicon& lexicon = compiled_.lexicon;
    const std::size_t count = tokens_.size();
    for (std::size_t at = 0; at < std::min(look_ahead, count); ++at) {
        lexicon.prefetch(tokens_[at]);
    }
    known_.resize(count);
    std::size_t end = 0;
    for (std::size_t at = 0; at < count; ++at) {
        lexicon.prefetch(tokens_[std::min(at + look_ahead, count - 1)]);
        const Lexicon::FormId form = lexicon.find_folded(tokens_[at]);
        lexicon.prefetch(form);
        known_[end] = Known{static_cast<std::uint32_t>(at), form};
        end += form != 0 ? 1U : 0U;
    }
    known_.resize(end);
}

// Words that insist on their spelling, behind the other words of their token.
void Reading::add_exact() {
    const std::size_t folded = known_.size();
    for (std::size_t at = 0; at < tokens_.size(); ++at) {
        if (const Lexicon::FormId form = compiled_.lexicon.find_exact(tokens_[at]); form != 0) {
            known_.push_back(Known{static_cast<std::uint32_t>(at), form});
        }
    }
    std::inplace_merge(known_.begin(), known_.begin() + static_cast<std::ptrdiff_t>(folded),
                       known_.end(),
                       [](const Known& a, const Known& b) { return a.token < b.token; });
}

void Reading::add_hits(std::span<const ClassId> classes, Span span) {
    for (const ClassId id : classes) {
        hits_.push_back(ClassHit{id, span});
        present_.add(id);
        __builtin_prefetch(compiled_.trigger_begins.data() + id);
    }
}

// The phrases that go on from the node; what follows the span is known from `next` on.
void Reading::walk(std::size_t next, Lexicon::Node node, Span span) {
    add_hits(compiled_.lexicon.classes(node), span);
    const std::uint32_t token = span.last + 1;
    if (!compiled_.lexicon.goes_on(node) || token == tokens_.size() ||
        tokens_[token].token.sentence != tokens_[span.first].token.sentence) {
        return;
    }
    while (next < known_.size() && known_[next].token < token) {
        ++next;
    }
    for (; next < known_.size() && known_[next].token == token; ++next) {
        if (!compiled_.lexicon.in_phrases(known_[next].form)) {
            continue;
        }
        for (const WordId word : compiled_.lexicon.words_of(known_[next].form)) {
            const Lexicon::Node further = compiled_.lexicon.next(node, word);
            if (further != Lexicon::nowhere) {
                walk(next + 1, further, Span{span.first, token});
            }
        }
    }
}

}  // namespace khabard
