#include "daemon/stages/scraped_article.h"

#include "daemon/stages/credits.h"
#include "daemon/stages/headline.h"
#include "daemon/stages/other_stories.h"
#include "daemon/stages/paragraph_ends.h"
#include "daemon/text/unicode.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace khabard {

namespace {

constexpr std::size_t tail_words_max = 10;
constexpr std::size_t label_words_max = 3;
constexpr std::size_t reporter_words_max = 6;
constexpr std::size_t flash_lines_max = 3;
constexpr std::size_t error_page_paragraphs_max = 3;
constexpr std::size_t arabic_letters_min = 120;

class Desk {
public:
    Desk(ScrapedPart part, const CleaningRules& rules, const DateContext& context)
        : sheet_(std::move(part.sheet)),
          findings_(std::move(part.findings)),
          rules_(rules),
          context_(context),
          out_{std::move(part.draft), std::nullopt, std::nullopt, std::nullopt, false, false} {}

    std::optional<CleanDraft> run() {
        if (is_error_page()) {
            return std::nullopt;
        }
        take_other_stories(sheet_, findings_, rules_);
        take_lines();
        take_latin_lines();
        settle_headline();
        settle_lead();
        settle_ends();
        if (!has_article()) {
            return std::nullopt;
        }
        settle_dates();
        return finish();
    }

private:
    bool running(std::size_t i) const { return is_running_text(sheet_[i], findings_[i], rules_); }
    bool is_text(std::size_t i) const {
        return !sheet_[i].empty() && findings_[i].line.what == LineClass::text;
    }

    std::size_t first_running() const {
        std::size_t i = 0;
        while (i < sheet_.size() && !running(i)) {
            ++i;
        }
        return i;
    }

    bool is_error_page() const {
        bool error = false;
        std::size_t paragraphs = 0;
        for (std::size_t i = 0; i < sheet_.size(); ++i) {
            error = error || findings_[i].line.what == LineClass::error_page;
            paragraphs += running(i) ? 1 : 0;
        }
        return error && paragraphs <= error_page_paragraphs_max;
    }

    void take_lines() {
        for (std::size_t i = 0; i < sheet_.size(); ++i) {
            if (sheet_[i].empty()) {
                continue;
            }
            const auto& date = findings_[i].date;
            const bool heading = date && date->role == DateRole::plain && date->date.relative &&
                                 i > first_running();  // of a chronicle
            if (heading) {
                continue;
            }
            if (date) {
                take_date(i);
            } else if (findings_[i].dateline) {
                take_dateline(*findings_[i].dateline);
                sheet_.drop(i, "dateline");
            } else {
                take_line(i);
            }
        }
    }

    // A date line may go on with another date, a dateline or text.
    void take_date(std::size_t i) {
        while (findings_[i].date && !sheet_[i].removed) {
            const Publication date = *findings_[i].date;
            dates_.push_back(date);
            sheet_.cut(i, 0, date.length, "date-line");
            if (!sheet_[i].removed) {
                findings_[i] = examine(sheet_[i], rules_, context_);
            }
        }
        if (sheet_[i].removed) {
            return;
        }
        if (findings_[i].dateline) {
            take_dateline(*findings_[i].dateline);
            sheet_.drop(i, "dateline");
        } else {
            take_line(i);
        }
    }

    void take_dateline(const Dateline& dateline) {
        if (!dateline.places.empty() && !out_.dateline) {
            out_.dateline = join_places(dateline.places);
        }
        add_agencies(agencies_, dateline.agencies);
        if (!dateline.date.empty()) {
            dateline_date_ = dateline.date;
        }
    }

    void take_line(std::size_t i) {
        const Classified line = findings_[i].line;
        switch (line.what) {
            case LineClass::text: return;
            case LineClass::source: take_credit(sheet_[i].text, credited_); break;
            case LineClass::credit:
                take_credit(sheet_[i].text, i < first_running() ? above_ : credited_);
                break;
            case LineClass::byline: take_byline(sheet_[i].text); break;
            case LineClass::end_mark:
                if (sheet_[i].shape.digits > 0) {
                    closing_time_ = sheet_[i].text;
                }
                break;
            case LineClass::continues: out_.cut_short = true; break;
            case LineClass::withdrawn: out_.withdrawn = true; break;
            case LineClass::furniture:
            case LineClass::separator:
            case LineClass::list_alone:
            case LineClass::list_inline:
            case LineClass::rest:
            case LineClass::caption:
            case LineClass::closing:
            case LineClass::error_page: break;
        }
        sheet_.drop(i, line.rule);
    }

    void take_credit(const std::string& text, std::vector<std::size_t>& to) {
        add_agencies(to, read_credits(text, rules_).agencies);
        if (!out_.credit) {
            out_.credit = text;
        }
    }

    void take_byline(std::string_view text) {
        const std::size_t colon = text.find(':');
        if (colon == std::string_view::npos || !out_.draft.authors.empty()) {
            return;
        }
        const std::string_view name = trim(text.substr(colon + 1));
        if (count_words(name) > 0 && count_words(name) <= 5) {
            out_.draft.authors.emplace_back(name);
        }
    }

    // Leftovers of the page's own language in an Arabic text.
    void take_latin_lines() {
        std::size_t arabic = 0;
        for (const Line& line : sheet_.lines()) {
            arabic += line.removed ? 0 : line.shape.arabic_letters;
        }
        for (std::size_t i = 0; i < sheet_.size() && arabic >= arabic_letters_min; ++i) {
            const LineShape& shape = sheet_[i].shape;
            if (is_text(i) && shape.arabic_letters == 0 && shape.words <= 12) {
                sheet_.drop(i, "latin-line");
            }
        }
    }

    void settle_headline() {
        const std::size_t lead = first_running();
        const std::size_t found = find_headline(sheet_, findings_, lead, rules_);
        if (found == sheet_.size()) {
            return;
        }
        const std::string headline = sheet_[found].text;
        const std::string key = sheet_[found].folded.key;
        for (std::size_t i = 0; i < sheet_.size(); ++i) {
            if (sheet_[i].empty()) {
                continue;
            }
            if (sheet_[i].folded.key == key) {
                sheet_.drop(i, "headline");
            } else if (i < found) {
                sheet_.drop(i, "above-headline");
            } else if (i < lead && lead < sheet_.size() && take_reporter(i)) {
                sheet_.drop(i, "reporter");
            } else if (i < lead && sheet_[i].shape.words <= label_words_max &&
                       lead < sheet_.size()) {
                sheet_.drop(i, "below-headline");
            } else if (i < lead && lead < sheet_.size()) {
                sheet_.set_role(i, BlockRole::deck);
            }
        }
        if (!out_.draft.title) {
            out_.draft.title = headline;
        }
    }

    struct Parting {
        std::size_t at;
        std::size_t length;
    };

    static Parting find_parting(std::string_view text) {
        for (const std::string_view sign : {" - ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", "/"}) {
            if (const std::size_t at = text.find(sign); at != std::string_view::npos) {
                return {at, sign.size()};
            }
        }
        return {std::string_view::npos, 0};
    }

    // "Reporter - City" or "City - Reporter" between headline and text.
    bool take_reporter(std::size_t i) {
        const std::string_view text = sheet_[i].text;
        const Parting parting = find_parting(text);
        if (parting.at == std::string_view::npos || sheet_[i].shape.words > reporter_words_max ||
            sheet_[i].shape.digits > 0) {
            return false;
        }
        const std::string_view one = trim(text.substr(0, parting.at));
        const std::string_view two = trim(text.substr(parting.at + parting.length));
        const bool city_first = count_words(one) == 1 && count_words(two) > 1;
        const bool city_last = count_words(two) == 1 && count_words(one) > 1;
        if (!city_first && !city_last) {
            return false;
        }
        const std::string_view city = city_first ? one : two;
        if (!out_.dateline && !read_credits(city, rules_).only_known()) {
            out_.dateline = std::string(city);
        }
        if (out_.draft.authors.empty()) {
            out_.draft.authors.emplace_back(city_first ? two : one);
        }
        return true;
    }

    // The dateline in front of the text itself.
    void settle_lead() {
        const std::size_t first = sheet_.next(0);
        for (std::size_t i = first, seen = 0; i < sheet_.size() && seen < 2;
             i = sheet_.next(i + 1), ++seen) {
            if (const auto dateline = find_dateline(sheet_[i].text, rules_)) {
                take_dateline(*dateline);
                sheet_.cut(i, 0, dateline->length, "dateline");
                return;
            }
        }
    }

    void settle_ends() {
        std::size_t last = sheet_.size();
        for (std::size_t i = 0; i < sheet_.size(); ++i) {
            if (!sheet_[i].empty() && running(i)) {
                last = i;
            }
        }
        for (std::size_t i = 0; i < sheet_.size(); ++i) {
            if (sheet_[i].empty()) {
                continue;
            }
            const bool was_cut = trim_tail(i, i == last);
            if (was_cut) {
                last = std::max(last == sheet_.size() ? 0 : last, i);
            }
        }
        for (std::size_t i = last + 1; last < sheet_.size() && i < sheet_.size(); ++i) {
            if (!sheet_[i].empty()) {
                take_tail_line(i);
            }
        }
    }

    // True when the line was broken off by "read more": it is text, however short.
    bool trim_tail(std::size_t i, bool last) {
        const TrimmedEnd end = trim_end(sheet_, i, last, rules_);
        out_.cut_short = out_.cut_short || end.cut_short;
        add_agencies(credited_, end.agencies);
        return end.cut_short && !sheet_[i].removed;
    }

    void take_tail_line(std::size_t i) {
        const Line& line = sheet_[i];
        if (line.shape.words > tail_words_max || line.shape.full_stop || carries_on(line, rules_)) {
            return;
        }
        const Credits first = read_credits(first_name(line.text), rules_);
        if (first.only_known()) {
            add_agencies(credited_, first.agencies);
            out_.credit = out_.credit.value_or(line.text);
        }
        sheet_.drop(i, "below-text");
    }

    // "AGENCY/name/ name", "--(AGENCY) initials".
    static std::string_view first_name(std::string_view text) {
        std::string_view bare = skip_ornaments(text);
        if (bare.starts_with('(')) {
            bare.remove_prefix(1);
        }
        return bare.substr(0, std::min(bare.find_first_of("/)-|"), bare.size()));
    }

    bool has_article() const {
        std::size_t paragraphs = 0;
        std::size_t lines = 0;
        for (std::size_t i = 0; i < sheet_.size(); ++i) {
            if (!sheet_[i].empty()) {
                ++lines;
                paragraphs += running(i) || sheet_[i].shape.words >= 6 ? 1 : 0;
            }
        }
        if (paragraphs > 0) {
            return true;
        }
        return lines <= flash_lines_max && (out_.draft.title || lines > 0);
    }

    void settle_dates() {
        if (!dateline_date_.empty()) {
            const std::string timed = dateline_date_ + " " + closing_time_;
            auto date = closing_time_.empty() ? std::nullopt : read_date(timed, context_);
            if (!date || date->precision == DatePrecision::day) {
                date = read_date(dateline_date_, context_);
            }
            if (date) {
                dates_.push_back({*date, dateline_date_, DateRole::dateline, 0});
            }
        }
        const Publication* best = best_publication(dates_);
        if (best == nullptr || out_.draft.published) {
            return;
        }
        const DateOrigin origin =
            best->date.relative ? DateOrigin::inferred : DateOrigin::page_text;
        out_.draft.published = StatedDate{best->date, best->raw, origin};
        for (const Publication& date : dates_) {
            if (date.role == DateRole::updated && &date != best && !date.date.relative &&
                !out_.draft.modified) {
                out_.draft.modified = StatedDate{date.date, date.raw, DateOrigin::page_text};
            }
        }
    }

    std::optional<CleanDraft> finish() {
        add_agencies(agencies_, credited_);
        if (agencies_.empty()) {
            agencies_ = above_;
        }
        out_.agency = agency_names(agencies_, rules_);
        for (Edit& edit : sheet_.take_edits()) {
            out_.draft.edits.push_back(std::move(edit));
        }
        out_.draft.blocks = sheet_.take_blocks();
        return std::move(out_);
    }

    Sheet sheet_;
    std::vector<Finding> findings_;
    const CleaningRules& rules_;
    const DateContext& context_;
    CleanDraft out_;
    std::vector<Publication> dates_;
    std::vector<std::size_t> agencies_;  // of datelines
    std::vector<std::size_t> credited_;  // of source lines and closing credits
    std::vector<std::size_t> above_;     // of names alone above the text: perhaps the picture's
    std::string dateline_date_;
    std::string closing_time_;
};

}  // namespace

std::optional<CleanDraft> clean_scraped(ScrapedPart part, const CleaningRules& rules,
                                        const DateContext& context) {
    return Desk(std::move(part), rules, context).run();
}

}  // namespace khabard
