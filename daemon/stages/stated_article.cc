#include "daemon/stages/stated_article.h"

#include "daemon/stages/classify.h"
#include "daemon/stages/credits.h"
#include "daemon/stages/dateline.h"
#include "daemon/stages/findings.h"
#include "daemon/stages/paragraph_ends.h"

#include <optional>
#include <string>
#include <utility>

namespace khabard {

namespace {

// Longer lines are prose, whatever they begin with.
constexpr std::size_t line_words_max = 30;
// A sentence that a rule describes is furniture only if it is short and stands first or last.
constexpr std::size_t prose_words_max = 16;
constexpr std::size_t caption_words_max = 14;
constexpr std::size_t list_items_max = 12;
// Credits and closing marks stand among the first or last lines.
constexpr std::size_t border_lines = 3;
// Promotion may be the last paragraphs but one.
constexpr std::size_t ends_trimmed = 3;

class StatedDesk {
public:
    StatedDesk(Draft draft, Sheet sheet, const CleaningRules& rules)
        : sheet_(std::move(sheet)),
          rules_(rules),
          out_{std::move(draft), std::nullopt, std::nullopt, std::nullopt, false, false} {}

    CleanDraft run() {
        take_lines();
        take_withdrawal(out_.draft.title);
        take_withdrawal(out_.draft.summary);
        take_title();
        take_dateline();
        take_ends();
        add_agencies(agencies_, credited_);
        out_.agency = agency_names(agencies_, rules_);
        for (Edit& edit : sheet_.take_edits()) {
            out_.draft.edits.push_back(std::move(edit));
        }
        out_.draft.blocks = sheet_.take_blocks();
        return std::move(out_);
    }

private:
    bool at_border(std::size_t i) const {
        return i < border_lines || i + border_lines >= sheet_.size();
    }
    bool at_end(std::size_t i) const { return i + border_lines >= sheet_.size(); }

    void take_lines() {
        for (std::size_t i = 0; i < sheet_.size(); ++i) {
            trim_front(sheet_, i, rules_);
            const Line& line = sheet_[i];
            if (line.empty() || line.shape.words > line_words_max ||
                (is_prose(line) && (line.shape.words > prose_words_max || !at_border(i)))) {
                continue;
            }
            const Classified found = classify_line(line, rules_);
            if (found.what == LineClass::list_alone) {
                take_list(i, found.rule);
            } else if (goes(i, found)) {
                note(found, line.text);
                sheet_.drop(i, found.rule);
            }
        }
    }

    bool goes(std::size_t i, const Classified& found) const {
        switch (found.what) {
            case LineClass::furniture:
                return found.rule != section_trail_shape && found.rule != "address" &&
                       (found.rule != "hashtags" || at_border(i));
            case LineClass::list_inline: return !sheet_[i].shape.full_stop;
            case LineClass::byline:
            case LineClass::source:
            case LineClass::credit: return at_border(i);
            case LineClass::caption: return found.rule != caption_shape || is_caption(sheet_[i]);
            case LineClass::end_mark:
            case LineClass::continues: return at_end(i);
            case LineClass::closing: return at_end(i) && found.rule != "number";
            case LineClass::withdrawn:
            case LineClass::separator: return true;
            case LineClass::list_alone:
            case LineClass::rest:
            case LineClass::text:
            case LineClass::error_page: break;
        }
        return false;
    }

    // Captions found by shape alone must be short and no enumeration.
    static bool is_caption(const Line& line) {
        return !line.shape.full_stop && line.shape.words <= caption_words_max &&
               line.text.find(':') == std::string::npos;
    }

    void note(const Classified& found, const std::string& text) {
        if (found.what == LineClass::source || found.what == LineClass::credit) {
            add_agencies(credited_, read_credits(text, rules_).agencies);
            out_.credit = out_.credit.value_or(text);
        }
        out_.cut_short = out_.cut_short || found.what == LineClass::continues;
        out_.withdrawn = out_.withdrawn || found.what == LineClass::withdrawn;
    }

    // Where a story was taken back little else is left: the notice may be all there is.
    void take_withdrawal(const std::optional<std::string>& stated) {
        if (stated) {
            const Line line = make_line(*stated, BlockRole::unknown);
            out_.withdrawn =
                out_.withdrawn || classify_line(line, rules_).what == LineClass::withdrawn;
        }
    }

    void take_list(std::size_t begin, const std::string& rule) {
        sheet_.drop(begin, rule);
        std::size_t end = begin + 1;
        while (end < sheet_.size() && end - begin <= list_items_max) {
            const LineShape& shape = sheet_[end].shape;
            if (sheet_[end].removed || is_prose(sheet_[end]) || shape.full_stop ||
                shape.words > line_words_max || carries_on(sheet_[end], rules_)) {
                break;
            }
            sheet_.drop(end, rule);
            ++end;
        }
    }

    void take_title() {
        const std::size_t first = sheet_.next(0);
        if (first == sheet_.size() || !out_.draft.title) {
            return;
        }
        if (sheet_[first].folded.key == fold_line(*out_.draft.title).key &&
            sheet_.next(first + 1) < sheet_.size()) {
            sheet_.drop(first, "headline");
        }
    }

    void take_dateline() {
        for (std::size_t i = sheet_.next(0), seen = 0; i < sheet_.size() && seen < 2;
             i = sheet_.next(i + 1), ++seen) {
            const auto dateline = find_dateline(sheet_[i].text, rules_);
            if (!dateline) {
                continue;
            }
            if (!dateline->places.empty()) {
                out_.dateline = join_places(dateline->places);
            }
            add_agencies(agencies_, dateline->agencies);
            sheet_.cut(i, 0, dateline->length, "dateline");
            return;
        }
    }

    void take_ends() {
        std::size_t trimmed = 0;
        for (std::size_t i = sheet_.size(); i > 0 && trimmed < ends_trimmed; --i) {
            if (sheet_[i - 1].empty()) {
                continue;
            }
            const TrimmedEnd end = trim_end(sheet_, i - 1, trimmed == 0, rules_);
            out_.cut_short = out_.cut_short || end.cut_short;
            add_agencies(credited_, end.agencies);
            ++trimmed;
        }
    }

    Sheet sheet_;
    const CleaningRules& rules_;
    CleanDraft out_;
    std::vector<std::size_t> agencies_;
    std::vector<std::size_t> credited_;
};

}  // namespace

CleanDraft clean_stated(Draft draft, Sheet sheet, const CleaningRules& rules) {
    return StatedDesk(std::move(draft), std::move(sheet), rules).run();
}

}  // namespace khabard
