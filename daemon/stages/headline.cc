#include "daemon/stages/headline.h"

#include "daemon/text/unicode.h"

#include <algorithm>
#include <string>

namespace khabard {

namespace {

constexpr std::size_t stem_letters = 4;
constexpr std::size_t sure_words_min = 4;
constexpr std::size_t kicker_words_max = 5;

// Words of four letters and more, by their first four without the article.
std::vector<std::string> stems(std::string_view key) {
    std::string article;
    append_code_point(article, alef);
    append_code_point(article, lam);
    std::vector<std::string> stems;
    for (std::string_view word : key_words(key)) {
        if (word.starts_with(article)) {
            word.remove_prefix(article.size());
        }
        std::size_t bytes = 0;
        std::size_t letters = 0;
        while (letters < stem_letters && bytes < word.size()) {
            bytes += code_point_at(word, bytes).length;
            ++letters;
        }
        if (letters == stem_letters) {
            stems.emplace_back(word.substr(0, bytes));
        }
    }
    return stems;
}

// Columns are headed by two words; one is the name of a section.
std::size_t short_headline(const Sheet& sheet, const std::vector<Finding>& findings,
                           std::size_t lead) {
    for (std::size_t i = 0; i < lead; ++i) {
        const Line& line = sheet[i];
        if (!line.empty() && findings[i].line.what == LineClass::text && !findings[i].date &&
            !findings[i].dateline) {
            return line.shape.words == 2 && !line.shape.full_stop ? i : sheet.size();
        }
    }
    return sheet.size();
}

}  // namespace

std::size_t shared_stems(std::string_view a, std::string_view b) {
    const auto other = stems(b);
    std::size_t shared = 0;
    for (const std::string& stem : stems(a)) {
        shared += std::find(other.begin(), other.end(), stem) != other.end() ? 1 : 0;
    }
    return shared;
}

std::size_t find_headline(const Sheet& sheet, const std::vector<Finding>& findings,
                          std::size_t lead, const CleaningRules& rules) {
    std::size_t first_sure = sheet.size();
    std::size_t first = sheet.size();
    for (std::size_t i = 0; i < std::min(lead, sheet.size()); ++i) {
        if (sheet[i].empty() || !may_be_headline(sheet[i], findings[i], rules)) {
            continue;
        }
        const std::size_t shared =
            lead < sheet.size() ? shared_stems(sheet[i].folded.key, sheet[lead].folded.key) : 0;
        // A kicker above the headline is shorter, and the text does not take it up.
        const bool under_kicker =
            shared == 1 && first_sure < i && sheet[first_sure].shape.words <= kicker_words_max &&
            sheet[first_sure].shape.words < sheet[i].shape.words &&
            shared_stems(sheet[first_sure].folded.key, sheet[lead].folded.key) == 0;
        if (shared >= 2 || under_kicker) {
            return i;
        }
        if (first_sure == sheet.size() && sheet[i].shape.words >= sure_words_min) {
            first_sure = i;
        }
        first = std::min(first, i);
    }
    if (first == sheet.size() && lead < sheet.size()) {
        return short_headline(sheet, findings, lead);
    }
    return first_sure < sheet.size() ? first_sure : first;
}

}  // namespace khabard
