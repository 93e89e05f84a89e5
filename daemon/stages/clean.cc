#include "daemon/stages/clean.h"

#include "daemon/dates/dates.h"
#include "daemon/stages/boundaries.h"
#include "daemon/stages/findings.h"
#include "daemon/stages/paragraph_ends.h"
#include "daemon/stages/scraped_article.h"
#include "daemon/stages/sheet.h"
#include "daemon/stages/stated_article.h"
#include "daemon/text/display.h"
#include "daemon/text/glue.h"
#include "daemon/text/unicode.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace khabard {

namespace {

// A line of sections between bars is taken apart only when it is no longer than this.
constexpr std::size_t barred_words_max = 24;
// A subheading that is glued to its paragraph has fewer words, and its last word four letters.
constexpr std::size_t subheading_words_max = 10;
constexpr std::size_t glued_bytes_min = 8;

void add_lines(std::vector<Line>& lines, std::string_view text, BlockRole role) {
    std::size_t begin = 0;
    while (begin <= text.size()) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const std::string_view line = trim(text.substr(begin, end - begin));
        if (!line.empty()) {
            lines.push_back(make_line(std::string(line), role));
        }
        begin = end + 1;
    }
}

// Display text from here on, whatever invisible or decomposed the source held.
std::vector<Line> display_lines(const Draft& draft) {
    std::vector<Line> lines;
    for (const Block& block : draft.blocks) {
        add_lines(lines, split_glued(to_display(block.text)), block.role);
    }
    return lines;
}

std::size_t find_bar(std::string_view text) {
    const std::size_t bar = text.find('|');
    const std::size_t bullet = text.find("\xE2\x80\xA2");  // U+2022
    return std::min(bar, bullet);
}

// "By A | 5 March 2026 | 11:32": pieces of page matter in one line become lines.
void split_barred(Sheet& sheet, const CleaningRules& rules, const DateContext& context) {
    for (std::size_t i = 0; i < sheet.size(); ++i) {
        const Line& line = sheet[i];
        const std::size_t bar = find_bar(line.text);
        if (bar == std::string::npos || bar == 0 || line.shape.words > barred_words_max ||
            examine(line, rules, context).line.what != LineClass::text ||
            read_publication(line, rules, context)) {
            continue;
        }
        const std::string_view text = line.text;
        const std::string_view behind = skip_ornaments(text.substr(bar));
        const auto is_matter = [&](std::string_view piece) {
            const Finding finding =
                examine(make_line(std::string(trim(piece)), BlockRole::unknown), rules, context);
            return finding.date || finding.dateline || finding.line.what != LineClass::text;
        };
        const std::string_view next = behind.substr(0, std::min(find_bar(behind), behind.size()));
        if (is_matter(text.substr(0, bar)) || (count_words(next) > 0 && is_matter(next))) {
            sheet.split(i, bar, "bars");
        }
    }
}

// "Optimism in the White HouseAnd an official said": where the words stand that a subheading
// is glued to; 0: nowhere.
std::size_t glued_verb(const Line& line, const CleaningRules& rules) {
    std::size_t begin = 0;
    std::size_t words = 0;
    const std::string_view key = line.folded.key;
    while (begin < key.size() && words < subheading_words_max) {
        const std::size_t end = std::min(key.find(' ', begin), key.size());
        const std::string_view word = key.substr(begin, end - begin);
        for (const std::string& verb : rules.words.glued_verbs) {
            const bool long_enough = word.size() >= verb.size() + glued_bytes_min;
            if (words > 0 && long_enough && word.ends_with(verb)) {
                return line.folded.offsets[end - verb.size()];
            }
        }
        ++words;
        begin = end + 1;
    }
    return 0;
}

void split_subheadings(Sheet& sheet, const CleaningRules& rules) {
    for (std::size_t i = 0; i < sheet.size(); ++i) {
        if (sheet[i].shape.words < subheading_words_max) {
            continue;
        }
        if (const std::size_t at = glued_verb(sheet[i], rules)) {
            sheet.split(i, at, "glued-subheading");
            sheet.set_role(i, BlockRole::subheading);
        }
    }
}

void trim_ornaments(Sheet& sheet) {
    for (std::size_t i = 0; i < sheet.size(); ++i) {
        const Line& line = sheet[i];
        const std::string_view bare = skip_ornaments(line.text);
        if (line.shape.words > 0 && bare.size() < line.text.size()) {
            sheet.cut(i, 0, line.text.size() - bare.size(), "ornament");
        }
    }
}

// The articles of a scraped text share what is stated; only the first has its fields.
Draft part_of(const Draft& draft, std::size_t number) {
    Draft part = draft;
    part.blocks.clear();
    if (number == 0) {
        return part;
    }
    part.title.reset();
    part.summary.reset();
    part.published.reset();
    part.modified.reset();
    part.authors.clear();
    part.keywords.clear();
    part.edits.clear();
    part.guid += "#" + std::to_string(number + 1);
    return part;
}

std::vector<CleanDraft> clean_text(const Draft& draft, const CleaningRules& rules,
                                   const DateContext& context) {
    Sheet sheet(display_lines(draft), {});
    for (std::size_t i = 0; i < sheet.size(); ++i) {
        trim_front(sheet, i, rules);
    }
    split_barred(sheet, rules, context);
    split_subheadings(sheet, rules);
    trim_ornaments(sheet);
    const std::vector<Finding> findings = examine_all(sheet, rules, context);
    std::vector<std::size_t> begins = find_borders(sheet, findings, rules);
    begins.insert(begins.begin(), 0);
    begins.push_back(sheet.size());
    std::vector<CleanDraft> articles;
    for (std::size_t p = 0; p + 1 < begins.size(); ++p) {
        const auto from = static_cast<std::ptrdiff_t>(begins[p]);
        const auto to = static_cast<std::ptrdiff_t>(begins[p + 1]);
        Draft part = part_of(draft, articles.size());
        if (p == 0) {
            std::vector<Edit> edits = sheet.take_edits();
            part.edits.insert(part.edits.end(), edits.begin(), edits.end());
        }
        auto article = clean_scraped(
            {sheet.part(begins[p], begins[p + 1]),
             std::vector<Finding>(findings.begin() + from, findings.begin() + to), std::move(part)},
            rules, context);
        if (article) {
            articles.push_back(*std::move(article));
        }
    }
    return articles;
}

// Dates that nobody stated: of the address, else of "today, Thursday" in the text.
void complete_date(CleanDraft& article, const CleaningRules& rules, const DateContext& context) {
    Draft& draft = article.draft;
    if (draft.published) {
        return;
    }
    if (const auto date = date_in_url(draft.url)) {
        draft.published = StatedDate{*date, draft.url, DateOrigin::url};
        return;
    }
    for (const Block& block : draft.blocks) {
        if (const auto found = infer_from_weekday(block.text, rules, context)) {
            draft.published = StatedDate{found->date, found->raw, DateOrigin::inferred};
            return;
        }
    }
}

}  // namespace

std::vector<CleanDraft> clean(Draft draft, const CleaningRules& rules,
                              const std::string& timezone) {
    DateContext context{draft.reference, timezone};
    std::vector<CleanDraft> articles;
    if (draft.search_text) {
        articles = clean_text(draft, rules, context);
    } else {
        std::vector<Line> lines = display_lines(draft);
        articles.push_back(clean_stated(std::move(draft), Sheet(std::move(lines), {}), rules));
    }
    for (CleanDraft& article : articles) {
        complete_date(article, rules, context);
        // Articles that share a text were written about the time of its first.
        if (&article == &articles.front() && article.draft.published) {
            context.reference = std::min(context.reference, article.draft.published->date.at);
        }
    }
    return articles;
}

}  // namespace khabard
