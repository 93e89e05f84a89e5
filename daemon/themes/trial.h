#pragma once

// What another set of themes would change: the labels of an article under both sets, and the
// sentence that holds the evidence.

#include "daemon/text/fold.h"
#include "daemon/themes/engine.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace khabard {

enum class LabelFate : std::uint8_t { gained, lost, kept };

// A label that an article has under at least one of two sets.
struct ComparedLabel {
    LabelFate fate;
    ThemeScore score;  // where it is labelled: of the new themes, or of the old ones if it is lost
    // Of the same theme in the other set; nullopt: it is not touched there.
    std::optional<ThemeScore> otherwise;
};

// In order of theme. A theme that is switched off on both sides is compared as if it were on, so
// that it can be tried before it goes live; one that is switched on or off gains or loses all.
std::vector<ComparedLabel> compare_labels(const ThemeSet& before, const ThemeSet& after,
                                          const ThemeTokens& tokens);

// The sentence around a piece of evidence: bytes of the text of its zone.
struct SentenceSpan {
    ByteOffset offset;
    std::size_t length;
};
SentenceSpan sentence_around(const Evidence& evidence, const ThemeTokens& tokens,
                             const ArticleText& text);

}  // namespace khabard
