#include "daemon/stages/dateline_atoms.h"

#include "tests/stages/newsroom.h"
#include "tests/support/catch.h"

using namespace khabard;

TEST_CASE("the start of a line is cut at its signs") {
    const auto atoms = read_atoms("موسكو، كييف 5 مارس (رويترز، الحياة) - قال", shipped_rules());
    REQUIRE(atoms.size() >= 4);
    CHECK(atoms[0].kind == AtomKind::short_text);
    CHECK(atoms[1].kind == AtomKind::date);
    CHECK(atoms[1].text == "كييف");
    CHECK(atoms[1].date == "5 مارس");
    CHECK(atoms[2].kind == AtomKind::agency);
    CHECK(atoms[2].bracketed);
    CHECK(atoms[3].kind == AtomKind::outlet);
    CHECK(atoms[3].after == dash_sign);
}

TEST_CASE("a dash inside a word is no sign, unless an agency follows") {
    CHECK(read_atoms("كيم جونغ-أون", shipped_rules()).size() == 1);
    CHECK(read_atoms("موسكو-سانا", shipped_rules()).size() == 2);
}
