#include "daemon/text/word_reader.h"

#include "tests/support/catch.h"

#include <string>
#include <vector>

using namespace khabard;

namespace {

// Sentences as strings of folded words.
std::vector<std::string> sentences(const std::string& text) {
    std::vector<std::string> out;
    WordReader reader(text, Fold::theme);
    while (reader.next()) {
        out.resize(reader.word().sentence + 1);
        std::string& sentence = out.back();
        sentence += (sentence.empty() ? "" : " ") + std::string(reader.folded());
    }
    return out;
}

using Sentences = std::vector<std::string>;

}  // namespace

TEST_CASE("full stops, question marks and line ends divide sentences") {
    CHECK(sentences("قال نعم. ثم ذهب؟ لا! نعم… حسنا") ==
          Sentences{"قال نعم", "ثم ذهب", "لا", "نعم", "حسنا"});
    CHECK(sentences("فقرة\n\nفقرة") == Sentences{"فقره", "فقره"});
    CHECK(sentences("كلمة.كلمة") == Sentences{"كلمه", "كلمه"});
    CHECK(sentences("بعد الاجتماع.. هل ينهي") == Sentences{"بعد الاجتماع", "هل ينهي"});
}

TEST_CASE("decimal points, dotted names and Latin abbreviations divide nothing") {
    CHECK(sentences("ارتفع 3.5 بالمئة").size() == 1);
    CHECK(sentences("نقلت (أ.ف.ب) عن د. محمد").size() == 1);
    CHECK(sentences("موقع example.com قال").size() == 1);
    CHECK(sentences("Mr. Smith of U.S. Steel").size() == 1);
}

TEST_CASE("a given name that a full stop cut from its family name keeps the sentence whole") {
    CHECK(sentences("والتقى جاريد. كوشنر. ثم").size() == 2);
}

TEST_CASE("punctuation without words makes no sentence") {
    CHECK(sentences("... !! ؟\n\n. قال.\n\n...").size() == 1);
    WordReader reader("... !!", Fold::dedup, 7);
    CHECK_FALSE(reader.next());
    CHECK(reader.next_sentence() == 7);
}

TEST_CASE("words of any bytes end where the text ends") {
    WordReader reader("\xD9", Fold::dedup);
    CHECK_FALSE(reader.next());
    WordReader half("خبر\xD8", Fold::dedup);
    CHECK(half.next());
    CHECK(half.word().length == 6);
    CHECK_FALSE(half.next());
}
