#include "daemon/stages/scraped_lines.h"

#include "tests/support/catch.h"
#include "tests/support/growth.h"

using namespace khabard;

TEST_CASE("Markdown links become their text and pictures nothing") {
    const ScrapedLines scraped =
        scraped_lines("![x](a.png)\nأعلنت [ليتوانيا](http://a.example/b) [1]\n![]()");
    REQUIRE(scraped.lines.size() == 1);
    CHECK(scraped.lines.front().text == "أعلنت ليتوانيا [1]");
    CHECK(scraped.edits.size() == 1);
}

TEST_CASE("empty lines are no lines") {
    CHECK(scraped_lines("\n\n  \n a \n\n").lines.size() == 1);
}

TEST_CASE("brackets that nobody closes cost no more than others") {
    for (const char* part : {"[", "](", "[a](b", "![", "[ab] "}) {
        CAPTURE(part);
        CHECK(grows_evenly([](const std::string& text) { scraped_lines(text + "]("); }, part,
                           10'000));
    }
}
