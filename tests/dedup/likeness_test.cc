#include "daemon/dedup/likeness.h"

#include "tests/dedup/samples.h"
#include "tests/support/catch.h"

#include <functional>
#include <map>

using namespace khabard;

namespace {

// Hamza left out, final yeh and teh marbuta in the Egyptian way, digits in Arabic-Indic.
std::string other_orthography(const std::string& text) {
    static const std::map<std::string, std::string> letters{
        {"أ", "ا"}, {"ة", "ه"}, {"ي", "ى"}, {"0", "٠"}, {"1", "١"}, {"2", "٢"}, {"3", "٣"},
        {"4", "٤"}, {"5", "٥"}, {"6", "٦"}, {"7", "٧"}, {"8", "٨"}, {"9", "٩"}};
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = static_cast<unsigned char>(text[at]) < 0x80 ? 1 : 2;
        const auto other = letters.find(text.substr(at, length));
        out += other == letters.end() ? text.substr(at, length) : other->second;
        at += length;
    }
    return out;
}

Words rewritten(const Words& words, Writer&) {
    Words out;
    for (const std::string& word : words) {
        out.push_back(other_orthography(word));
    }
    return out;
}

Words some_dropped(const Words& words, Writer& writer) {
    Words out;
    for (const std::string& word : words) {
        if (writer.below(100) >= 8) {
            out.push_back(word);
        }
    }
    return out;
}

Words some_replaced(const Words& words, Writer& writer) {
    Words out;
    for (const std::string& word : words) {
        const bool keep = writer.below(100) >= 15 || (word[0] >= '0' && word[0] <= '9');
        out.push_back(keep ? word : writer.word());
    }
    return out;
}

Words debris_appended(const Words& words, Writer& writer) {
    Words out = words;
    const Words debris = writer.words(40);
    out.insert(out.end(), debris.begin(), debris.end());
    return out;
}

Words new_lead(const Words& words, Writer& writer) {
    Words out = writer.words(30);
    out.insert(out.end(), words.begin(), words.end());
    return out;
}

Words cut(const Words& words, Writer&) {
    return {words.begin(), words.begin() + static_cast<std::ptrdiff_t>(words.size() * 6 / 10)};
}

Words everything(const Words& words, Writer& writer) {
    return debris_appended(rewritten(some_dropped(words, writer), writer), writer);
}

// A report after a template: the same sentences with figures, names and day of its own.
Words report(std::uint32_t seed, const Words& frame) {
    Writer writer(seed);
    static const Words days{"السبت",    "الأحد",  "الاثنين", "الثلاثاء",
                            "الأربعاء", "الخميس", "الجمعة"};
    Words out;
    for (std::size_t i = 0; i < frame.size(); ++i) {
        out.push_back(frame[i]);
        if (i % 9 == 4) {
            out.push_back(std::to_string(10 + writer.below(900)));
        }
        if (i % 20 == 12) {
            out.push_back(writer.word());
        }
    }
    out[3] = days[seed % 7];
    return out;
}

Words without_numbers(const Words& words) {
    Words out;
    for (const std::string& word : words) {
        if (word[0] < '0' || word[0] > '9') {
            out.push_back(word);
        }
    }
    return out;
}

}  // namespace

TEST_CASE("an edited copy is still a copy across outlets") {
    struct Edit {
        const char* name;
        std::function<Words(const Words&, Writer&)> make;
    };
    const std::vector<Edit> edits{{"orthography", rewritten},
                                  {"8 % of the words dropped", some_dropped},
                                  {"15 % of the words replaced", some_replaced},
                                  {"debris appended", debris_appended},
                                  {"new lead", new_lead},
                                  {"cut to 60 %", cut},
                                  {"everything at once", everything}};
    for (std::uint32_t seed = 1; seed <= 25; ++seed) {
        Writer writer(seed);
        const Words original = writer.words(90 + 20 * (seed % 10));
        for (const Edit& edit : edits) {
            CAPTURE(seed, edit.name);
            const Words copy = edit.make(original, writer);
            CHECK(is_copy(likeness(fingerprint_of(original), fingerprint_of(copy)), false));
        }
    }
}

TEST_CASE(
    "within an outlet a corrected, longer or shorter text is a copy, one with a new lead is not") {
    for (std::uint32_t seed = 1; seed <= 25; ++seed) {
        CAPTURE(seed);
        Writer writer(seed);
        const Words original = writer.words(200);
        const Fingerprint known = fingerprint_of(original);
        CHECK(is_copy(likeness(known, fingerprint_of(rewritten(original, writer))), true));
        CHECK(is_copy(likeness(known, fingerprint_of(debris_appended(original, writer))), true));
        CHECK(is_copy(likeness(known, fingerprint_of(cut(original, writer))), true));
        Words update = writer.words(70);
        update.insert(update.end(), original.begin(), original.end());
        CHECK_FALSE(is_copy(likeness(known, fingerprint_of(update)), true));
    }
}

TEST_CASE("a report with other facts after the same template is no copy") {
    for (std::uint32_t seed = 1; seed <= 25; ++seed) {
        CAPTURE(seed);
        Writer writer(seed);
        const Words frame = without_numbers(writer.words(110));
        const Fingerprint first = fingerprint_of(report(seed, frame));
        const Fingerprint second = fingerprint_of(report(seed + 100, frame));
        CHECK_FALSE(is_copy(likeness(first, second), false));
        CHECK_FALSE(is_copy(likeness(first, second), true));
    }
}

TEST_CASE("different texts, and reports that share a paragraph of background, are no copies") {
    for (std::uint32_t seed = 1; seed <= 25; ++seed) {
        CAPTURE(seed);
        Writer writer(seed);
        const Words background = writer.words(50);
        Words one = writer.words(120);
        Words two = writer.words(120);
        CHECK_FALSE(is_copy(likeness(fingerprint_of(one), fingerprint_of(two)), false));
        one.insert(one.end(), background.begin(), background.end());
        two.insert(two.end(), background.begin(), background.end());
        CHECK_FALSE(is_copy(likeness(fingerprint_of(one), fingerprint_of(two)), false));
    }
}

TEST_CASE("flashes that share somebody's name and title are no copies, equal ones are") {
    const Fingerprint one =
        fingerprint_of("وزير الخارجية الروسي سيرغي لافروف يعلن انتهاء المحادثات");
    const Fingerprint two = fingerprint_of("وزير الخارجية الروسي سيرغي لافروف يصل إلى العاصمة");
    CHECK_FALSE(is_copy(likeness(one, two), false));
    CHECK(is_copy(likeness(one, one), false));
}

TEST_CASE("likeness is symmetric, and complete for the same text") {
    Writer writer(9);
    const Fingerprint a = fingerprint_of(writer.words(150));
    const Fingerprint b = fingerprint_of(new_lead(writer.words(90), writer));
    const Likeness there = likeness(a, b);
    const Likeness back = likeness(b, a);
    CHECK(there.overlap == back.overlap);
    CHECK(there.lead == back.lead);
    CHECK(there.facts_shared == back.facts_shared);
    CHECK(there.facts_missing == back.facts_missing);
    const Likeness same = likeness(a, a);
    CHECK(same.overlap == 1.0);
    CHECK(same.lead == 1.0);
    CHECK(same.facts_missing == 0);
    const Likeness nothing = likeness(fingerprint_of(""), fingerprint_of(""));
    CHECK_FALSE(is_copy(nothing, false));
}
