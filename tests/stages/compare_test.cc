#include "daemon/stages/compare.h"

#include "tests/support/catch.h"

using namespace khabard;

namespace {

struct Texts {
    DisplayText headline;
    DisplayText summary;
    DisplayText body;
    ArticleText view() const { return {headline, summary, body}; }
};

Texts texts(const char* headline, const char* body, const char* summary = "") {
    return {DisplayText::from_cleaned(headline), DisplayText::from_cleaned(summary),
            DisplayText::from_cleaned(body)};
}

TextChange change(const Texts& before, const Texts& after, const Aliases& aliases = {}) {
    return compare(before.view(), after.view(), aliases);
}

const Texts original = texts("وصول الوفد إلى جنيف", "وصل الوفد صباح اليوم إلى جنيف ومعه 12 خبيرا.");

}  // namespace

TEST_CASE("punctuation, blanks, tatweel and harakat are no change") {
    const Texts same =
        texts("وصول الوفـــد إلى جنيف!", "وصلَ الوفد، صباح  اليوم إلى جنيف ومعه 12 خبيرًا");
    CHECK(change(original, same).changed_fields.empty());
    CHECK(spelling_of(theme_tokens(original.view())) == spelling_of(theme_tokens(same.view())));
}

TEST_CASE("a corrected letter is a change, and a minor one") {
    const Texts corrected =
        texts("وصول الوفد إلي جنيف", "وصل الوفد صباح اليوم إلى جنيف ومعه 12 خبيرا.");
    const TextChange found = change(original, corrected);
    CHECK(found.changed_fields == std::vector<std::string>{"headline"});
    CHECK(found.change_class == ChangeClass::minor);
    CHECK(spelling_of(theme_tokens(original.view())) !=
          spelling_of(theme_tokens(corrected.view())));
}

TEST_CASE("two words may be replaced, added or removed; a third makes it material") {
    const Texts two = texts("وصول الوفد إلى جنيف", "وصل وفد صباح أمس إلى جنيف ومعه 12 خبيرا.");
    CHECK(change(original, two).change_class == ChangeClass::minor);
    const Texts added =
        texts("وصول الوفد إلى جنيف", "وصل الوفد صباح اليوم إلى جنيف ومعه 12 خبيرا ومترجما كذلك.");
    CHECK(change(original, added).change_class == ChangeClass::minor);
    const Texts three = texts("وصول الوفد إلى جنيف", "وصل وفد صباح أمس إلى فيينا ومعه 12 خبيرا.");
    CHECK(change(original, three).change_class == ChangeClass::material);
}

TEST_CASE("words in several fields are counted together") {
    const Texts across = texts("وصول وفد إلى فيينا", "وصل الوفد صباح أمس إلى جنيف ومعه 12 خبيرا.");
    const TextChange found = change(original, across);
    CHECK(found.changed_fields == std::vector<std::string>{"headline", "body"});
    CHECK(found.change_class == ChangeClass::material);
}

TEST_CASE("another number is material") {
    const Texts number =
        texts("وصول الوفد إلى جنيف", "وصل الوفد صباح اليوم إلى جنيف ومعه 14 خبيرا.");
    CHECK(change(original, number).change_class == ChangeClass::material);
}

TEST_CASE("another name is material, another spelling of the same name is not") {
    Aliases aliases;
    REQUIRE(add_alias(aliases, "ترمب", "ترامب"));
    REQUIRE(add_alias(aliases, "بوتن", "بوتين"));
    const Texts trump = texts("خطاب ترامب", "ألقى ترامب خطابا.");
    const Texts trumb = texts("خطاب ترمب", "ألقى ترامب خطابا.");
    const Texts putin = texts("خطاب بوتين", "ألقى ترامب خطابا.");
    CHECK(change(trump, trumb, aliases).change_class == ChangeClass::minor);
    CHECK(change(trump, putin, aliases).change_class == ChangeClass::material);
}

TEST_CASE("the summary is the text where there is no body") {
    const Texts before = texts("عنوان", "", "ملخص قصير");
    const Texts after = texts("عنوان", "", "ملخص طويل");
    CHECK(spelling_of(theme_tokens(before.view())) != spelling_of(theme_tokens(after.view())));
    const Texts with_body = texts("عنوان", "نص", "ملخص قصير");
    const Texts other_summary = texts("عنوان", "نص", "ملخص طويل");
    CHECK(spelling_of(theme_tokens(with_body.view())) ==
          spelling_of(theme_tokens(other_summary.view())));
}
