#include "daemon/dedup/fingerprint.h"

#include "tests/dedup/samples.h"
#include "tests/support/catch.h"

#include <algorithm>

using namespace khabard;

namespace {

bool is_sorted_and_unique(const auto& values) {
    return std::adjacent_find(values.begin(), values.end(), std::greater_equal<>{}) == values.end();
}

}  // namespace

TEST_CASE("the same words in another orthography have the same fingerprint") {
    const Fingerprint plain = fingerprint_of("أعلن المسؤول الأوكراني إسقاط 48 طائرة في مدينة كييف");
    const Fingerprint other =
        fingerprint_of("اعلن المسئول الاوكرانى اسقاط ٤٨ طائره فى مدينه كـييف");
    CHECK(plain.content == other.content);
    CHECK(plain.shingles == other.shingles);
    CHECK(plain.opening == other.opening);
    CHECK(plain.facts == other.facts);
}

TEST_CASE("shingles, opening and facts are sorted and unique, whatever is repeated") {
    Words words = Writer(1).words(300);
    words.insert(words.end(), words.begin(), words.begin() + 200);
    const Fingerprint fingerprint = fingerprint_of(words);
    CHECK(is_sorted_and_unique(fingerprint.shingles));
    CHECK(is_sorted_and_unique(fingerprint.opening));
    CHECK(is_sorted_and_unique(fingerprint.facts));
    CHECK(fingerprint.token_count == 500);
    CHECK(fingerprint.shingles.size() <= 302);
    CHECK(fingerprint.spelling == 0);
}

TEST_CASE("the opening holds the first 150 words and marks the bigrams of the lead") {
    const Fingerprint fingerprint = fingerprint_of(Writer(2).words(400));
    const auto in_lead = [](std::uint16_t bigram) { return (bigram & 1U) != 0; };
    const auto lead =
        std::count_if(fingerprint.opening.begin(), fingerprint.opening.end(), in_lead);
    CHECK(lead >= 57);
    CHECK(lead <= 59);
    CHECK(fingerprint.opening.size() >= 145);
    CHECK(fingerprint.opening.size() <= 149);
}

TEST_CASE("a bigram of the lead that returns later stays one of the lead") {
    Words words = Writer(3).words(60);
    const Fingerprint once = fingerprint_of(words);
    const Words again = words;
    words.insert(words.end(), again.begin(), again.end());
    const Fingerprint twice = fingerprint_of(words);
    for (const std::uint16_t bigram : once.opening) {
        CHECK(std::binary_search(twice.opening.begin(), twice.opening.end(), bigram));
    }
}

TEST_CASE("facts are numbers in digits and in letters and days of the week") {
    const Fingerprint letters = fingerprint_of("أصيب ثمانية أشخاص الثلاثاء في 3 مدن");
    const Fingerprint digits = fingerprint_of("يوم الثلاثاء أصيب 8 أشخاص في ثلاث مدن");
    CHECK(letters.facts.size() == 3);
    CHECK(letters.facts == digits.facts);
    CHECK(fingerprint_of("أصيب أشخاص في مدن").facts.empty());
}

TEST_CASE("a short text takes its headline in, a long one does not") {
    const Words few = Writer(4).words(20);
    const Words many = Writer(4).words(80);
    CHECK(fingerprint_of(joined(few), "عنوان قصير").token_count == 22);
    CHECK(fingerprint_of(joined(many), "عنوان قصير").token_count == 80);
    CHECK(fingerprint_of(joined(many), "عنوان قصير").shingles == fingerprint_of(many).shingles);
}

TEST_CASE("the content hash covers the headline and its border with the body") {
    const Fingerprint one = fingerprint_of("ثاني ثالث رابع", "أول");
    CHECK(one.content == fingerprint_of("ثاني ثالث رابع", "أول").content);
    CHECK(one.content != fingerprint_of("ثالث رابع", "أول ثاني").content);
    CHECK(one.content != fingerprint_of("ثاني ثالث رابع", "غيره").content);
}

TEST_CASE("no text makes an empty fingerprint, and one of any length a bounded one") {
    const Fingerprint empty = fingerprint_of("");
    CHECK(empty.shingles.empty());
    CHECK(empty.opening.empty());
    CHECK(empty.facts.empty());
    CHECK(fingerprint_of("كلمة").shingles.size() == 1);
    CHECK(fingerprint_of("كلمة أخرى").shingles.size() == 1);
    CHECK(fingerprint_of(Writer(5).words(30'000)).shingles.size() <= 5000);
}
