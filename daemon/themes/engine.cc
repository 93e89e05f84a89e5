#include "daemon/themes/engine.h"

#include "daemon/themes/compiled.h"

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

}  // namespace khabard
