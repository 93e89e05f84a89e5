#include "daemon/stages/sheet.h"

#include "tests/support/catch.h"

using namespace khabard;

namespace {

Sheet sheet_of(const std::vector<std::string>& texts) {
    std::vector<Line> lines;
    for (const std::string& text : texts) {
        lines.push_back(make_line(text, BlockRole::unknown));
    }
    return Sheet(std::move(lines), {});
}

}  // namespace

TEST_CASE("what is dropped is no block any more, and stands among the edits") {
    Sheet sheet = sheet_of({"a", "b", "c"});
    sheet.drop(1, "rule");
    CHECK(sheet.next(1) == 2);
    CHECK(sheet.take_blocks().size() == 2);
    const auto edits = sheet.take_edits();
    REQUIRE(edits.size() == 1);
    CHECK(edits.front().rule == "rule");
    CHECK(edits.front().removed == "b");
}

TEST_CASE("a cut leaves the rest trimmed, and nothing where only signs are left") {
    Sheet sheet = sheet_of({"one two", "(x)"});
    sheet.cut(0, 0, 3, "rule");
    CHECK(sheet[0].text == "two");
    CHECK(sheet[0].folded.key == "two");
    sheet.cut(1, 1, 2, "rule");
    CHECK(sheet[1].removed);
}

TEST_CASE("a split line is two lines") {
    Sheet sheet = sheet_of({"one two", "three"});
    sheet.split(0, 3, "rule");
    REQUIRE(sheet.size() == 3);
    CHECK(sheet[0].text == "one");
    CHECK(sheet[1].text == "two");
    CHECK(sheet.part(1, 3).size() == 2);
}
