#include "daemon/text/language.h"

#include "tests/support/catch.h"

#include <string>
#include <utility>
#include <vector>

using namespace khabard;

TEST_CASE("the languages of the Arabic script are told apart") {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"ar", "قال الرئيس الأميركي إن المحادثات مع روسيا بشأن الحرب في أوكرانيا كانت مثمرة"},
        {"ar", "مسؤولون أمريكيون وروس يجتمعون في ميامي لإجراء محادثات بشأن الحرب"},
        {"ar", "قال الرئیس الأمریکی إن الحرب فی أوکرانیا ستنتهی على الأرض"},
        {"fa", "رئیس جمهور ایران گفت که این کشور از مذاکرات با آمریکا استقبال می کند"},
        {"fa", "رئيس جمهور ايران گفت كه اين كشور از مذاكرات استقبال مي كند و در آينده"},
        {"ur", "وزیر اعظم نے کہا ہے کہ حکومت عوام کے مسائل حل کرنے کے لیے اقدامات کر رہی ہے"},
        {"ps", "د افغانستان د بهرنیو چارو وزارت وايي چې د سولې خبرې به په دوحه کې ترسره شي"},
        {"ckb", "سەرۆکی هەرێمی کوردستان لەگەڵ باڵیۆزی ئەمریکا کۆبووەوە و باسی دۆخی ناوچەکەیان کرد"},
        {"ug",
         "ئۇيغۇر ئاپتونوم رايونىنىڭ ۋەزىيىتى ھەققىدە يىغىن ئېچىلدى ۋە بىر قارار قوبۇل قىلىندى"},
        {"sd", "سنڌ جي وڏي وزير چيو آهي ته حڪومت ماڻهن جي مسئلن کي حل ڪرڻ لاءِ ڪم ڪري رهي آهي"},
        {"en", "The president said that the talks with Russia on the war in Ukraine were fruitful"},
    };
    for (const auto& [language, text] : cases) {
        CAPTURE(language, text);
        const LanguageGuess guess = identify_language(text);
        CHECK(guess.language == language);
        CHECK(guess.surely_not_arabic == (language != "ar"));
        CHECK(guess.confidence > 0.4);
        CHECK(guess.confidence <= 1.0);
    }
}

TEST_CASE("a text too short to tell is left open") {
    for (const char* text : {"", "بوتين", "123 - 45", "CNN", "أخبار"}) {
        CAPTURE(text);
        const LanguageGuess guess = identify_language(text);
        CHECK_FALSE(guess.language);
        CHECK_FALSE(guess.surely_not_arabic);
    }
}

TEST_CASE("a foreign quotation makes no foreign article") {
    const LanguageGuess guess = identify_language(
        "قال الرئيس في تغريدة على حسابه إن الاتفاق مع موسكو بات قريبا وإن المحادثات مستمرة في "
        "العاصمة: \"We are very close to a deal with Russia\"");
    CHECK(guess.language == "ar");
    CHECK_FALSE(guess.surely_not_arabic);
}
