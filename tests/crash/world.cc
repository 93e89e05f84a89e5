#include "tests/crash/world.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace khabard {
namespace {

struct ThemeSentence {
    const char* topic;
    const char* sentence;
};

constexpr std::array<ThemeSentence, 3> theme_sentences{{
    {"news.ar.energy-ceasefire",
     "واتفقت روسيا وأوكرانيا على هدنة تشمل وقف الهجمات على منشآت الطاقة ومحطات الكهرباء."},
    {"news.ar.territory",
     "وطالبت موسكو بانسحاب القوات الأوكرانية من إقليم دونباس والاعتراف بضم الأراضي."},
    {"news.ar.security-guarantees",
     "وتطلب كييف ضمانات أمنية ملزمة من الولايات المتحدة تحمي أوكرانيا من أي هجوم روسي جديد."},
}};

// Words of everyday news that no theme listens to.
constexpr std::array<const char*, 48> everyday{
    {"المدينة", "السوق",    "المدرسة",  "الكتاب", "المهرجان", "الفيلم",  "المتحف",  "القطار",
     "الحديقة", "الشارع",   "الطلاب",   "المعلم", "الطبيب",   "المكتبة", "البلدية", "الجسر",
     "المسرح",  "الموسيقى", "القهوة",   "الخبز",  "الزيتون",  "التمور",  "السياحة", "الفندق",
     "المطار",  "الطائرة",  "الرحلة",   "الشاطئ", "الجبل",    "النهر",   "المطر",   "الشتاء",
     "الصيف",   "الربيع",   "الحرفيون", "النجار", "الخزف",    "السجاد",  "الأقمشة", "المعرض",
     "الجائزة", "الرواية",  "القصيدة",  "اللوحة", "النحات",   "المصور",  "الصحافي", "القراء"}};

constexpr const char* revision_mark = "المراجعة رقم ";

}  // namespace

World::World(std::uint64_t seed, std::size_t feeds, std::size_t articles_max)
    : dice_(seed), feeds_(feeds), articles_max_(articles_max) {}

std::string World::feed_id(std::size_t feed) {
    return "outlet-" + std::to_string(feed + 1);
}

std::string World::words(std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += (i == 0 ? "" : " ") + std::string(everyday[dice_() % everyday.size()]);
        if (i % 12 == 11) {
            text += " " + std::to_string(dice_() % 100000) + ".";
        }
    }
    return text;
}

std::vector<std::string> World::some_topics() {
    std::vector<std::string> topics;
    const std::size_t themes = dice_() % 4;  // none, one, one or two
    for (std::size_t i = 0; i < std::min<std::size_t>(themes, 2); ++i) {
        topics.emplace_back(theme_sentences[(dice_() + i) % theme_sentences.size()].topic);
    }
    std::sort(topics.begin(), topics.end());
    topics.erase(std::unique(topics.begin(), topics.end()), topics.end());
    if (topics.empty()) {
        topics.emplace_back("news.ar.unthemed");
    }
    return topics;
}

std::string World::add_teaser(const std::string& url) {
    const std::lock_guard lock(mutex_);
    TrueArticle article{.url = url,
                        .feed = feeds_,
                        .revision = 1,
                        .topics = some_topics(),
                        .pair = 0,
                        .headline = words(6),
                        .filler = words(70)};
    teasers_.push_back(article);
    return "<!DOCTYPE html><html lang=\"ar\"><head><meta charset=\"utf-8\"><title>" +
           article.headline + "</title><meta property=\"og:type\" content=\"article\"></head>" +
           "<body><article>" + body_of(article) + "</article></body></html>";
}

std::string World::teasers() const {
    const std::lock_guard lock(mutex_);
    std::string xml =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\"><channel>"
        "<title>teasers</title>";
    for (const TrueArticle& article : teasers_) {
        xml += "<item><guid>" + article.url + "</guid><link>" + article.url + "</link><title>" +
               article.headline + "</title></item>";
    }
    return xml + "</channel></rss>";
}

void World::add(std::size_t feed, std::size_t copy_of) {
    const std::size_t index = articles_.size();
    TrueArticle article{
        .url = "https://" + feed_id(feed) + ".example/news/" + std::to_string(index + 1),
        .feed = feed,
        .revision = 1,
        .topics = {},
        .pair = index,
        .headline = {},
        .filler = {}};
    if (copy_of < index) {
        article.headline = articles_[copy_of].headline;
        article.filler = articles_[copy_of].filler;
        article.topics = articles_[copy_of].topics;
        article.pair = copy_of;
        articles_[copy_of].pair = index;
    } else {
        article.headline = words(6);
        article.filler = words(70);
        article.topics = some_topics();
    }
    articles_.push_back(std::move(article));
}

void World::step() {
    const std::lock_guard lock(mutex_);
    const std::size_t roll = dice_() % 10;
    const std::size_t some = articles_.empty() ? 0 : dice_() % articles_.size();
    const bool full = articles_.size() >= articles_max_;
    if (roll < 3 && !articles_.empty()) {
        // Articles with a copy are not edited: which of the two is the original depends on which
        // was read first.
        if (articles_[some].pair == some) {
            ++articles_[some].revision;
        }
    } else if (roll < 5 && !articles_.empty() && !full) {
        if (articles_[some].pair == some && articles_[some].revision == 1) {
            add((articles_[some].feed + 1) % feeds_, some);
        }
    } else if (!full) {
        add(dice_() % feeds_, articles_.size());
    }
}

void World::let_grow_to(std::size_t articles) {
    const std::lock_guard lock(mutex_);
    articles_max_ = articles;
}

std::string World::rss(std::size_t feed) const {
    const std::lock_guard lock(mutex_);
    std::string xml =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\" "
        "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel>"
        "<title>" +
        feed_id(feed) + "</title><link>https://" + feed_id(feed) + ".example/</link>";
    for (const TrueArticle& article : articles_) {
        if (article.feed == feed) {
            xml += "<item><guid>" + article.url + "</guid><link>" + article.url + "</link><title>" +
                   article.headline + "</title><content:encoded><![CDATA[" + body_of(article) +
                   "]]></content:encoded></item>";
        }
    }
    return xml + "</channel></rss>";
}

std::vector<TrueArticle> World::truth() const {
    const std::lock_guard lock(mutex_);
    std::vector<TrueArticle> all = articles_;
    for (const TrueArticle& article : teasers_) {
        all.push_back(article);
        all.back().pair = all.size() - 1;
    }
    return all;
}

std::string body_of(const TrueArticle& article) {
    std::string body = "<p>" + article.filler + "</p>";
    for (const ThemeSentence& theme : theme_sentences) {
        if (std::find(article.topics.begin(), article.topics.end(), theme.topic) !=
            article.topics.end()) {
            body += std::string("<p>") + theme.sentence + "</p>";
        }
    }
    return body + "<p>" + revision_mark + std::to_string(article.revision) +
           " من هذا الخبر نشرت على الموقع.</p>";
}

std::size_t revision_in(const std::string& body) {
    const std::size_t at = body.find(revision_mark);
    if (at == std::string::npos) {
        return 0;
    }
    return std::strtoull(body.c_str() + at + std::string(revision_mark).size(), nullptr, 10);
}

}  // namespace khabard
