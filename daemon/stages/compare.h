#pragma once

// compare: what changed between two versions of an article. Punctuation, blanks, tatweel and
// harakat are no change. A change is minor when at most two words differ and no number and no
// listed name (config/aliases.toml) is among them, else material.

#include "daemon/model/verdict.h"
#include "daemon/text/fold.h"

#include <cstdint>
#include <string>
#include <vector>

namespace khabard {

struct TextChange {
    std::vector<std::string> changed_fields;  // headline, summary, body; empty: no change
    ChangeClass change_class;
};

TextChange compare(const ArticleText& before, const ArticleText& after, const Aliases& aliases);

// One number over the exact words of headline and body (of the summary where there is no body):
// equal for two versions exactly when compare() would find neither changed.
std::uint64_t spelling_of(const ThemeTokens& tokens);

}  // namespace khabard
