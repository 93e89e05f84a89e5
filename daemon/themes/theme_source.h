#pragma once

// Theme files as written: every value with its place, nothing compiled yet. A file with a [theme]
// table is a theme; a file without one holds word classes that all themes share.

#include "daemon/lib/toml/toml_value.h"
#include "daemon/model/complaint.h"
#include "daemon/themes/engine.h"
#include "daemon/themes/word_forms.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace khabard {

struct PlacedText {
    std::string text;
    TomlPlace place;
};

struct WordSource {
    PlacedText word;
    WordKind kind;
};

struct ClassSource {
    std::string name;
    std::string file;
    TomlPlace place;
    std::vector<WordSource> words;
    std::vector<PlacedText> phrases;
    std::vector<PlacedText> include;  // other classes, all of whose words belong here too
    std::vector<PlacedText> deny;     // forms that are not meant
    std::uint32_t window;             // for phrases with &
};

// What must or must not stand around a hit. Each is a list of classes, any of which counts.
struct GuardSource {
    std::vector<PlacedText> sentence_has;
    std::vector<PlacedText> sentence_lacks;
    std::vector<PlacedText> near_lacks;
    std::vector<PlacedText> article_has;
    std::vector<PlacedText> article_lacks;
};

struct PatternSource {
    std::string id;
    TomlPlace place;
    std::vector<PlacedText> match;
    double weight;
    std::uint32_t window;
    std::uint32_t sentences;
    GuardSource guards;
};

// "at least `least` hits of `classes`, and one for every `per_words` words of the article", or for
// an outnumbering veto "more of `classes` than of `than`".
struct ContextSource {
    std::vector<PlacedText> classes;
    std::vector<PlacedText> than;
    std::int64_t least;
    std::int64_t per_words;  // 0: the length does not matter
};

struct ThemeSource {
    ThemeInfo info;
    std::string file;
    double threshold;
    double strong;  // one pattern of this weight carries the theme alone
    double pair;    // or two different ones of this weight
    double headline;
    double summary;
    std::vector<PlacedText> sentence_lacks;  // for every pattern
    std::vector<ContextSource> require;
    std::vector<ContextSource> outnumbered;
    std::vector<ClassSource> classes;
    std::vector<PatternSource> patterns;
    std::vector<ThemeExample> examples;
};

struct ThemeSources {
    std::vector<ThemeSource> themes;  // in order of id
    std::vector<ClassSource> shared;
};

// What a file says is its theme's id; nullopt: it holds word classes only, or cannot be read.
std::optional<std::string> theme_id(const ThemeFile& file);

// Reads all files; whatever is wrong is complained about and left out.
ThemeSources read_theme_files(const std::vector<ThemeFile>& files, Complaints& complaints);

}  // namespace khabard
