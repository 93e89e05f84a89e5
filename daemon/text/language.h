#pragma once

// Which language an Arabic-script text is in. Letter statistics decide first (a Kurdish, Persian,
// Urdu, Pashto, Sindhi or Uyghur letter share, teh marbuta, the article), then stop words.

#include <optional>
#include <string>
#include <string_view>

namespace khabard {

struct LanguageGuess {
    std::optional<std::string> language;  // BCP 47; nullopt: too short or too mixed to tell
    double confidence;                    // 0..1
    bool surely_not_arabic;               // enough text, and clearly another language or script
};

// REQUIRES: text before any folding (folding destroys the signal).
LanguageGuess identify_language(std::string_view text);

}  // namespace khabard
