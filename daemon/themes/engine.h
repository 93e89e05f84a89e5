#pragma once

// The theme engine: one pass over the theme tokens for all themes together.

#include "daemon/model/complaint.h"
#include "daemon/model/theme_score.h"
#include "daemon/model/tokens.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace khabard {

// What a theme is for people and for publishing.
struct ThemeInfo {
    std::string id;
    std::string topic;
    std::string name_ar;
    std::string name_en;
    std::string definition;
    bool enabled;
};

// A file of config/themes as read: its name (for complaints) and its text.
struct ThemeFile {
    std::string name;
    std::string text;
};

// A labelled example of a theme file.
struct ThemeExample {
    std::string theme;
    std::string file;
    std::uint32_t line;
    std::uint32_t column;
    std::string text;
    bool must;  // must be labelled, or must not be
};

struct CompiledThemes;  // compiled.h, private to the room

// Compiled, immutable, shared by all workers.
class ThemeSet {
public:
    ThemeSet();
    ThemeSet(ThemeSet&&) noexcept;
    ThemeSet& operator=(ThemeSet&&) noexcept;
    ~ThemeSet();

    const std::vector<ThemeInfo>& themes() const;  // in order of id
    const std::vector<ThemeExample>& examples() const;

    // Scores of every enabled theme that was touched at all, labelled or a near miss; ordered by
    // theme id. Deterministic.
    std::vector<ThemeScore> score(const ThemeTokens& tokens) const;

    // The same with the themes that are switched off, for their examples and for trying them out.
    std::vector<ThemeScore> score_all(const ThemeTokens& tokens) const;

    // Of a pattern of a theme, as evidence names it; 0 if there is none. For reports: it looks
    // through all patterns.
    double weight_of(std::string_view theme, std::string_view pattern) const;

private:
    friend ThemeSet compile_themes(const std::vector<ThemeFile>& files, Complaints& complaints);
    std::unique_ptr<const CompiledThemes> compiled_;
};

// Compiles theme files; whatever is wrong is added to `complaints` with its place, and the set then
// lacks it. Examples are not run here (see config check).
ThemeSet compile_themes(const std::vector<ThemeFile>& files, Complaints& complaints);

}  // namespace khabard
