#pragma once

// Small helpers for tests of the theme room: tokens of a text, and a set compiled from one file.

#include "daemon/text/display.h"
#include "daemon/text/fold.h"
#include "daemon/themes/engine.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace khabard {

inline ThemeTokens tokens_of(std::string_view body, std::string_view headline = "") {
    const DisplayText title = DisplayText::from_cleaned(to_display(headline));
    const DisplayText none = DisplayText::from_cleaned("");
    const DisplayText text = DisplayText::from_cleaned(to_display(body));
    return theme_tokens(ArticleText{title, none, text});
}

// A theme "t" of threshold 6 with the given tables behind its head.
inline std::string theme_file(std::string_view rest, std::string_view head = "") {
    return "[theme]\nid = \"t\"\ntopic = \"news.t\"\nname_ar = \"T\"\nname_en = \"T\"\n"
           "definition = \"D\"\n" +
           std::string(head) + "\n" + std::string(rest);
}

inline ThemeSet set_of(std::string text, Complaints& complaints) {
    return compile_themes({ThemeFile{"t.toml", std::move(text)}}, complaints);
}

inline std::vector<std::string> labelled_in(const std::vector<ThemeScore>& scores) {
    std::vector<std::string> found;
    for (const ThemeScore& score : scores) {
        if (score.labelled) {
            found.push_back(score.theme);
        }
    }
    return found;
}

}  // namespace khabard
