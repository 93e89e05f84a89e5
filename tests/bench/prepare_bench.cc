// How many articles a worker prepares in a CPU second under the shipped rules: from the bytes of a
// document (ndjson, with stated and scraped texts in turn) to classified candidates.
//
//     prepare_bench [ARTICLES]
//
// The articles are made of generated sentences, 250 words each, all different.

#include "daemon/base/check.h"
#include "daemon/base/time.h"
#include "daemon/config/load.h"
#include "daemon/lib/json/json_writer.h"
#include "daemon/pipeline/prepare.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <iterator>
#include <random>
#include <string>

namespace khabard {
namespace {

constexpr int words_per_article = 250;
constexpr int words_per_paragraph = 40;

std::string article_text(std::mt19937& chance, const char* paragraph_end) {
    static constexpr const char* words[] = {
        "قال",   "المتحدث", "باسم",    "الوزارة", "إن",      "المحادثات",  "استمرت", "في",
        "جنيف",  "بين",     "الوفدين", "حول",     "الهدنة",  "وتبادل",     "الأسرى", "على",
        "خط",    "التماس",  "شرق",     "البلاد",  "وأضاف",   "أن",         "محطات",  "الكهرباء",
        "تعرضت", "لقصف",    "ليلا",    "وأعلن",   "المجلس",  "ضمانات",     "أمنية",  "جديدة",
        "بعد",   "اجتماع",  "طويل",    "مع",      "الشركاء", "الأوروبيين", "اليوم",  "السبت"};
    constexpr std::size_t count = std::size(words);
    std::string text = "كييف (وكالة) - ";
    for (int i = 1; i <= words_per_article; ++i) {
        text += words[chance() % count];
        const bool ends = i % words_per_paragraph == 0 || i == words_per_article;
        text += ends ? paragraph_end : chance() % 12 == 0 ? "، " : " ";
    }
    return text;
}

std::string document(int articles) {
    std::mt19937 chance(1);
    std::string out;
    for (int i = 0; i < articles; ++i) {
        JsonWriter json;
        json.begin_object().key("id").integer(i);
        if (i % 2 == 0) {
            json.key("title").string("عنوان الخبر رقم " + std::to_string(i));
            json.key("published").string("2026-03-30T10:00:00Z");
            json.key("text").string(article_text(chance, ".\n\n"));
        } else {
            json.key("raw").string("عنوان الخبر رقم " + std::to_string(i) +
                                   "\nنشر في 30 مارس 2026\n" + article_text(chance, ".\n") +
                                   "المصدر: وكالات\n");
        }
        json.end_object();
        out += json.take() + "\n";
    }
    return out;
}

Job job(std::string bytes) {
    const ConfigFiles files = shipped_config();
    const LoadedConfig loaded = load_config(files, Surroundings{}, Purpose::offline);
    const Instant now = *parse_rfc3339("2026-04-01T12:00:00Z");
    return Job{.feed = Feed{.id = FeedId{"bench"},
                            .url = {},
                            .display_url = {},
                            .kind = FeedKind::automatic,
                            .source = Source{"bench", "bench", {}},
                            .fetch_pages = FetchPages::never},
               .rules = compile_rules(files, loaded.config, Generation{0}).rules,
               .fetched = Fetched{.url = {},
                                  .effective_url = {},
                                  .status = 200,
                                  .headers = {},
                                  .validators = {},
                                  .body = RawBytes{std::move(bytes)},
                                  .truncated = false,
                                  .at = now,
                                  .remote_address = {}},
               .read_as = ReadAs::ndjson,
               .charset_hint = {},
               .memory = Memory{.seen = {}, .body = std::nullopt},
               .now = now,
               .follow_run_rules = false};
}

void measure(int articles) {
    const Job work = job(document(articles));
    const std::clock_t begin = std::clock();
    const Prepared prepared = prepare(work);
    const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    std::size_t made = 0;
    for (const PreparedItem& item : prepared.items) {
        made += item.articles.size();
    }
    check(made >= static_cast<std::size_t>(articles), "every item becomes an article");
    std::printf("prepare: %zu articles of %d words, %.0f a CPU second\n", made, words_per_article,
                static_cast<double>(made) / seconds);
}

}  // namespace
}  // namespace khabard

int main(int count, char** words) {
    khabard::measure(count > 1 ? std::max(1, std::atoi(words[1])) : 2000);
    return 0;
}
