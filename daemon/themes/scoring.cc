#include "daemon/themes/scoring.h"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace khabard {
namespace {

constexpr double repeat_factors[] = {1.0, 0.5, 0.25};
constexpr std::size_t evidence_per_pattern = 8;

double zone_factor(const CompiledTheme& theme, Zone zone) {
    switch (zone) {
        case Zone::headline: return theme.headline;
        case Zone::summary: return theme.summary;
        case Zone::body: return 1;
    }
    return 1;
}

Evidence evidence(const ThemePattern& pattern, const std::vector<ThemeToken>& tokens, Span span) {
    const Token& first = tokens[span.first].token;
    const Token& last = tokens[span.last].token;
    return Evidence{pattern.id, first.zone, first.offset,
                    last.offset.get() + last.length - first.offset.get()};
}

// The hits of one pattern, in order; adds what they weigh.
class Tally {
public:
    Tally(const CompiledThemes& compiled, const std::vector<ThemeToken>& tokens)
        : compiled_(compiled), tokens_(tokens) {}

    void add(ThemeScore& score, const std::vector<PatternHit>& hits, std::size_t begin,
             std::size_t end) {
        const ThemePattern& pattern = compiled_.patterns[hits[begin].pattern];
        const CompiledTheme& theme = compiled_.themes[pattern.theme];
        std::size_t counted = 0;
        for (std::size_t at = begin; at < end; ++at) {
            const Token& first = tokens_[hits[at].span.first].token;
            if (at > begin && first.sentence == sentence_of(hits[at - 1])) {
                continue;
            }
            if (counted < std::size(repeat_factors)) {
                score.score +=
                    pattern.weight * zone_factor(theme, first.zone) * repeat_factors[counted];
            }
            if (counted < evidence_per_pattern && pattern.weight > 0) {
                score.evidence.push_back(evidence(pattern, tokens_, hits[at].span));
            }
            ++counted;
        }
        strongest_ = std::max(strongest_, pattern.weight);
        pairs_ += pattern.weight >= theme.pair ? 1U : 0U;
    }

    // Ends a theme and begins the next.
    void close(ThemeScore& score, const CompiledTheme& theme) {
        const bool strong = strongest_ >= theme.strong || pairs_ >= 2;
        score.labelled = strong && score.score >= theme.threshold;
        std::sort(score.evidence.begin(), score.evidence.end(),
                  [](const Evidence& a, const Evidence& b) {
                      return std::tie(a.zone, a.offset, a.length, a.rule) <
                             std::tie(b.zone, b.offset, b.length, b.rule);
                  });
        strongest_ = 0;
        pairs_ = 0;
    }

private:
    std::uint32_t sentence_of(const PatternHit& hit) const {
        return tokens_[hit.span.first].token.sentence;
    }

    const CompiledThemes& compiled_;
    const std::vector<ThemeToken>& tokens_;
    double strongest_ = 0;
    std::size_t pairs_ = 0;
};

}  // namespace

std::vector<ThemeScore> weigh(const CompiledThemes& compiled, const std::vector<ThemeToken>& tokens,
                              std::vector<PatternHit> hits) {
    std::sort(hits.begin(), hits.end(), [](const PatternHit& a, const PatternHit& b) {
        return std::tie(a.pattern, a.span) < std::tie(b.pattern, b.span);
    });
    std::vector<ThemeScore> scores;
    Tally tally(compiled, tokens);
    for (std::size_t begin = 0; begin < hits.size();) {
        const ThemeIndex index = compiled.patterns[hits[begin].pattern].theme;
        const CompiledTheme& theme = compiled.themes[index];
        scores.push_back(ThemeScore{compiled.infos[index].id, 0, theme.threshold, false, {}});
        while (begin < hits.size() && compiled.patterns[hits[begin].pattern].theme == index) {
            std::size_t end = begin;
            while (end < hits.size() && hits[end].pattern == hits[begin].pattern) {
                ++end;
            }
            tally.add(scores.back(), hits, begin, end);
            begin = end;
        }
        tally.close(scores.back(), theme);
    }
    return scores;
}

}  // namespace khabard
