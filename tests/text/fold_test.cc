#include "daemon/text/fold.h"

#include "daemon/text/unicode.h"
#include "tests/support/catch.h"

#include <string>
#include <vector>

using namespace khabard;

namespace {

struct Owned {
    DisplayText headline = DisplayText::from_cleaned("");
    DisplayText summary = DisplayText::from_cleaned("");
    DisplayText body = DisplayText::from_cleaned("");

    ArticleText view() const { return {headline, summary, body}; }
};

Owned article(const char* headline, const char* summary, const char* body) {
    return {DisplayText::from_cleaned(headline), DisplayText::from_cleaned(summary),
            DisplayText::from_cleaned(body)};
}

std::vector<std::uint64_t> hashes(const DedupTokens& tokens) {
    std::vector<std::uint64_t> out;
    for (const Token& token : tokens.tokens) {
        out.push_back(token.hash);
    }
    return out;
}

}  // namespace

TEST_CASE("the dedup fold unites the spellings of Arabic news") {
    const std::vector<std::pair<const char*, const char*>> same{
        {"أحمد", "احمد"},         {"إيران", "ايران"},   {"آخر", "اخر"},
        {"الأمريكى", "الامريكي"}, {"الهدنة", "الهدنه"}, {"مسؤول", "مسئول"},
        {"شؤون", "شئون"},         {"السيء", "السيئ"},   {"الرحمٰن", "الرحمن"},
        {"العــــراق", "العراق"}, {"تُحَلّ", "تحل"},       {"کييف", "كييف"},
        {"ایران", "ايران"},       {"پوتين", "بوتين"},   {"كييڤ", "كييف"},
        {"١٢٣", "123"},           {"۱۲۳", "123"},       {"1,250", "1250"},
        {"١٬٢٥٠", "1250"},        {"٣٫٥", "3.5"},       {"CAFÉ", "cafe"},
        {"جدااااا", "جدا"},       {"ﻻﻡ", "لام"},        {"ٱلله", "الله"},
        {"ا\u0654حمد", "احمد"},   {"ａｂｃ", "abc"},    {"Straße", "strasse"},
        {"oﬃce", "office"},
    };
    for (const auto& [left, right] : same) {
        CAPTURE(left, right);
        CHECK(fold_for_dedup(left) == fold_for_dedup(right));
    }
}

TEST_CASE("the dedup fold keeps different words apart") {
    const std::vector<std::pair<const char*, const char*>> different{
        {"ضمان", "ظمان"}, {"وزير", "زير"}, {"ويتكوف", "يتكوف"}, {"قتل", "كتل"}, {"3.5", "35"},
    };
    for (const auto& [left, right] : different) {
        CAPTURE(left, right);
        CHECK(fold_for_dedup(left) != fold_for_dedup(right));
    }
}

TEST_CASE("the theme fold keeps hamza and gives its seats one form") {
    CHECK(fold_for_themes("ماء") != fold_for_themes("ما"));
    CHECK(fold_for_themes("مسؤول") == "مسءول");
    CHECK(fold_for_themes("مسؤول") == fold_for_themes("مسئول"));
    CHECK(fold_for_themes("الأراضى") == "الاراضي");
}

TEST_CASE("hashtags, quotes and punctuation separate words") {
    CHECK(fold_for_dedup("#قوات_التحالف: «قال» (نعم)،لا") == "قوات التحالف قال نعم لا");
    CHECK(fold_for_dedup("12مارس") == "12 مارس");
    CHECK(fold_for_dedup("F-16 و G20") == "f 16 و g20");
    CHECK(fold_for_dedup(" ، . ") == "");
    CHECK(fold_for_dedup("ء") == "");
}

TEST_CASE("tokens know where their word stands in the display text") {
    const Owned text = article("العنوان", "", "قال «بوتين» إنّه يريد 3,500 جندي.");
    const DedupTokens tokens = dedup_tokens(text.view(), {});
    REQUIRE(tokens.tokens.size() == 7);
    CHECK(tokens.tokens[0].zone == Zone::headline);
    const std::string& body = text.body.str();
    std::vector<std::string> words;
    for (const Token& token : tokens.tokens) {
        if (token.zone == Zone::body) {
            words.push_back(body.substr(token.offset.get(), token.length));
        }
    }
    CHECK(words == std::vector<std::string>{"قال", "بوتين", "إنّه", "يريد", "3,500", "جندي"});
    CHECK(tokens.tokens[5].number);
    CHECK_FALSE(tokens.tokens[4].number);
    CHECK(tokens.tokens[2].hash == token_hash(fold_for_dedup("بوتين")));
}

TEST_CASE("a theme token also hashes its exact spelling, without marks") {
    const Owned text = article("", "", "الأميركيّة");
    const ThemeTokens tokens = theme_tokens(text.view());
    REQUIRE(tokens.tokens.size() == 1);
    CHECK(tokens.tokens[0].exact == exact_hash("الأميركية"));
    CHECK(tokens.tokens[0].exact != exact_hash("الاميركية"));
    CHECK(tokens.tokens[0].token.hash == token_hash(fold_for_themes("الاميركية")));
}

TEST_CASE("headline, summary and body never share a sentence") {
    const Owned text = article("عنوان", "ملخص", "جملة أولى. جملة ثانية");
    const ThemeTokens tokens = theme_tokens(text.view());
    std::vector<std::uint32_t> sentences;
    for (const ThemeToken& token : tokens.tokens) {
        sentences.push_back(token.token.sentence);
    }
    CHECK(sentences == std::vector<std::uint32_t>{0, 1, 2, 2, 3, 3});
    CHECK(tokens.sentences == 4);
}

TEST_CASE("an empty article has no tokens and no sentences") {
    const Owned text = article("", "", "");
    CHECK(dedup_tokens(text.view(), {}).tokens.empty());
    CHECK(theme_tokens(text.view()).sentences == 0);
}

TEST_CASE("aliases unite names in every proclitic form") {
    Aliases aliases;
    REQUIRE(add_alias(aliases, "ترمب", "ترامب"));
    REQUIRE(add_alias(aliases, "أميركي", "أمريكي"));
    REQUIRE(add_alias(aliases, "أبو ظبي", "أبوظبي"));
    const Owned left = article("", "", "قال ترمب ووترمب لترمب والأميركي في أبو ظبي وأبو ظبي اليوم");
    const Owned right =
        article("", "", "قال ترامب ووترامب لترامب والأمريكي في أبوظبي وأبوظبي اليوم");
    const Owned third = article("", "", "بترمب");
    const Owned fourth = article("", "", "بترامب");
    CHECK(hashes(dedup_tokens(left.view(), aliases)).size() == 9);
    CHECK(hashes(dedup_tokens(third.view(), aliases)) ==
          hashes(dedup_tokens(fourth.view(), aliases)));
    const DedupTokens tokens = dedup_tokens(left.view(), aliases);
    const std::vector<std::uint64_t> expected = hashes(dedup_tokens(right.view(), aliases));
    for (std::size_t i = 0; i < tokens.tokens.size(); ++i) {
        CAPTURE(i);
        if (i != 2) {  // a doubled conjunction is no proclitic
            CHECK(tokens.tokens[i].hash == expected[i]);
        }
    }
    const Token& place = tokens.tokens[6];
    CHECK(left.body.str().substr(place.offset.get(), place.length) == "أبو ظبي");
}

TEST_CASE("an alias must be one word, for one or two words") {
    Aliases aliases;
    CHECK_FALSE(add_alias(aliases, "", "ترامب"));
    CHECK_FALSE(add_alias(aliases, "واحد اثنان ثلاثة", "ترامب"));
    CHECK_FALSE(add_alias(aliases, "ترمب", "دونالد ترامب"));
    CHECK(aliases.by_hash.empty());
}
