#include "daemon/themes/reading.h"

#include <algorithm>

namespace khabard {
namespace {

constexpr std::size_t look_ahead = 16;  // tokens whose lookups are under way together

}  // namespace

Reading::Reading(const CompiledThemes& compiled, const std::vector<ThemeToken>& tokens)
    : compiled_(compiled), tokens_(tokens) {
    look_up();
    hits_.reserve(words_.size());
    for (std::uint32_t first = 0; first < tokens_.size(); ++first) {
        for (std::uint32_t at = begins_[first]; at < begins_[first + 1]; ++at) {
            walk(Lexicon::begin(words_[at]), Span{first, first});
        }
    }
}

void Reading::look_up() {
    begins_.reserve(tokens_.size() + 1);
    words_.reserve(tokens_.size() * 2);
    for (std::size_t at = 0; at < std::min(look_ahead, tokens_.size()); ++at) {
        compiled_.lexicon.prefetch(tokens_[at]);
    }
    for (std::size_t at = 0; at < tokens_.size(); ++at) {
        if (at + look_ahead < tokens_.size()) {
            compiled_.lexicon.prefetch(tokens_[at + look_ahead]);
        }
        begins_.push_back(static_cast<std::uint32_t>(words_.size()));
        compiled_.lexicon.words(tokens_[at], words_);
        for (std::size_t word = begins_.back(); word < words_.size(); ++word) {
            compiled_.lexicon.prefetch(words_[word]);
        }
    }
    begins_.push_back(static_cast<std::uint32_t>(words_.size()));
}

void Reading::walk(Lexicon::Node node, Span span) {
    for (const ClassId id : compiled_.lexicon.classes(node)) {
        hits_.push_back(ClassHit{id, span});
        present_[(id / 64) % words_of_bits] |= std::uint64_t{1} << (id % 64);
        __builtin_prefetch(&compiled_.trigger_begins[id]);
    }
    const std::uint32_t next = span.last + 1;
    if (!compiled_.lexicon.goes_on(node) || next == tokens_.size() ||
        tokens_[next].token.sentence != tokens_[span.first].token.sentence) {
        return;
    }
    for (std::uint32_t at = begins_[next]; at < begins_[next + 1]; ++at) {
        const Lexicon::Node further = compiled_.lexicon.next(node, words_[at]);
        if (further != Lexicon::nowhere) {
            walk(further, Span{span.first, next});
        }
    }
}

}  // namespace khabard
