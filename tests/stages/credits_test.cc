#include "daemon/stages/credits.h"

#include "tests/stages/newsroom.h"
#include "tests/support/catch.h"

using namespace khabard;

namespace {

std::string names(const std::string& text) {
    return agency_names(read_credits(text, shipped_rules()).agencies, shipped_rules()).value_or("");
}

}  // namespace

TEST_CASE("agencies are named canonically however they are joined") {
    CHECK(names("الجزيرة + رويترز + الفرنسية") == "رويترز، أ ف ب");
    CHECK(names("(أ.ف.ب، د.ب.أ)") == "أ ف ب، د ب أ");
    CHECK(names("رويترز ووكالة الأناضول") == "رويترز، الأناضول");
}

TEST_CASE("the generic name counts only where it stands alone") {
    CHECK(names("وكالات") == "وكالات");
    CHECK(names("رويترز، وكالات") == "رويترز");
}

TEST_CASE("a newspaper is known, and no agency") {
    const Credits credits = read_credits("«الشرق الأوسط»", shipped_rules());
    CHECK(credits.agencies.empty());
    CHECK(credits.only_known());
    CHECK_FALSE(read_credits("محمد أحمد", shipped_rules()).only_known());
}
