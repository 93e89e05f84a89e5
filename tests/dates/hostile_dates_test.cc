#include "daemon/dates/dates.h"
#include "tests/dates/date_case.h"
#include "tests/support/catch.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <string>

using khabard::date_in_url;
using khabard::DateContext;
using khabard::find_dates;
using khabard::format_rfc3339_seconds;
using khabard::Instant;
using khabard::read_date;
using khabard::weekday_before;
using khabard::testing::crawled_at;
using khabard::testing::shown;

namespace {

// A small generator, so that a failure is one seed.
class Random {
public:
    explicit Random(std::uint64_t seed) : state_(seed) {}
    std::uint64_t below(std::uint64_t bound) {
        state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
        return (state_ >> 33U) % bound;
    }

private:
    std::uint64_t state_;
};

void read_in_every_way(const std::string& text, const DateContext& context) {
    static_cast<void>(read_date(text, context));
    for (const auto& found : find_dates(text, context)) {
        REQUIRE(found.offset + found.length <= text.size());
        REQUIRE(found.length > 0);
    }
    static_cast<void>(weekday_before(text, context.reference));
    static_cast<void>(date_in_url(text));
}

}  // namespace

TEST_CASE("random sequences of the pieces of dates are survived") {
    const std::array<const char*, 46> pieces{
        "31",     "1",     "2026",   "1447",        "20260131", "99999999999999999999",
        "٣",      "۰",     " ",      " ",           "/",        "-",
        ":",      ".",     ",",      "(",           ")",        "+",
        "T",      "Z",     "GMT",    "Jan",         "يناير",    "كانون",
        "الثاني", "شعبان", "هـ",     "م",           "ص",        "منذ",
        "قبل",    "بعد",   "ساعة",   "ساعتين",      "أمس",      "الخميس",
        "الماضي", "من",    "شهر",    "آخر",         "أول",      "و",
        "\xD9",   "\xFF",  "بتوقيت", "Europe/Paris"};
    const auto context = crawled_at("2026-02-02T12:00:00Z", "Africa/Cairo");
    for (std::uint64_t seed = 1; seed <= 20000; ++seed) {
        CAPTURE(seed);
        Random random(seed);
        std::string text;
        for (std::uint64_t i = random.below(24); i > 0; --i) {
            text += pieces[random.below(pieces.size())];
            text += random.below(3) == 0 ? "" : " ";
        }
        read_in_every_way(text, context);
    }
}

TEST_CASE("random bytes are survived") {
    const auto context = crawled_at("2026-02-02T12:00:00Z");
    for (std::uint64_t seed = 1; seed <= 5000; ++seed) {
        CAPTURE(seed);
        Random random(seed);
        std::string text;
        for (std::uint64_t i = random.below(200); i > 0; --i) {
            text.push_back(static_cast<char>(random.below(256)));
        }
        read_in_every_way(text, context);
    }
}

TEST_CASE("a megabyte of anything ends soon") {
    const auto context = crawled_at("2026-02-02T12:00:00Z");
    for (const std::string piece : {"1", "1-2", "1/2 ", "1-2-3 ", "1 يناير ", "31 يناير 2026 ", "(",
                                    "(a) ", "قبل ", "كانون ", "٣", "a.", "/2026/1"}) {
        CAPTURE(piece);
        std::string text;
        while (text.size() < 1'000'000) {
            text += piece;
        }
        const auto start = std::chrono::steady_clock::now();
        read_in_every_way(text, context);
        CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds{2});
    }
}

TEST_CASE("every day round trips through the forms that it is printed in") {
    const auto context = crawled_at("2026-02-02T12:00:00Z");
    for (std::uint64_t seed = 1; seed <= 3000; ++seed) {
        CAPTURE(seed);
        Random random(seed);
        const Instant instant{std::chrono::seconds{random.below(4'000'000'000ULL)}};
        const std::string rfc3339 = format_rfc3339_seconds(instant);
        CAPTURE(rfc3339);
        const std::string year = rfc3339.substr(0, 4);
        const std::string month = rfc3339.substr(5, 2);
        const std::string day = rfc3339.substr(8, 2);
        const std::string time = rfc3339.substr(11, 8);
        const std::string expected = rfc3339.substr(0, 19);
        CHECK(shown(read_date(rfc3339, context)) == expected);
        CHECK(shown(read_date(day + "/" + month + "/" + year + " " + time, context)) == expected);
        CHECK(shown(read_date(time + " " + year + "." + month + "." + day, context)) == expected);
        CHECK(shown(read_date(year + month + day, context)) == rfc3339.substr(0, 10));
        CHECK(shown(date_in_url("https://x.example/" + year + "/" + month + "/" + day + "/")) ==
              (year >= "1990" ? rfc3339.substr(0, 10) : "none"));
    }
}
