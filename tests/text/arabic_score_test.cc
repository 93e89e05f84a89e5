#include "daemon/text/arabic_score.h"

#include "tests/support/catch.h"

using namespace khabard;

TEST_CASE("Arabic reads like Arabic, also short and with digits and quotes") {
    for (const char* text : {"أخبار العالم", "عاجل: مقتل خمسة أشخاص في انفجار ببغداد",
                             "قال «بوتين» إن 12 شخصا <b>قتلوا</b>"}) {
        CAPTURE(text);
        CHECK(arabic_score(text).is_arabic());
    }
}

TEST_CASE("Arabic read with a wrong charset does not") {
    // The headline above in windows-1256 read as iso-8859-6, and in UTF-8 read as windows-1256.
    CHECK_FALSE(arabic_score("ظاجك: لقتك خلسة أفخاص ىي اىفجار ببظداد").is_arabic());
    CHECK_FALSE(arabic_score("ط¹ط§ط¬ظ„: ظ…ظ‚طھظ„ ط®ظ…ط³ط©").is_arabic());
}

TEST_CASE("Latin text with accents read as windows-1256 is not Arabic") {
    CHECK_FALSE(arabic_score("Vielن ehdit perehtyن Sibeliuksen elنmننn").is_arabic());
    CHECK_FALSE(arabic_score("plain").is_arabic());
    CHECK_FALSE(arabic_score("").is_arabic());
}
