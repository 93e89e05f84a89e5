#include "daemon/themes/engine.h"

#include "daemon/themes/compiled.h"

#include <algorithm>

namespace khabard {

ThemeSet::ThemeSet() : compiled_(std::make_unique<CompiledThemes>()) {}
ThemeSet::ThemeSet(ThemeSet&&) noexcept = default;
ThemeSet& ThemeSet::operator=(ThemeSet&&) noexcept = default;
ThemeSet::~ThemeSet() = default;

const std::vector<ThemeInfo>& ThemeSet::themes() const {
    return compiled_->infos;
}

const std::vector<ThemeExample>& ThemeSet::examples() const {
    return compiled_->examples;
}

std::vector<ThemeScore> ThemeSet::score(const ThemeTokens& tokens) const {
    return evaluate(*compiled_, tokens, Which::enabled);
}

std::vector<ThemeScore> ThemeSet::score_all(const ThemeTokens& tokens) const {
    return evaluate(*compiled_, tokens, Which::all);
}

double ThemeSet::weight_of(std::string_view theme, std::string_view pattern) const {
    const auto found = std::find_if(
        compiled_->patterns.begin(), compiled_->patterns.end(), [&](const ThemePattern& one) {
            return one.id == pattern && compiled_->infos[one.theme].id == theme;
        });
    return found == compiled_->patterns.end() ? 0 : found->weight;
}

}  // namespace khabard
