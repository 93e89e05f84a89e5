#include "daemon/cli/page.h"

#include "tests/support/catch.h"

using namespace khabard;

TEST_CASE("a page is plain without colour, and rows stand in columns") {
    Page page({.colour = false});
    page.title("title");
    page.row("name", "value");
    page.row("a name that is longer than the column", page.arabic("خبر"));
    page.gap();
    page.line(page.paint(Ink::red, "line"));
    CHECK(page.take() ==
          "title\n"
          "  name            value\n"
          "  a name that is longer than the column خبر\n"
          "\n"
          "line\n");
    CHECK(page.take().empty());
}

TEST_CASE("a terminal gets colours, and Arabic in isolation") {
    const Page page({.colour = true});
    CHECK(page.arabic("خبر") == "\u2068خبر\u2069");
    CHECK(page.paint(Ink::highlight, "x") == "\033[30;43mx\033[0m");
}

TEST_CASE("one line has no breaks and is cut at a character") {
    CHECK(one_line("a\nb", 10) == "a b");
    CHECK(one_line("خبر", 6) == "خبر");
    CHECK(one_line("خبر", 5) == "خب...");
}

TEST_CASE("evidence is shown with what stands around it, cut at characters") {
    const Page page({.colour = false});
    const std::string word = "كلمة";
    std::string text;
    for (int i = 0; i < 100; ++i) {
        text += "و";
    }
    text += " " + word + "\n\nبعدها";
    const std::size_t at = text.find(word);
    const std::string shown =
        in_context(page, text, Evidence{"rule", Zone::body, ByteOffset{at}, word.size()});
    CHECK(shown.find(word + "  بعدها") != std::string::npos);
    CHECK(shown.size() < text.size());
    CHECK(shown.starts_with("و"));
}

TEST_CASE("of lines with signed names the headline alone is isolated, on a terminal only") {
    const std::string text = "+truce -war  هدنة  جديدة\ntruce: 1 gained, 0 lost\n2 looked at\n";
    CHECK(with_isolated_headlines(Page({.colour = true}), text) ==
          "+truce -war  \u2068هدنة  جديدة\u2069\ntruce: 1 gained, 0 lost\n2 looked at\n");
    CHECK(with_isolated_headlines(Page({.colour = false}), text) == text);
}
