#include "daemon/text/language.h"

#include "daemon/lib/hash/hash.h"
#include "daemon/text/language_table.h"
#include "daemon/text/unicode.h"
#include "daemon/text/utf8_buffer.h"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace khabard {

namespace {

constexpr std::size_t languages = static_cast<std::size_t>(ScriptLanguage::count);
using Counts = std::array<std::size_t, languages>;
using Scores = std::array<double, languages>;

struct Statistics {
    std::size_t letters = 0;         // of any script
    std::size_t arabic_letters = 0;  // of the Arabic script
    std::size_t teh_marbuta = 0;
    std::size_t words = 0;  // of Arabic script
    std::size_t articles =
        0;  // words that begin with the Arabic article, perhaps after a proclitic
    std::size_t latin_words = 0;
    std::size_t english_words = 0;
    Counts own_letters{};  // letters that (nearly) only this language has
    Counts stop_words{};
};

// Keyboards mix both yehs and kafs; stop words are compared without the difference.
char32_t unify(char32_t c) noexcept {
    switch (c) {
        case farsi_yeh:
        case alef_maksura: return yeh;
        case 0x06A9: return kaf;
        default: return c;
    }
}

std::string unified(std::string_view word) {
    Utf8Buffer out;
    for (std::size_t at = 0; at < word.size();) {
        const CodePoint c = code_point_at(word, at);
        if (!is_arabic_mark(c.value) && c.value != tatweel) {
            out.put(unify(c.value));
        }
        at += c.length;
    }
    return out.take();
}

using StopWords = std::unordered_map<std::uint64_t, ScriptLanguage>;

const StopWords& stop_words() {
    static const StopWords words = [] {
        StopWords found;
        const StopWordRows rows = stop_word_rows();
        for (std::size_t i = 0; i < rows.count; ++i) {
            found.emplace(hash64(unified(rows.rows[i].word)), rows.rows[i].language);
        }
        return found;
    }();
    return words;
}

using OwnLetters = std::array<ScriptLanguage, 0x100>;  // of U+0600-U+06FF

const OwnLetters& own_letters() {
    static const OwnLetters letters = [] {
        OwnLetters found{};
        found.fill(ScriptLanguage::count);
        const OwnLetterRows rows = own_letter_rows();
        for (std::size_t i = 0; i < rows.count; ++i) {
            found[rows.rows[i].letter & 0xFF] = rows.rows[i].language;
        }
        return found;
    }();
    return letters;
}

constexpr std::size_t index(ScriptLanguage language) {
    return static_cast<std::size_t>(language);
}

// Gathers the statistics of a text, word by word.
class Counter {
public:
    void count(std::string_view text) {
        for (std::size_t at = 0; at < text.size();) {
            const CodePoint c = code_point_at(text, at);
            if (is_arabic_language_letter(c.value) || is_arabic_letter(c.value)) {
                arabic(c.value);
            } else if (is_word_character(c.value)) {
                other(c.value);
            } else if (!is_inside_word(c.value)) {
                end_word();
            }
            at += c.length;
        }
        end_word();
    }

    const Statistics& statistics() const { return statistics_; }

private:
    // The zero width non-joiner is not: Persian writes suffixes after it.
    static bool is_inside_word(char32_t c) {
        return is_arabic_mark(c) || c == tatweel || is_invisible(c);
    }

    void arabic(char32_t c) {
        if (latin_) {
            end_word();
        }
        ++statistics_.letters;
        ++statistics_.arabic_letters;
        statistics_.teh_marbuta += c == teh_marbuta ? 1U : 0U;
        if (c < 0x0700) {
            const ScriptLanguage owner = own_letters_[c & 0xFF];
            if (owner != ScriptLanguage::count) {
                ++statistics_.own_letters[index(owner)];
            }
        }
        word_.put(unify(c));
    }

    void other(char32_t c) {
        if (is_digit(c)) {
            end_word();
            return;
        }
        if (!latin_) {
            end_word();
        }
        ++statistics_.letters;
        latin_ = true;
        word_.put(c < 0x80 ? c | 0x20U : c);
    }

    void end_word() {
        if (word_.empty()) {
            return;
        }
        if (latin_) {
            ++statistics_.latin_words;
            statistics_.english_words += is_english_stop_word(word_.view()) ? 1U : 0U;
        } else {
            arabic_word();
        }
        word_.clear();
        latin_ = false;
    }

    void arabic_word() {
        ++statistics_.words;
        const std::string_view word = word_.view();
        const auto found = stop_words_.find(hash64(word));
        if (found != stop_words_.end()) {
            ++statistics_.stop_words[index(found->second)];
        }
        const CodePoint first = code_point_at(word, 0);
        const bool proclitic =
            first.value == waw || first.value == feh || first.value == beh || first.value == kaf;
        const std::size_t at = proclitic ? first.length : 0;
        const CodePoint c = code_point_at(word, at);
        const CodePoint next = code_point_at(word, at + c.length);
        const bool article = c.value == alef && next.value == lam;
        const bool joined = first.value == lam && code_point_at(word, first.length).value == lam;
        statistics_.articles += (article || joined) && word.size() >= 8 ? 1U : 0U;
    }

    static bool is_english_stop_word(std::string_view word) {
        constexpr std::array<std::string_view, 14> words{"the", "of",  "and", "to",   "in",
                                                         "is",  "for", "on",  "that", "with",
                                                         "was", "are", "as",  "by"};
        return std::find(words.begin(), words.end(), word) != words.end();
    }

    Statistics statistics_;
    const StopWords& stop_words_ = stop_words();
    const OwnLetters& own_letters_ = own_letters();
    Utf8Buffer word_;
    bool latin_ = false;
};

double share(std::size_t part, std::size_t whole) {
    return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

// How much each language explains. A letter of its own is worth more than a stop word, because a
// name or a loan rarely brings more than one or two; stop words and the article are words.
Scores score(const Statistics& statistics) {
    Scores scores{};
    for (std::size_t i = 0; i < languages; ++i) {
        scores[i] = 12.0 * share(statistics.own_letters[i], statistics.arabic_letters) +
                    3.0 * share(statistics.stop_words[i], statistics.words);
    }
    // Uyghur writes some letters of Kurdish, Sindhi and Pashto some of Urdu.
    scores[index(ScriptLanguage::arabic)] +=
        2.0 * share(statistics.articles, statistics.words) +
        10.0 * share(statistics.teh_marbuta, statistics.arabic_letters);
    for (const ScriptLanguage language :
         {ScriptLanguage::uyghur, ScriptLanguage::sindhi, ScriptLanguage::pashto}) {
        const std::size_t i = index(language);
        if (share(statistics.own_letters[i], statistics.arabic_letters) >= 0.02) {
            scores[i] += 1.0;
        }
    }
    return scores;
}

LanguageGuess guess_other_script(const Statistics& statistics) {
    LanguageGuess guess{.language = std::nullopt, .confidence = 0.0, .surely_not_arabic = false};
    constexpr std::size_t letters_needed = 40;
    guess.surely_not_arabic = statistics.letters >= letters_needed;
    if (statistics.latin_words >= 5 &&
        share(statistics.english_words, statistics.latin_words) > 0.15) {
        guess.language = "en";
        guess.confidence = 0.9;
    }
    return guess;
}

LanguageGuess guess_arabic_script(const Statistics& statistics, double script_share) {
    LanguageGuess guess{.language = std::nullopt, .confidence = 0.0, .surely_not_arabic = false};
    const Scores scores = score(statistics);
    const auto best = std::max_element(scores.begin(), scores.end());
    double second = 0.0;
    for (const double& value : scores) {
        second = &value == &*best ? second : std::max(second, value);
    }
    // Few words carry little: two words must be all proof, twenty may be prose with names.
    const double evidence = *best * static_cast<double>(statistics.words);
    if (statistics.words < 2 || evidence < 1.5 || *best < 0.15 || *best < 1.2 * second) {
        return guess;
    }
    const auto language = static_cast<ScriptLanguage>(best - scores.begin());
    // A name brings one foreign letter or stop word into Arabic text easily.
    if (language != ScriptLanguage::arabic &&
        statistics.own_letters[index(language)] + statistics.stop_words[index(language)] < 3) {
        return guess;
    }
    const double margin = (*best - second) / *best;
    const double amount = std::min(1.0, evidence / 8.0);
    guess.language = script_language_code(language);
    guess.confidence = std::min(0.99, script_share * (0.4 + 0.3 * margin + 0.3 * amount));
    const double arabic = scores[index(ScriptLanguage::arabic)];
    constexpr std::size_t words_needed = 8;
    guess.surely_not_arabic = language != ScriptLanguage::arabic &&
                              statistics.words >= words_needed && *best >= 0.4 &&
                              arabic < 0.5 * *best;
    return guess;
}

}  // namespace

LanguageGuess identify_language(std::string_view text) {
    Counter counter;
    counter.count(text);
    const Statistics& statistics = counter.statistics();
    const double script_share = share(statistics.arabic_letters, statistics.letters);
    // A long foreign quotation makes no foreign article, a foreign name in the text no Arabic one.
    if (script_share < 0.25) {
        return guess_other_script(statistics);
    }
    LanguageGuess guess = guess_arabic_script(statistics, script_share);
    if (script_share < 0.4) {
        guess.language = std::nullopt;
        guess.surely_not_arabic = false;
    }
    return guess;
}

}  // namespace khabard
