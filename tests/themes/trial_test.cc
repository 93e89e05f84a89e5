#include "daemon/themes/trial.h"

#include "tests/support/catch.h"
#include "tests/themes/theme_text.h"

namespace khabard {
namespace {

ThemeSet set_with(const std::string& word, std::string_view head = "") {
    Complaints complaints;
    ThemeSet set =
        set_of(theme_file("[[pattern]]\nid = \"p\"\nweight = 6\nmatch = \"" + word + "\"\n", head),
               complaints);
    REQUIRE(complaints.empty());
    return set;
}

TEST_CASE("labels are gained, lost or kept between two sets") {
    const ThemeSet before = set_with("هدنة");
    const ThemeSet after = set_with("قصف");
    const auto fates = [&](const char* text) {
        std::vector<LabelFate> found;
        for (const ComparedLabel& label : compare_labels(before, after, tokens_of(text))) {
            CHECK(label.score.theme == "t");
            CHECK(label.score.labelled);
            found.push_back(label.fate);
        }
        return found;
    };
    CHECK(fates("كلام").empty());
    CHECK(fates("الهدنة") == std::vector{LabelFate::lost});
    CHECK(fates("القصف") == std::vector{LabelFate::gained});
    CHECK(fates("القصف والهدنة") == std::vector{LabelFate::kept});
}

TEST_CASE("what fell short stands beside the label") {
    Complaints complaints;
    const ThemeSet weak =
        set_of(theme_file("[[pattern]]\nid = \"p\"\nweight = 3\nmatch = \"هدنة\"\n"), complaints);
    REQUIRE(complaints.empty());
    const auto labels = compare_labels(set_with("هدنة"), weak, tokens_of("الهدنة"));
    REQUIRE(labels.size() == 1);
    CHECK(labels[0].fate == LabelFate::lost);
    CHECK(labels[0].score.score == 6);
    REQUIRE(labels[0].otherwise.has_value());
    CHECK(labels[0].otherwise->score == 3);
}

TEST_CASE("a theme that is off is tried as if it were on; switching it gains or loses all") {
    const ThemeTokens tokens = tokens_of("الهدنة");
    const char* off = "enabled = false";
    const auto fate = [&](std::string_view before, std::string_view after) {
        const auto labels =
            compare_labels(set_with("هدنة", before), set_with("هدنة", after), tokens);
        REQUIRE(labels.size() == 1);
        return labels[0].fate;
    };
    CHECK(fate("", "") == LabelFate::kept);
    CHECK(fate(off, off) == LabelFate::kept);
    CHECK(fate(off, "") == LabelFate::gained);
    CHECK(fate("", off) == LabelFate::lost);
    CHECK(compare_labels(ThemeSet(), set_with("هدنة", off), tokens)[0].fate == LabelFate::gained);
}

TEST_CASE("the sentence of the evidence is found in its field, with its closing sign") {
    const DisplayText headline = DisplayText::from_cleaned("عنوان فيه هدنة");
    const DisplayText summary = DisplayText::from_cleaned("");
    const DisplayText body = DisplayText::from_cleaned(
        "جملة أولى بلا شيء. قال إن الهدنة «مستمرة». وجملة أخيرة!\n\nفقرة عن هدنة");
    const ArticleText text{headline, summary, body};
    const ThemeTokens tokens = theme_tokens(text);
    const auto sentence = [&](const std::string& word, Zone zone, std::size_t from) {
        const std::string& all = zone == Zone::body ? body.str() : headline.str();
        const Evidence evidence{"p", zone, ByteOffset{all.find(word, from)}, word.size()};
        const SentenceSpan span = sentence_around(evidence, tokens, text);
        return all.substr(span.offset.get(), span.length);
    };
    CHECK(sentence("الهدنة", Zone::body, 0) == "قال إن الهدنة «مستمرة».");
    CHECK(sentence("هدنة", Zone::body, body.str().find("فقرة")) == "فقرة عن هدنة");
    CHECK(sentence("هدنة", Zone::headline, 0) == "عنوان فيه هدنة");
}

}  // namespace
}  // namespace khabard
