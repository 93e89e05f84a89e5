#include "daemon/stages/boundaries.h"

#include "daemon/stages/headline.h"

namespace khabard {

namespace {

// An article behind "read also" has at least so many paragraphs; a teaser has one.
constexpr std::size_t paragraphs_min = 2;
// Words of a headline that its own article takes up again.
constexpr std::size_t shared_words_min = 2;

class BorderFinder {
public:
    BorderFinder(const Sheet& sheet, const std::vector<Finding>& findings,
                 const CleaningRules& rules)
        : sheet_(sheet), findings_(findings), rules_(rules) {}

    std::vector<std::size_t> find() {
        std::vector<std::size_t> borders;
        for (std::size_t i = 0; i < sheet_.size(); ++i) {
            const LineClass what = findings_[i].line.what;
            const bool begins = (what == LineClass::separator && article_behind(i + 1)) ||
                                (what == LineClass::list_alone && article_in_list(i + 1));
            if (begins && prose_seen_) {
                start_at(borders, i + 1);
            } else if (prose_seen_ && has_own_frame(i)) {
                start_at(borders, i);
            }
            look_at(i);
        }
        return borders;
    }

private:
    bool running(std::size_t i) const { return is_running_text(sheet_[i], findings_[i], rules_); }
    bool headline(std::size_t i) const { return may_be_headline(sheet_[i], findings_[i], rules_); }

    void start_at(std::vector<std::size_t>& borders, std::size_t line) {
        borders.push_back(line);
        prose_seen_ = false;
        closed_ = false;
        dated_ = false;
    }

    void look_at(std::size_t i) {
        const LineClass what = findings_[i].line.what;
        if (running(i)) {
            prose_seen_ = true;
            closed_ = false;
        }
        closed_ = closed_ || what == LineClass::source || what == LineClass::credit ||
                  what == LineClass::end_mark || what == LineClass::closing;
        dated_ = dated_ || findings_[i].date.has_value();
    }

    // The first line of text, date or dateline at or behind `i`.
    std::size_t content(std::size_t i) const {
        while (i < sheet_.size() &&
               (sheet_[i].empty() || (findings_[i].line.what != LineClass::text &&
                                      !findings_[i].date && !findings_[i].dateline))) {
            ++i;
        }
        return i;
    }

    // The first line of text at or behind `i`.
    std::size_t text(std::size_t i) const {
        i = content(i);
        while (i < sheet_.size() && (findings_[i].date || findings_[i].dateline)) {
            i = content(i + 1);
        }
        return i;
    }

    bool begins_article(std::size_t i) const {
        return i < sheet_.size() && running(i) && !carries_on(sheet_[i], rules_);
    }

    bool article_behind(std::size_t i) const {
        const std::size_t first = text(i);
        if (first >= sheet_.size() || !headline(first)) {
            return false;
        }
        return begins_article(text(first + 1));
    }

    // Not a list of headlines: one headline, and under it text that is about the same.
    bool article_in_list(std::size_t i) const {
        const std::size_t first = text(i);
        if (first >= sheet_.size() || !headline(first)) {
            return false;
        }
        const std::size_t lead = text(first + 1);
        if (!begins_article(lead)) {
            return false;
        }
        std::size_t paragraphs = 0;
        for (std::size_t p = lead; p < sheet_.size() && running(p); p = content(p + 1)) {
            ++paragraphs;
        }
        return paragraphs >= paragraphs_min &&
               (closed_ || shared_words(first, lead) >= shared_words_min);
    }

    // A headline in the middle with a date or an agency's dateline under it.
    bool has_own_frame(std::size_t i) const {
        if (!headline(i)) {
            return false;
        }
        const std::size_t next = content(i + 1);
        if (next >= sheet_.size()) {
            return false;
        }
        const bool dated =
            findings_[next].date && dated_ && findings_[next].date->role != DateRole::updated;
        if (dated || findings_[next].dateline) {
            return begins_article(text(next + 1));
        }
        if (!begins_article(next)) {
            return false;
        }
        const auto dateline = find_dateline(sheet_[next].text, rules_);
        return dateline && !dateline->places.empty() && !dateline->agencies.empty();
    }

    std::size_t shared_words(std::size_t a, std::size_t b) const {
        return shared_stems(sheet_[a].folded.key, sheet_[b].folded.key);
    }

    const Sheet& sheet_;
    const std::vector<Finding>& findings_;
    const CleaningRules& rules_;
    bool prose_seen_ = false;  // in the present article
    bool closed_ = false;      // its credits, tags or end mark have been seen since
    bool dated_ = false;       // it has a date line
};

}  // namespace

std::vector<std::size_t> find_borders(const Sheet& sheet, const std::vector<Finding>& findings,
                                      const CleaningRules& rules) {
    return BorderFinder(sheet, findings, rules).find();
}

}  // namespace khabard
