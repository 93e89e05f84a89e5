#include "daemon/stages/other_stories.h"

#include "daemon/stages/headline.h"

#include <cstddef>
#include <string>

namespace khabard {

namespace {

constexpr std::size_t list_items_max = 24;
// Behind a related story named in one line, shorter lines are subheadings.
constexpr std::size_t item_words_min = 4;

class ListTaker {
public:
    ListTaker(Sheet& sheet, std::vector<Finding>& findings, const CleaningRules& rules)
        : sheet_(sheet), findings_(findings), rules_(rules) {}

    void take_lists() {
        bool text_seen = false;
        for (std::size_t i = 0; i < sheet_.size(); ++i) {
            const LineClass what = findings_[i].line.what;
            const bool alone = what == LineClass::list_alone;
            if (what == LineClass::list_inline && !text_seen &&
                sheet_[i].folded.key.find(" :") == std::string::npos) {
                findings_[i].line = {LineClass::text, ""};  // a headline that begins so
            }
            text_seen = text_seen || is_text(i);
            if (what == LineClass::rest) {
                take_rest(i);
                return;
            }
            if (!alone && findings_[i].line.what != LineClass::list_inline) {
                continue;
            }
            const std::string rule = findings_[i].line.rule;
            sheet_.drop(i, rule);
            const std::size_t end = list_end(i + 1, alone);
            for (++i; i < end; ++i) {
                if (is_text(i)) {
                    sheet_.drop(i, rule);
                }
            }
            --i;
        }
    }

private:
    bool running(std::size_t i) const { return is_running_text(sheet_[i], findings_[i], rules_); }
    bool is_text(std::size_t i) const {
        return !sheet_[i].empty() && findings_[i].line.what == LineClass::text;
    }

    // A headline with the article's own date or text under it ends a list above the article.
    bool ends_list(std::size_t i) const {
        if (!may_be_headline(sheet_[i], findings_[i], rules_)) {
            return false;
        }
        std::size_t next = i + 1;
        while (next < sheet_.size() && sheet_[next].empty()) {
            ++next;
        }
        if (next >= sheet_.size()) {
            return false;
        }
        const bool framed = findings_[next].date || findings_[next].dateline;
        return framed || (running(next) && !carries_on(sheet_[next], rules_) &&
                          shared_stems(sheet_[i].folded.key, sheet_[next].folded.key) >= 2);
    }

    std::size_t list_end(std::size_t begin, bool alone) const {
        std::size_t end = begin;
        while (end < sheet_.size() && end - begin < list_items_max) {
            const LineClass what = findings_[end].line.what;
            const bool other = what == LineClass::list_alone || what == LineClass::list_inline ||
                               what == LineClass::rest || what == LineClass::source;
            const bool item = !is_text(end) || alone || sheet_[end].shape.words >= item_words_min ||
                              nothing_behind(end);
            if (other || running(end) || (is_text(end) && carries_on(sheet_[end], rules_)) ||
                ends_list(end) || !item) {
                break;
            }
            ++end;
        }
        return end;
    }

    bool nothing_behind(std::size_t i) const {
        for (; i < sheet_.size(); ++i) {
            if (running(i)) {
                return false;
            }
        }
        return true;
    }

    void take_rest(std::size_t begin) {
        const std::string rule = findings_[begin].line.rule;
        for (std::size_t i = begin; i < sheet_.size(); ++i) {
            if (!sheet_[i].removed) {
                sheet_.drop(i, rule);
            }
        }
    }

    Sheet& sheet_;
    std::vector<Finding>& findings_;
    const CleaningRules& rules_;
};

}  // namespace

void take_other_stories(Sheet& sheet, std::vector<Finding>& findings, const CleaningRules& rules) {
    ListTaker(sheet, findings, rules).take_lists();
}

}  // namespace khabard
