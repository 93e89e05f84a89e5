#include "daemon/dedup/fact_words.h"

#include "daemon/text/fold.h"
#include "tests/support/catch.h"

using namespace khabard;

namespace {

std::optional<std::uint64_t> fact(std::string_view word) {
    return fact_of_word(token_hash(fold_for_dedup(word)));
}

}  // namespace

TEST_CASE("a number in letters is the fact that its digits are") {
    const std::uint64_t eight = token_hash("8");
    for (const char* word : {"ثمانية", "ثماني", "ثمان", "الثامنة", "وثمانية", "بثماني", "للثامن"}) {
        CAPTURE(word);
        CHECK(fact(word) == eight);
    }
    CHECK(fact("خمسون") == token_hash("50"));
    CHECK(fact("والعشرين") == token_hash("20"));
    CHECK(fact("مئة") == token_hash("100"));
    CHECK(fact("مائة") == token_hash("100"));
}

TEST_CASE("a day of the week is a fact where it has its article") {
    CHECK(fact("الثلاثاء") == fact("والثلاثاء"));
    CHECK(fact("الثلاثاء").has_value());
    CHECK(fact("الأحد") != fact("الاثنين"));
    CHECK(!fact("أحد").has_value());
    CHECK(!fact("خميس").has_value());
}

TEST_CASE("other words state no fact") {
    for (const char* word : {"الوزير", "ثلاثي", "مستشفى", "ستة عشر", ""}) {
        CAPTURE(word);
        CHECK(!fact(word).has_value());
    }
}
