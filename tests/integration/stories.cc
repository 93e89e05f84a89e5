#include "tests/integration/stories.h"

#include "daemon/lib/json/json_writer.h"

#include <array>
#include <cstdint>

namespace khabard::integration {
namespace {

constexpr std::array<const char*, 48> nouns{
    {"المدينة", "السوق",    "المدرسة",  "الكتاب", "المهرجان", "الفيلم",  "المتحف",  "القطار",
     "الحديقة", "الشارع",   "الطلاب",   "المعلم", "الطبيب",   "المكتبة", "البلدية", "الجسر",
     "المسرح",  "الموسيقى", "القهوة",   "الخبز",  "الزيتون",  "التمور",  "السياحة", "الفندق",
     "المطار",  "الطائرة",  "الرحلة",   "الشاطئ", "الجبل",    "النهر",   "المطر",   "الشتاء",
     "الصيف",   "الربيع",   "الحرفيون", "النجار", "الخزف",    "السجاد",  "الأقمشة", "المعرض",
     "الجائزة", "الرواية",  "القصيدة",  "اللوحة", "النحات",   "المصور",  "الصحافي", "القراء"}};

constexpr const char* energy_sentence =
    "واتفقت روسيا وأوكرانيا على هدنة تشمل وقف الهجمات على منشآت الطاقة ومحطات الكهرباء.";
constexpr const char* territory_sentence =
    "وطالبت موسكو بانسحاب القوات الأوكرانية من إقليم دونباس والاعتراف بضم الأراضي.";

// The same words for the same number, on every machine.
class Words {
public:
    explicit Words(std::size_t number) : state_(number * 2654435761U + 12345) {}

    std::string some(std::size_t count) {
        std::string text;
        for (std::size_t i = 0; i < count; ++i) {
            text += (i == 0 ? "" : " ") + std::string(nouns[next() % nouns.size()]);
        }
        return text;
    }

private:
    std::uint64_t next() {
        state_ = state_ * 6364136223846793005U + 1442695040888963407U;
        return state_ >> 33U;
    }

    std::uint64_t state_;
};

std::string html(const Story& story) {
    std::string text;
    for (const std::string& paragraph : story.paragraphs) {
        text += "<p>" + paragraph + "</p>";
    }
    return text;
}

std::string plain(const Story& story) {
    std::string text;
    for (const std::string& paragraph : story.paragraphs) {
        text += (text.empty() ? "" : "\n\n") + paragraph;
    }
    return text;
}

}  // namespace

Story everyday_story(std::size_t number) {
    Words words(number);
    Story story{"قصة " + words.some(5), {}};
    for (int i = 0; i < 3; ++i) {
        story.paragraphs.push_back("قال أحد سكان " + words.some(22) + ".");
    }
    return story;
}

Story themed_story(std::size_t number, const std::vector<std::string>& topics) {
    Story story = everyday_story(number);
    for (const std::string& topic : topics) {
        story.paragraphs.emplace_back(topic == energy_topic ? energy_sentence : territory_sentence);
    }
    return story;
}

Story continued(Story story, std::size_t number) {
    story.paragraphs.push_back("وأضاف المتحدث في بيان لاحق أن " + Words(number + 7919).some(14) +
                               ".");
    return story;
}

Entry everyday_entry(const std::string& outlet, std::size_t number) {
    const std::string url = "https://" + outlet + ".example/" + std::to_string(number);
    return Entry{.guid = url, .url = url, .story = everyday_story(number)};
}

std::string rss(const std::vector<Entry>& entries) {
    std::string xml =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\" "
        "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>Feed</title>";
    for (const Entry& entry : entries) {
        xml += "<item><guid isPermaLink=\"false\">" + entry.guid + "</guid><link>" + entry.url +
               "</link><title>" + entry.story.headline + "</title><content:encoded><![CDATA[" +
               html(entry.story) + "]]></content:encoded></item>\n";
    }
    return xml + "</channel></rss>";
}

std::string atom(const std::vector<Entry>& entries) {
    std::string xml =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><feed xmlns=\"http://www.w3.org/2005/Atom\">"
        "<title>Feed</title><id>tag:feed</id><updated>2026-11-24T08:00:00Z</updated>";
    for (const Entry& entry : entries) {
        xml += "<entry><id>" + entry.guid + "</id><link href=\"" + entry.url + "\"/><title>" +
               entry.story.headline +
               "</title><updated>2026-11-24T08:00:00Z</updated>"
               "<content type=\"html\"><![CDATA[" +
               html(entry.story) + "]]></content></entry>";
    }
    return xml + "</feed>";
}

std::string json_feed(const std::vector<Entry>& entries) {
    JsonWriter json;
    json.begin_object().key("version").string("https://jsonfeed.org/version/1.1");
    json.key("title").string("Feed").key("items").begin_array();
    for (const Entry& entry : entries) {
        json.begin_object().key("id").string(entry.guid).key("url").string(entry.url);
        json.key("title").string(entry.story.headline);
        json.key("content_html").string(html(entry.story)).end_object();
    }
    json.end_array().end_object();
    return json.take();
}

std::string ndjson_line(const Entry& entry) {
    JsonWriter json;
    json.begin_object().key("id").string(entry.guid).key("url").string(entry.url);
    json.key("title").string(entry.story.headline);
    json.key("text").string(plain(entry.story)).end_object();
    return json.take() + "\n";
}

std::string plain_text(const Story& story) {
    return story.headline + "\n\n" + plain(story) + "\n";
}

}  // namespace khabard::integration
