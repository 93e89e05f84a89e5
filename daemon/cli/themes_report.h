#pragma once

// What `khabard themes` prints, for people: how the labelled examples came out, and what another
// theme file would change. Pure; the form is free to change.

#include "daemon/cli/page.h"
#include "daemon/model/article.h"
#include "daemon/themes/examples.h"
#include "daemon/themes/trial.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace khabard {

// A table of all themes, then every example that failed with its score, evidence and near misses.
std::string examples_report(const std::vector<ThemeInfo>& themes,
                            const std::vector<JudgedExample>& examples, PageStyle style);

// Collects what a trial finds; shows the first hits of each kind, each with up to three of the
// sentences that decided, and counts them all.
class TrialReport {
public:
    // At most `shown_max` new and as many lost hits are shown.
    TrialReport(PageStyle style, std::size_t shown_max) : page_(style), shown_max_(shown_max) {}

    // Labels of one article. `place` is where it stands: a file, or the id of a line.
    void add(const Article& article, const std::string& place, const ThemeSet& before,
             const ThemeSet& after);
    void add_skipped() { ++skipped_; }

    // What is to be printed since the last call.
    std::string take() { return page_.take(); }
    // "31,523 articles read: ...", and what was not shown.
    std::string closing() const;

private:
    struct Count {
        std::uint64_t gained = 0;
        std::uint64_t lost = 0;
        std::uint64_t kept = 0;
    };
    struct ShownHits {
        std::size_t gained = 0;
        std::size_t lost = 0;
    };

    struct TriedArticle {
        const Article& article;
        const std::string& place;
        const ThemeTokens& tokens;
    };

    bool may_show(LabelFate fate);
    // `set` has the theme as it was labelled.
    void show(const TriedArticle& article, const ComparedLabel& label, const ThemeSet& set);

    Page page_;
    std::size_t shown_max_;
    ShownHits shown_;
    std::uint64_t articles_ = 0;
    std::uint64_t skipped_ = 0;
    std::map<std::string, Count> counts_;
};

}  // namespace khabard
