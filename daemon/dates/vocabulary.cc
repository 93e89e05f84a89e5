#include "daemon/dates/vocabulary.h"

#include "daemon/dates/date_fold.h"

#include <algorithm>
#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

namespace khabard {
namespace {

struct Range {
    std::size_t begin;
    std::size_t count;
};

struct Vocabulary {
    std::deque<std::string> keys;  // a deque, so that views of its strings stay true
    std::vector<VocabularyEntry> entries;
    std::unordered_map<std::string_view, Range> by_first_word;
};

std::string_view first_word(std::string_view key) {
    return key.substr(0, key.find(' '));
}

Vocabulary build() {
    Vocabulary vocabulary;
    for (const auto rows : {month_rows(), foreign_month_rows(), unit_rows(), word_rows(),
                            date_label_rows(), number_rows(), zone_rows()}) {
        for (const WordRow& row : rows) {
            vocabulary.keys.push_back(fold_words_for_dates(row.text));
            vocabulary.entries.push_back({vocabulary.keys.back(), &row});
        }
    }
    auto& entries = vocabulary.entries;
    std::stable_sort(entries.begin(), entries.end(),
                     [](const VocabularyEntry& a, const VocabularyEntry& b) {
                         const auto word_a = first_word(a.key);
                         const auto word_b = first_word(b.key);
                         return word_a != word_b ? word_a < word_b : a.key.size() > b.key.size();
                     });
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const auto [position, is_new] =
            vocabulary.by_first_word.try_emplace(first_word(entries[i].key), Range{i, 0});
        ++position->second.count;
    }
    return vocabulary;
}

}  // namespace

std::span<const VocabularyEntry> entries_beginning_with(std::string_view folded_word) {
    static const Vocabulary vocabulary = build();
    const auto found = vocabulary.by_first_word.find(folded_word);
    if (found == vocabulary.by_first_word.end()) {
        return {};
    }
    return std::span(vocabulary.entries).subspan(found->second.begin, found->second.count);
}

}  // namespace khabard
