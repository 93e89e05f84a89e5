#include "daemon/cli/themes_report.h"

#include "tests/stages/samples.h"
#include "tests/support/catch.h"

using namespace khabard;

namespace {

std::string theme_file(const std::string& word, const std::string& rest = {}) {
    return "[theme]\nid = \"truce\"\ntopic = \"news.truce\"\nname_ar = \"T\"\nname_en = \"T\"\n"
           "definition = \"D\"\n" +
           rest + "[[pattern]]\nid = \"the-word\"\nweight = 6\nmatch = \"" + word + "\"\n";
}

ThemeSet set_of(const std::string& text) {
    Complaints complaints;
    ThemeSet set = compile_themes({ThemeFile{"themes/truce.toml", text}}, complaints);
    REQUIRE(complaints.empty());
    return set;
}

bool holds(const std::string& text, const std::string& part) {
    INFO(text);
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the table of examples has a line for each theme, and a failed one with its evidence") {
    const ThemeSet set =
        set_of(theme_file("هدنة", "enabled = false\n") +
               "[examples]\nmust = [\"هدنة\", \"قصف\"]\nmust_not = [\"الهدنة\"]\n");
    const std::string report =
        examples_report(set.themes(), judge_examples(set), {.colour = false});
    CHECK(holds(report, "theme  examples  passed  failed\n"));
    CHECK(holds(report, "truce         3       1       2  switched off\n"));
    CHECK(holds(report, "themes/truce.toml:13:21: must be labelled truce, and is not\n"));
    CHECK(holds(report, "  example         قصف\n"));
    CHECK(holds(report, "no pattern matched"));
    CHECK(holds(report, ": must not be labelled truce, and is\n"));
    CHECK(holds(report, "  score           6.00 of 6.00 by the-word\n"));
    CHECK(holds(report, "  the-word        الهدنة\n"));
    CHECK(holds(report, "3 examples of 1 theme: 1 passed, 2 failed\n"));
}

TEST_CASE("a trial shows new and lost hits with their sentences, and counts them all") {
    const ThemeSet before = set_of(theme_file("هدنة"));
    const ThemeSet after = set_of(theme_file("قصف"));
    TrialReport report({.colour = false}, 1);
    const auto add = [&](const std::string& headline, const std::string& body) {
        report.add(sample_article(headline, body), "file.ndjson  7", before, after);
    };
    add("عنوان جديد", "جملة أولى. ثم جاء القصف ليلا. وجملة أخيرة.");
    CHECK(report.take() ==
          "+ truce  عنوان جديد\n"
          "  sentence        ثم جاء القصف ليلا.\n"
          "  score           6.00 of 6.00 by the-word; now not touched at all\n"
          "  from            file.ndjson  7\n");
    add("عنوان آخر", "القصف مرة أخرى.");
    CHECK(report.take().empty());
    add("عنوان قديم", "انتهت الهدنة.");
    const std::string lost = report.take();
    CHECK(holds(lost, "- truce  عنوان قديم\n"));
    CHECK(holds(lost, "; then not touched at all\n"));
    add("كلاهما", "القصف والهدنة.");
    add("لا شيء", "كلام.");
    report.add_skipped();
    CHECK(report.take().empty());
    CHECK(report.closing() ==
          "5 articles read, 1 left out by other rules: 2 new hits, 1 lost hit\n"
          "  truce: 2 new, 1 lost, 1 stay\n"
          "1 hit is not shown; --limit shows more\n");
}

TEST_CASE("on a terminal the evidence is marked inside its sentence") {
    TrialReport report({.colour = true}, 5);
    report.add(sample_article("عنوان", "ثم جاء القصف ليلا."), "f", ThemeSet(),
               set_of(theme_file("قصف")));
    const std::string text = report.take();
    CHECK(holds(text, "\u2068ثم جاء \033[30;43mالقصف\033[0m ليلا.\u2069"));
    CHECK(holds(text, "\033[32m+ truce\033[0m"));
}

TEST_CASE("a trial shows three sentences of a hit, the heaviest patterns first") {
    const ThemeSet after = set_of(theme_file("قصف") +
                                  "[[pattern]]\nid = \"heavy\"\nweight = 8\nmatch = \"هدنة\"\n"
                                  "[[pattern]]\nid = \"light\"\nweight = 1\nmatch = \"قلق\"\n");
    TrialReport report({.colour = false}, 5);
    report.add(
        sample_article("عنوان", "ساد القلق. ثم جاء القصف. وعاد القصف ليلا. انتهت الهدنة والقصف."),
        "f", ThemeSet(), after);
    CHECK(holds(report.take(),
                "+ truce  عنوان\n"
                "  sentence        انتهت الهدنة والقصف.\n"
                "  sentence        ثم جاء القصف.\n"
                "  sentence        وعاد القصف ليلا.\n"
                "  score"));
}
