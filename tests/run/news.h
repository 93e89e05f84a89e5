#pragma once

// Feeds of small Arabic stories for the tests of the pipeline and of the service.

#include <array>
#include <random>
#include <string>
#include <vector>

namespace khabard {

// A story of everyday words that shares no phrase with one of another number.
inline std::string everyday_story(unsigned number, int words = 60) {
    static constexpr std::array<const char*, 40> vocabulary{
        "المدينة", "السوق",  "المدرسة", "الكتاب",  "المهرجان", "الفيلم",  "المتحف",  "القطار",
        "الحديقة", "الشارع", "الطلاب",  "المعلم",  "الطبيب",   "المكتبة", "البلدية", "الجسر",
        "المسرح",  "القهوة", "الخبز",   "الزيتون", "التمور",   "السياحة", "الفندق",  "المطار",
        "الطائرة", "الرحلة", "الشاطئ",  "الجبل",   "النهر",    "المطر",   "الشتاء",  "الصيف",
        "الربيع",  "النجار", "الخزف",   "السجاد",  "المعرض",   "الرواية", "القصيدة", "اللوحة"};
    std::mt19937 dice(number + 1000);
    std::string text;
    for (int i = 0; i < words; ++i) {
        text += (i == 0 ? "" : " ") + std::string(vocabulary[dice() % vocabulary.size()]);
        text += i % 12 == 11 ? " " + std::to_string(dice() % 100'000) + "." : "";
    }
    return text;
}

inline std::string themed_story(unsigned number) {
    return "وطالبت موسكو بانسحاب القوات الأوكرانية من إقليم دونباس والاعتراف بضم الأراضي. " +
           everyday_story(number);
}

struct Story {
    std::string url;
    std::string headline;
    std::string text;
    std::string published = "Sat, 31 Jan 2026 09:00:00 GMT";  // empty: undated
};

inline Story everyday(unsigned number, const std::string& host = "outlet.example") {
    return {"https://" + host + "/news/" + std::to_string(number),
            "خبر من " + everyday_story(number + 5000, 4), everyday_story(number)};
}

inline std::string rss_of(const std::vector<Story>& stories, const std::string& channel = {}) {
    std::string xml =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\"><channel>"
        "<title>أخبار</title><link>https://outlet.example/</link>" +
        channel;
    for (const Story& story : stories) {
        xml += "<item><title>" + story.headline + "</title><link>" + story.url + "</link><guid>" +
               story.url + "</guid><description>" + story.text + "</description>";
        if (!story.published.empty()) {
            xml += "<pubDate>" + story.published + "</pubDate>";
        }
        xml += "</item>";
    }
    return xml + "</channel></rss>";
}

inline std::string atom_of(const std::vector<Story>& stories) {
    std::string xml =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><feed xmlns=\"http://www.w3.org/2005/Atom\">"
        "<title>أخبار</title><id>urn:feed</id><updated>2026-01-31T09:00:00Z</updated>";
    for (const Story& story : stories) {
        xml += "<entry><title>" + story.headline + "</title><id>" + story.url +
               "</id><link href=\"" + story.url + "\"/><updated>2026-01-31T09:00:00Z</updated>" +
               "<content type=\"text\">" + story.text + "</content></entry>";
    }
    return xml + "</feed>";
}

}  // namespace khabard
