#include "daemon/themes/theme_source.h"

#include "tests/support/catch.h"
#include "tests/themes/theme_text.h"

namespace khabard {
namespace {

ThemeSources read(std::string text, Complaints& complaints) {
    return read_theme_files({ThemeFile{"t.toml", std::move(text)}}, complaints);
}

TEST_CASE("word lists are split at blanks and every word keeps its place") {
    Complaints complaints;
    const auto sources =
        read("[class.x]\nnouns = [\"aa bb\", \"cc\"]\nverbs = \"dd\"\n", complaints);
    CHECK(complaints.empty());
    REQUIRE(sources.shared.size() == 1);
    const auto& words = sources.shared[0].words;
    REQUIRE(words.size() == 4);
    CHECK(words[1].word.text == "bb");
    CHECK(words[1].word.place.line == 2);
    CHECK(words[1].word.place.column == 14);
    CHECK(words[3].kind == WordKind::verb);
}

TEST_CASE("a theme has defaults for what it does not say") {
    Complaints complaints;
    const auto sources = read(
        theme_file("[[pattern]]\nid = \"p\"\nweight = 4\nmatch = [\"a\", \"b\"]\n"), complaints);
    CHECK(complaints.empty());
    REQUIRE(sources.themes.size() == 1);
    const ThemeSource& theme = sources.themes[0];
    CHECK(theme.info.enabled);
    CHECK(theme.threshold == Approx(6));
    CHECK(theme.pair == Approx(4));
    REQUIRE(theme.patterns.size() == 1);
    CHECK(theme.patterns[0].match.size() == 2);
    CHECK(theme.patterns[0].window == 12);
    CHECK(theme.patterns[0].sentences == 1);
}

TEST_CASE("examples keep their line") {
    Complaints complaints;
    const auto sources = read(theme_file("[[pattern]]\nid = \"p\"\nweight = 4\nmatch = \"a\"\n"
                                         "[examples]\nmust = [\n\"one\",\n\"two\",\n]\n"
                                         "must_not = [\"three\"]\n"),
                              complaints);
    CHECK(complaints.empty());
    const auto& examples = sources.themes.at(0).examples;
    REQUIRE(examples.size() == 3);
    CHECK(examples[1].line == 15);
    CHECK(examples[1].must);
    CHECK_FALSE(examples[2].must);
    CHECK(examples[2].theme == "t");
}

TEST_CASE("a theme's id is fit for headers, labels and file names") {
    const std::string pattern = "[[pattern]]\nid = \"p\"\nweight = 4\nmatch = \"a\"\n";
    for (const char* id : {"T", "-a", "a b", "z\\\"z}", "a\\n", "موضوع"}) {
        CAPTURE(id);
        std::string text = theme_file(pattern);
        const std::string written = "id = \"t\"";
        text.replace(text.find(written), written.size(), "id = \"" + std::string(id) + "\"");
        Complaints complaints;
        read(text, complaints);
        REQUIRE_FALSE(complaints.empty());
        CHECK(complaints[0].message.find("is not of the form") != std::string::npos);
        CHECK(complaints[0].line > 0);
    }
}

TEST_CASE("what stands twice is complained about") {
    Complaints complaints;
    const std::string pattern = "[[pattern]]\nid = \"p\"\nweight = 4\nmatch = \"a\"\n";
    read_theme_files({ThemeFile{"a.toml", theme_file(pattern + pattern)},
                      ThemeFile{"b.toml", theme_file(pattern)}},
                     complaints);
    REQUIRE(complaints.size() == 2);
    CHECK(complaints[0].message == "pattern \"p\" stands twice");
    CHECK(complaints[0].hint == "the first is in line 8");
    CHECK(complaints[1].message == "theme \"t\" stands twice");
}

TEST_CASE("a mistake does not hide the next one") {
    Complaints complaints;
    read(
        "[theme]\nid = \"t\"\nthreshhold = 3\n[class.x]\nnouns = 4\n[[pattern]]\nid = 3\n"
        "[other]\n",
        complaints);
    std::string all;
    for (const Complaint& complaint : complaints) {
        all += complaint.message + "\n";
    }
    CAPTURE(all);
    for (const auto* part : {"\"topic\" is missing", "unknown key \"threshhold\"",
                             "\"nouns\" must be", "class \"x\" has no words", "\"id\" must be",
                             "\"weight\" is missing", "unknown key \"other\"", "has no pattern"}) {
        CAPTURE(part);
        CHECK(all.find(part) != std::string::npos);
    }
}

}  // namespace
}  // namespace khabard
