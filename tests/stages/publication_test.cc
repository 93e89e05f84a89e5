#include "daemon/stages/publication.h"

#include "tests/stages/newsroom.h"
#include "tests/support/catch.h"

using namespace khabard;

namespace {

const DateContext context{*parse_rfc3339("2026-04-01T00:00:00Z"), ""};

std::optional<Publication> read(const std::string& text) {
    return read_publication(make_line(text, BlockRole::unknown), shipped_rules(), context);
}

}  // namespace

TEST_CASE("a date line is a date with its label, or a date and a name") {
    for (const char* text :
         {"نُشرت في 31 يناير 2026", "31 يناير 2026", "تاريخ النشر: 31.01.2026 | 10:00",
          "القاهرة - 31 يناير 2026", "السبت، 31 يناير 2026 - 14:05"}) {
        CAPTURE(text);
        const auto date = read(text);
        REQUIRE(date);
        CHECK(format_rfc3339_seconds(date->date.at).starts_with("2026-01-31"));
        CHECK(date->length == std::string(text).size());
    }
}

TEST_CASE("a sentence with a date is no date line") {
    CHECK_FALSE(read("اتهمت كييف موسكو بخرق هدنة الطاقة المعلنة في 5 فبراير 2026 عشر مرات."));
    CHECK_FALSE(read("نشرت الصحيفة تقريرا عن الهدنة"));
}

TEST_CASE("a stamp in front of a line is cut off it") {
    const auto date = read("date 2026-03-12 موسكو، كييف (الاتحاد، وكالات)");
    REQUIRE(date);
    CHECK(date->length == std::string("date 2026-03-12").size());
}

TEST_CASE("published beats plain, plain beats updated, and a time beats a bare day") {
    const auto at = [](const char* text, DateRole role, DatePrecision precision) {
        return Publication{{*parse_rfc3339(text), precision, false, false, false}, text, role, 0};
    };
    const std::vector<Publication> dates{
        at("2026-01-01T00:00:00Z", DateRole::updated, DatePrecision::minute),
        at("2026-01-02T00:00:00Z", DateRole::plain, DatePrecision::day),
        at("2026-01-03T00:00:00Z", DateRole::plain, DatePrecision::minute)};
    CHECK(best_publication(dates) == &dates[2]);
    CHECK(best_publication({}) == nullptr);
}

TEST_CASE("a weekday called today gives a date") {
    const auto date = infer_from_weekday("من المتوقع أن يجتمع الوفد اليوم الخميس في ميامي",
                                         shipped_rules(), context);
    REQUIRE(date);
    CHECK(format_rfc3339_seconds(date->date.at) == "2026-03-26T00:00:00Z");
}
