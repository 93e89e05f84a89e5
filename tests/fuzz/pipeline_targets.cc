#include "daemon/base/check.h"
#include "daemon/base/time.h"
#include "daemon/config/load.h"
#include "daemon/pipeline/prepare.h"
#include "daemon/text/unicode.h"
#include "tests/fuzz/shipped.h"
#include "tests/fuzz/targets.h"

#include <chrono>
#include <string>

namespace khabard::fuzz {
namespace {

Feed feed() {
    return Feed{.id = FeedId{"fuzz"},
                .url = "https://news.example/feed",
                .display_url = "https://news.example/feed",
                .kind = FeedKind::automatic,
                .source = Source{"fuzz", "fuzz", "news.example"},
                .fetch_pages = FetchPages::never};
}

Fetched fetched(std::string_view bytes, Instant at) {
    return Fetched{.url = "https://news.example/feed",
                   .effective_url = "https://news.example/feed",
                   .status = 200,
                   .headers = {},
                   .validators = {},
                   .body = RawBytes{std::string(bytes)},
                   .truncated = false,
                   .at = at,
                   .remote_address = {}};
}

}  // namespace

std::shared_ptr<const Rules> shared_rules() {
    static const std::shared_ptr<const Rules> rules = [] {
        const ConfigFiles files = shipped_config();
        const LoadedConfig loaded = load_config(files, Surroundings{}, Purpose::offline);
        return compile_rules(files, loaded.config, Generation{0}).rules;
    }();
    return rules;
}

const Rules& shipped_rules() {
    return *shared_rules();
}

void prepare_document(std::string_view bytes) {
    const Instant now = *parse_rfc3339("2026-04-01T12:00:00Z");
    const Prepared prepared = prepare(Job{.feed = feed(),
                                          .rules = shared_rules(),
                                          .fetched = fetched(bytes, now),
                                          .read_as = ReadAs::detect,
                                          .charset_hint = {},
                                          .memory = Memory{.seen = {}, .body = std::nullopt},
                                          .now = now,
                                          .follow_run_rules = true});
    check(!prepared.refused || prepared.items.empty(), "a refused document has no items");
    for (const PreparedItem& item : prepared.items) {
        check(!item.articles.empty() || item.reason != Reason::none,
              "an item without an article says why");
        for (const PreparedArticle& article : item.articles) {
            check(is_valid_utf8(article.candidate.article.body.str()), "bodies are valid UTF-8");
        }
    }
}

}  // namespace khabard::fuzz
