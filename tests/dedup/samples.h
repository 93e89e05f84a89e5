#pragma once

// Texts for the tests of this room: invented words in Arabic letters, the same for the same seed.

#include "daemon/dedup/fingerprint.h"
#include "daemon/text/fold.h"

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace khabard {

using Words = std::vector<std::string>;

inline std::string joined(const Words& words) {
    std::string text;
    for (const std::string& word : words) {
        text += (text.empty() ? "" : " ") + word;
    }
    return text;
}

inline Fingerprint fingerprint_of(const std::string& body, const std::string& headline = {}) {
    const DisplayText title = DisplayText::from_cleaned(headline);
    const DisplayText summary = DisplayText::from_cleaned({});
    const DisplayText text = DisplayText::from_cleaned(body);
    return make_fingerprint(dedup_tokens(ArticleText{title, summary, text}, {}));
}

inline Fingerprint fingerprint_of(const Words& words) {
    return fingerprint_of(joined(words));
}

// Writes words from a vocabulary of its seed. Every eighth word is a number.
class Writer {
public:
    explicit Writer(std::uint32_t seed) : random_(seed) {}

    std::uint32_t below(std::uint32_t bound) {
        return static_cast<std::uint32_t>(random_() % bound);
    }

    Words words(std::size_t count) {
        Words text;
        for (std::size_t i = 0; i < count; ++i) {
            text.push_back(i % 8 == 7 ? std::to_string(10 + below(5000)) : word());
        }
        return text;
    }

    std::string word() {
        static constexpr std::string_view letters[] = {"أ", "ب", "ت", "ر", "س", "ش", "ع",
                                                       "ف", "ق", "ل", "م", "ن", "و", "ه"};
        static constexpr std::string_view endings[] = {"ة", "ي", "ان", "ات", ""};
        std::string text = "م";
        const std::uint32_t length = 3 + below(3);
        for (std::uint32_t i = 0; i < length; ++i) {
            text += letters[below(14)];
        }
        return text + std::string(endings[below(5)]);
    }

private:
    std::mt19937 random_;
};

}  // namespace khabard
