#include "daemon/dates/date_fold.h"

#include "tests/support/catch.h"

#include <string>

using khabard::digit_of;
using khabard::fold_words_for_dates;
using khabard::point_at;

TEST_CASE("spellings of one word fold to one form") {
    CHECK(fold_words_for_dates("الأربعاء") == fold_words_for_dates("الاربعا"));
    CHECK(fold_words_for_dates("إبريل") == fold_words_for_dates("أبريل"));
    CHECK(fold_words_for_dates("تمّوز") == fold_words_for_dates("تموز"));
    CHECK(fold_words_for_dates("ينـــاير") == fold_words_for_dates("يناير"));
    CHECK(fold_words_for_dates("جمادى") == fold_words_for_dates("جمادي"));
    CHECK(fold_words_for_dates("هـ") == fold_words_for_dates("ه\u200D"));
    CHECK(fold_words_for_dates("ﻳﻨﺎﻳﺮ") == fold_words_for_dates("يناير"));
    CHECK(fold_words_for_dates("ﻷﺣﺪ") == fold_words_for_dates("لأحد"));
    CHECK(fold_words_for_dates("Décembre") == "decembre");
    CHECK(fold_words_for_dates("D\u0065\u0301cembre") == "decembre");
    CHECK(fold_words_for_dates("Ιούλ") == fold_words_for_dates("ιουλ"));
    CHECK(fold_words_for_dates("Января") == fold_words_for_dates("января"));
}

TEST_CASE("digits of four scripts have values") {
    CHECK(digit_of(U'7') == 7);
    CHECK(digit_of(U'\u0667') == 7);
    CHECK(digit_of(U'\u06F7') == 7);
    CHECK(digit_of(U'\uFF17') == 7);
    CHECK(digit_of(U'x') == -1);
}

TEST_CASE("bytes that begin no code point are one replacement character each") {
    for (const std::string text : {"\xFF", "\xD9", "\xE2\x80", "\x80", "\xF0\x9F\x98"}) {
        const auto c = point_at(text, 0);
        CHECK(c.value == 0xFFFD);
        CHECK(c.length == 1);
    }
    CHECK(point_at("\xD9\x8A", 0).value == 0x064A);
}
