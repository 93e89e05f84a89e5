#include "daemon/themes/engine.h"

#include "tests/support/catch.h"
#include "tests/themes/theme_text.h"

namespace khabard {
namespace {

constexpr const char* classes = R"toml(
[class.halt]
nouns = ["وقف تعليق"]
[class.strike]
nouns = ["هجوم هجمات قصف"]
[class.site]
nouns = ["كهرباء مصفاة"]
phrases = ["محطات (الطاقة|التوليد)"]
[class.war]
names = ["كييف"]
[class.bank]
nouns = ["قرض"]
)toml";

ThemeSet set_with(const std::string& patterns, std::string_view head = "") {
    Complaints complaints;
    ThemeSet set = set_of(theme_file(classes + patterns, head), complaints);
    CHECK(complaints.empty());
    return set;
}

TEST_CASE("a pattern of classes covers wordings that nobody listed") {
    const ThemeSet set =
        set_with("[[pattern]]\nid = \"p\"\nweight = 6\nmatch = \"{halt} ~2 {strike} ~2 {site}\"\n");
    for (const auto* text : {"اتفقوا على وقف الهجمات على محطات الطاقة.", "بتعليق القصف على المصفاة",
                             "ووقف كل الهجمات على الكهرباء"}) {
        CAPTURE(text);
        CHECK(labelled_in(set.score(tokens_of(text))) == std::vector<std::string>{"t"});
    }
    CHECK(set.score(tokens_of("القصف على المصفاة")).empty());
}

TEST_CASE("evidence is a span of the display text") {
    const ThemeSet set =
        set_with("[[pattern]]\nid = \"p\"\nweight = 6\nmatch = \"{halt} ~2 {site}\"\n");
    const std::string text = "قالوا إن وقف ضرب المصفاة قريب.";
    const auto scores = set.score(tokens_of(text));
    REQUIRE(scores.size() == 1);
    REQUIRE(scores[0].evidence.size() == 1);
    const Evidence& evidence = scores[0].evidence[0];
    CHECK(evidence.rule == "p");
    CHECK(evidence.zone == Zone::body);
    CHECK(text.substr(evidence.offset.get(), evidence.length) == "وقف ضرب المصفاة");
}

TEST_CASE("a theme below its threshold is a near miss, an untouched one is not mentioned") {
    const ThemeSet set =
        set_with("[[pattern]]\nid = \"p\"\nweight = 4\nmatch = \"{halt} & {strike}\"\n");
    const auto scores = set.score(tokens_of("وقف القصف"));
    REQUIRE(scores.size() == 1);
    CHECK_FALSE(scores[0].labelled);
    CHECK(scores[0].score == Approx(4));
    CHECK(scores[0].threshold == Approx(6));
    CHECK(set.score(tokens_of("طقس جميل")).empty());
}

TEST_CASE("repeats alone never carry a theme, two different patterns do") {
    const std::string first =
        "[[pattern]]\nid = \"p\"\nweight = 4\nmatch = \"{halt} & {strike}\"\n";
    const std::string second = "[[pattern]]\nid = \"q\"\nweight = 4\nmatch = \"{site}\"\n";
    const auto* text = "وقف القصف. وقف الهجمات. تعليق القصف.";
    const auto repeated = set_with(first).score(tokens_of(text));
    REQUIRE(repeated.size() == 1);
    CHECK(repeated[0].score == Approx(7));
    CHECK_FALSE(repeated[0].labelled);
    CHECK(labelled_in(set_with(first + second).score(tokens_of("وقف القصف. كهرباء."))).size() == 1);
}

TEST_CASE("a headline counts by its factor") {
    const ThemeSet set = set_with("[[pattern]]\nid = \"p\"\nweight = 6\nmatch = \"{halt}\"\n",
                                  "headline_factor = 2");
    CHECK(set.score(tokens_of("", "وقف")).front().score == Approx(12));
}

TEST_CASE("required context opens a theme, outnumbering context shuts it") {
    const std::string pattern = "[[pattern]]\nid = \"p\"\nweight = 6\nmatch = \"{halt}\"\n";
    const ThemeSet required =
        set_with(pattern, "require = [{ any = [\"war\"], least = 1, per_words = 5 }]");
    CHECK(required.score(tokens_of("وقف")).empty());
    CHECK(labelled_in(required.score(tokens_of("وقف في كييف"))).size() == 1);
    CHECK(required.score(tokens_of("وقف في كييف a b c d e f g h i j")).empty());
    const ThemeSet outnumbered =
        set_with(pattern, "outnumbered = [{ any = [\"bank\"], than = [\"war\"], least = 2 }]");
    CHECK(labelled_in(outnumbered.score(tokens_of("وقف كييف قرض"))).size() == 1);
    CHECK(outnumbered.score(tokens_of("وقف كييف قرض القرض")).empty());
}

TEST_CASE("guards ask for and forbid what stands around a hit") {
    struct Case {
        const char* guard;
        const char* with;
        const char* without;
    };
    const auto guard = GENERATE(values<Case>({
        {"sentence_has = [\"war\"]", "وقف في كييف.", "وقف. كييف."},
        {"sentence_lacks = [\"bank\"]", "وقف. قرض.", "وقف لأي قرض."},
        {"near_lacks = [\"bank\"]", "وقف a b c d e f g قرض", "وقف a قرض"},
        {"article_has = [\"war\"]", "وقف. كييف.", "وقف."},
        {"article_lacks = [\"bank\"]", "وقف.", "وقف. قرض."},
    }));
    CAPTURE(guard.guard);
    const ThemeSet set = set_with("[[pattern]]\nid = \"p\"\nweight = 6\nmatch = \"{halt}\"\n" +
                                  std::string(guard.guard) + "\n");
    CHECK(labelled_in(set.score(tokens_of(guard.with))).size() == 1);
    CHECK(labelled_in(set.score(tokens_of(guard.without))).empty());
}

TEST_CASE("a class may be made of sequences of other classes") {
    const ThemeSet set = set_with(
        "[class.spared]\nphrases = [\"{halt} ~1 {strike}\"]\n"
        "[[pattern]]\nid = \"p\"\nweight = 6\nmatch = \"{spared} & {site}\"\n");
    CHECK(labelled_in(set.score(tokens_of("المصفاة بعد وقف القصف"))).size() == 1);
    CHECK(labelled_in(set.score(tokens_of("المصفاة بعد القصف"))).empty());
}

TEST_CASE("a class includes another with all that belongs to it") {
    const ThemeSet set = set_with(
        "[class.all]\ninclude = [\"spared site\"]\n"
        "[class.spared]\nphrases = [\"{halt} ~1 {strike}\"]\n"
        "[[pattern]]\nid = \"p\"\nweight = 6\nmatch = \"{all} & {war}\"\n");
    CHECK(labelled_in(set.score(tokens_of("كييف تطلب وقف القصف"))).size() == 1);
    CHECK(labelled_in(set.score(tokens_of("كهرباء كييف"))).size() == 1);
}

TEST_CASE("a negative weight speaks against a theme") {
    const ThemeSet set = set_with(
        "[[pattern]]\nid = \"p\"\nweight = 6\nmatch = \"{halt}\"\n"
        "[[pattern]]\nid = \"n\"\nweight = -3\nmatch = \"{bank}\"\n");
    CHECK(labelled_in(set.score(tokens_of("وقف"))).size() == 1);
    CHECK(labelled_in(set.score(tokens_of("وقف قرض"))).empty());
}

TEST_CASE("a theme that is switched off scores only when all are asked for") {
    const ThemeSet set =
        set_with("[[pattern]]\nid = \"p\"\nweight = 6\nmatch = \"{halt}\"\n", "enabled = false");
    CHECK_FALSE(set.themes().front().enabled);
    CHECK(set.score(tokens_of("وقف")).empty());
    CHECK(labelled_in(set.score_all(tokens_of("وقف"))).size() == 1);
}

TEST_CASE("classes of a file without a theme are shared, and scores come in order of theme") {
    Complaints complaints;
    const std::string head =
        "topic = \"x\"\nname_ar = \"x\"\nname_en = \"x\"\ndefinition = \"x\"\n"
        "[[pattern]]\nid = \"p\"\nweight = 6\nmatch = \"{halt}\"\n";
    const ThemeSet set =
        compile_themes({ThemeFile{"b.toml", "[theme]\nid = \"b\"\n" + head},
                        ThemeFile{"classes.toml", "[class.halt]\nnouns = [\"وقف\"]\n"},
                        ThemeFile{"a.toml", "[theme]\nid = \"a\"\n" + head}},
                       complaints);
    REQUIRE(complaints.empty());
    CHECK(labelled_in(set.score(tokens_of("وقف"))) == std::vector<std::string>{"a", "b"});
    CHECK(set.themes().front().id == "a");
}

TEST_CASE("an empty set and an empty text score nothing") {
    CHECK(ThemeSet().score(tokens_of("وقف")).empty());
    CHECK(set_with("[[pattern]]\nid = \"p\"\nweight = 6\nmatch = \"{halt}\"\n")
              .score(tokens_of(""))
              .empty());
}

TEST_CASE("mistakes in a theme file are named with place and a way out") {
    struct Case {
        const char* text;
        std::uint32_t line;
        std::uint32_t column;
        const char* message;
        const char* hint;
    };
    const auto mistake = GENERATE(values<Case>({
        {"[[pattern]]\nid = \"p\"\nweight = 6\nmatch = \"{hatl} & {bank}\"\n", 11, 10,
         "unknown class \"hatl\"", "did you mean \"halt\"?"},
        {"[[pattern]]\nid = \"p\"\nweight = 6\nmatch = \"x ~0 y\"\n", 11, 12,
         "a gap needs a number from 1 to 30", "write ~3"},
        {"[[pattern]]\nid = \"p\"\nwieght = 6\nmatch = \"x\"\n", 10, 1, "unknown key \"wieght\"",
         "did you mean \"weight\"?"},
        {"[[pattern]]\nid = \"p\"\nweight = 6\nmatch = \"x\"\nnear_lacks = [\"bnak\"]\n", 12, 16,
         "unknown class \"bnak\"", "did you mean \"bank\"?"},
        {"[[pattern]]\nid = \"p\"\nweight = 6\n", 8, 1, "\"match\" is missing",
         "match = \"{one} & {other}\""},
    }));
    CAPTURE(mistake.text);
    Complaints complaints;
    set_of(theme_file(std::string(mistake.text) +
                      "[class.halt]\nnouns = [\"a\"]\n[class.bank]\nnouns = [\"b\"]\n"),
           complaints);
    const auto found = std::find_if(
        complaints.begin(), complaints.end(),
        [&](const Complaint& complaint) { return complaint.message == mistake.message; });
    REQUIRE(found != complaints.end());
    CHECK(found->line == mistake.line);
    CHECK(found->column == mistake.column);
    CHECK(found->hint == mistake.hint);
    CHECK(found->file == "t.toml");
}

}  // namespace
}  // namespace khabard
