#include "daemon/run/relabel.h"

#include "daemon/lib/json/json_value.h"
#include "daemon/pipeline/conclude.h"
#include "daemon/run/configuration.h"
#include "daemon/run/control.h"
#include "tests/run/news.h"
#include "tests/run/service_world.h"
#include "tests/support/catch.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

using namespace khabard;

namespace {

const Instant now = *parse_rfc3339("2026-01-31T10:00:00Z");
const Instant later = now + std::chrono::hours{1};
constexpr const char* feeds =
    "[[feed]]\nid = \"a\"\nurl = \"https://a.example/rss\"\nfetch_pages = \"never\"\n";

std::string theme_of(const std::string& id, const std::string& word) {
    return "[theme]\nid = \"" + id + "\"\ntopic = \"news." + id +
           "\"\nname_ar = \"T\"\nname_en = \"T\"\ndefinition = \"D\"\n"
           "[[pattern]]\nid = \"p\"\nweight = 8\nmatch = \"" +
           word + "\"\n";
}

// Rules with a theme for each pair of id and word.
std::shared_ptr<const Rules> rules_of(const std::map<std::string, std::string>& themes,
                                      const std::string& feeds_file = feeds) {
    MemoryFiles files;
    const std::string directory = "/etc/khabard/";
    (void)files.replace(directory + "khabard.toml", ServiceWorld::main_file).ok();
    (void)files.replace(directory + "feeds.toml", feeds_file).ok();
    (void)files.replace(directory + "themes/classes.toml", "[class.none]\nnouns = [\"ززز\"]\n")
        .ok();
    for (const auto& [id, word] : themes) {
        (void)files.replace(directory + "themes/" + id + ".toml", theme_of(id, word)).ok();
    }
    Configuration configuration = load_configuration(files,
                                                     {.path = "/etc/khabard",
                                                      .surroundings = {},
                                                      .purpose = Purpose::run,
                                                      .run_examples = false},
                                                     Generation{1});
    for (const Complaint& complaint : configuration.complaints) {
        UNSCOPED_INFO(format_complaint(complaint));
    }
    REQUIRE_FALSE(has_errors(configuration.complaints));
    return configuration.rules;
}

// A ledger on which feeds are concluded and articles are relabelled.
struct Stock {
    Stock() : index(Limits{}) {
        auto opened =
            open_sqlite_ledger({.path = ":memory:",
                                .vfs_name = {},
                                .new_state_id = StateId{"00000000000000000000000000000000"}});
        REQUIRE(opened.ok());
        ledger = std::move(*opened);
    }

    void read(const std::vector<Story>& stories, const std::shared_ptr<const Rules>& rules,
              Instant at = now) {
        const Feed* feed = rules->feed(FeedId{"a"});
        REQUIRE(feed != nullptr);
        Fetched fetched{.url = feed->url,
                        .effective_url = feed->url,
                        .status = 200,
                        .headers = {},
                        .validators = {},
                        .body = RawBytes{rss_of(stories)},
                        .truncated = false,
                        .at = at,
                        .remote_address = {}};
        const Prepared prepared = prepare({.feed = *feed,
                                           .rules = rules,
                                           .fetched = std::move(fetched),
                                           .read_as = ReadAs::feed,
                                           .charset_hint = {},
                                           .memory = *ledger->memory(feed->id),
                                           .now = at,
                                           .follow_run_rules = false});
        const Concluded concluded = conclude(prepared, *ledger->known(questions(prepared)), index,
                                             {.feed = *feed, .rules = *rules, .now = at});
        REQUIRE(ledger->apply(feed->id, concluded.changes).ok());
        commit();
    }
    RelabelTally relabel(const Rules& rules, RelabelRequest request, std::size_t rows_at_once = 3) {
        RelabelWork work = begin_relabel(request);
        for (int pieces = 0; !work.done && pieces < 1000; ++pieces) {
            auto next =
                relabel_piece({*ledger, index, rules, later}, std::move(work), rows_at_once);
            REQUIRE(next.ok());
            commit();
            work = std::move(*next);
        }
        REQUIRE(work.done);
        return work.tally;
    }
    RelabelTally relabel(const Rules& rules) {
        return relabel(rules, {.since = Instant::min(), .dry_run = false});
    }
    void commit() {
        REQUIRE(ledger->commit().ok());
        index.apply();
    }
    std::vector<OutboxRow> rows() const { return *ledger->outbox(Sequence{0}, 1000, 1U << 30U); }
    std::size_t published() const { return rows().size(); }
    JsonValue record(std::size_t row) const {
        return *parse_json(rows()[row].record.payload, {.bytes_max = 1U << 20U});
    }

    std::unique_ptr<Ledger> ledger;
    NearIndex index;
};

Story land(unsigned number) {
    return {"https://a.example/" + std::to_string(number),
            "موسكو وإقليم دونباس " + everyday_story(number + 5000, 4), themed_story(number)};
}

std::string text(const JsonValue& json, const char* key) {
    const JsonValue* value = json.find(key);
    return value != nullptr ? value->scalar_text().value_or("<none>") : "<none>";
}

std::vector<std::string> texts(const JsonValue& json, const char* key) {
    std::vector<std::string> all;
    for (const JsonValue& value : *json.find(key)->array()) {
        all.push_back(*value.string());
    }
    return all;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("an article that gains a theme is published as its next version to both topics") {
    Stock stock;
    const auto before = rules_of({});
    const auto after = rules_of({{"land", "دونباس"}});
    stock.read({land(1), everyday(2)}, before);
    REQUIRE(stock.published() == 2);
    const RelabelTally tally = stock.relabel(*after);
    CHECK(tally.looked_at == 2);
    CHECK(tally.changed == 1);
    CHECK(tally.themes.at("land").gained == 1);
    CHECK(tally.without_details == 0);
    REQUIRE(stock.published() == 3);

    const JsonValue first = stock.record(0);
    const JsonValue next = stock.record(2);
    CHECK(text(next, "id") == text(first, "id"));
    CHECK(text(next, "version") == "2");
    CHECK(text(next, "event_type") == "updated");
    CHECK(text(next, "change_class") == "material");
    CHECK(texts(next, "changed_fields") == Names{"themes"});
    CHECK(texts(next, "topics") == Names{"news.land"});
    CHECK(texts(next, "left_topics") == Names{"news.ar.unthemed"});
    const Record record = stock.rows()[2].record;
    REQUIRE(record.topics.size() == 2);
    CHECK(record.topics[0].topic == "news.ar.unthemed");
    CHECK(record.topics[1].theme == "land");
    CHECK_FALSE(next.find("evidence")->array()->empty());
    CHECK(text(next, "ruleset_version") != text(first, "ruleset_version"));
    // What the article is has not changed.
    for (const char* key :
         {"headline", "body", "summary", "url", "canonical_url", "guid", "lang", "lang_confidence",
          "published_at", "published_origin", "published_precision", "published_raw",
          "first_seen_at", "content_hash", "group_id", "representation", "body_source"}) {
        CAPTURE(key);
        CHECK(text(next, key) == text(first, key));
    }
    CHECK(text(*next.find("feed"), "url") == text(*first.find("feed"), "url"));
    CHECK(text(*next.find("fetch"), "format") == "rss20");
}

TEST_CASE("what was relabelled needs it no more, and counts as a version and no item") {
    Stock stock;
    stock.read({land(1), everyday(2)}, rules_of({}));
    const std::uint64_t items = stock.ledger->tally_total()->items_read();
    const auto after = rules_of({{"land", "دونباس"}});
    CHECK(stock.relabel(*after).changed == 1);
    CHECK(stock.relabel(*after).changed == 0);
    CHECK(stock.published() == 3);
    CHECK(stock.ledger->tally_total()->items_read() == items);
    CHECK(stock.ledger->tally_total()->of(VersionCause::relabel) == 1);

    // Read again, the entry is a repeat: the ledger knows its new labels.
    stock.read({land(1), everyday(2)}, after, later);
    CHECK(stock.published() == 3);

    // And back: the version after that leaves the theme's topic.
    CHECK(stock.relabel(*rules_of({})).themes.at("land").lost == 1);
    const JsonValue third = stock.record(3);
    CHECK(text(third, "version") == "3");
    CHECK(texts(third, "topics") == Names{"news.ar.unthemed"});
    CHECK(texts(third, "left_topics") == Names{"news.land"});
}

TEST_CASE("a dry run says what would change and changes nothing") {
    Stock stock;
    stock.read({land(1), land(2), everyday(3)}, rules_of({}));
    const auto after = rules_of({{"land", "دونباس"}});
    const RelabelTally dry = stock.relabel(*after, {.since = Instant::min(), .dry_run = true});
    CHECK(dry.changed == 2);
    CHECK(dry.lines.size() == 2);
    CHECK(stock.published() == 3);
    CHECK(stock.ledger->tally_total()->of(VersionCause::relabel) == 0);
    CHECK(stock.relabel(*after).changed == 2);
}

TEST_CASE("only articles first seen since then are looked at") {
    Stock stock;
    const auto before = rules_of({});
    stock.read({land(1)}, before, now - std::chrono::hours{48});
    stock.read({land(2)}, before, now);
    const RelabelTally tally =
        stock.relabel(*rules_of({{"land", "دونباس"}}), {.since = now, .dry_run = false});
    CHECK(tally.looked_at == 1);
    CHECK(tally.changed == 1);
    CHECK(text(stock.record(2), "url") == land(2).url);
}

TEST_CASE("the size of the pieces makes no difference") {
    std::vector<Story> stories;
    for (unsigned number = 1; number <= 9; ++number) {
        stories.push_back(number % 3 == 0 ? everyday(number) : land(number));
    }
    const auto records = [&](std::size_t rows_at_once) {
        Stock stock;
        stock.read(stories, rules_of({}));
        stock.relabel(*rules_of({{"land", "دونباس"}}), {.since = Instant::min(), .dry_run = false},
                      rows_at_once);
        std::vector<std::string> all;
        for (const OutboxRow& row : stock.rows()) {
            all.push_back(row.record.payload);
        }
        return all;
    };
    const auto whole = records(100);
    CHECK(whole.size() == 15);
    CHECK(records(1) == whole);
    CHECK(records(2) == whole);
}

TEST_CASE("copies on the duplicates topic and retracted articles stay as they are") {
    Stock stock;
    Story copy = land(1);
    copy.url = "https://b.example/copy";
    const auto before = rules_of({});
    stock.read({land(1), copy, land(3)}, before);
    REQUIRE(stock.published() == 3);
    auto page = *stock.ledger->stored({Instant::min(), ""}, 10);
    int retracted = 0;
    for (StoredArticle& stored : page.articles) {
        if (stored.article.headline.str() == land(3).headline) {
            ++retracted;
            stored.article.retracted = true;
            Changes changes{};
            changes.articles.push_back(ArticleChange{.article = stored.article,
                                                     .item = stored.item,
                                                     .keys = {},
                                                     .fingerprint = *stored.fingerprint,
                                                     .indexed = stored.indexed,
                                                     .details = stored.details});
            REQUIRE(stock.ledger->apply(FeedId{"a"}, changes).ok());
        }
    }
    stock.commit();
    REQUIRE(retracted == 1);
    const RelabelTally tally = stock.relabel(*rules_of({{"land", "دونباس"}}));
    CHECK(tally.looked_at == 3);
    CHECK(tally.changed == 1);
    CHECK(text(stock.record(3), "url") == land(1).url);
}

TEST_CASE("an article whose feed left the configuration keeps what its records said of it") {
    Stock stock;
    stock.read({land(1)}, rules_of({}));
    const auto other_feed =
        rules_of({{"land", "دونباس"}}, "[[feed]]\nid = \"b\"\nurl = \"https://b.example/rss\"\n");
    CHECK(stock.relabel(*other_feed).changed == 1);
    const JsonValue first = stock.record(0);
    const JsonValue next = stock.record(1);
    for (const char* key : {"id", "url", "kind"}) {
        CHECK(text(*next.find("feed"), key) == text(*first.find("feed"), key));
    }
    CHECK(text(*next.find("source"), "name") == text(*first.find("source"), "name"));
    CHECK(text(next, "body") == text(first, "body"));
}

TEST_CASE("an article that was stored without details is relabelled, and its record says so") {
    Stock stock;
    stock.read({land(1)}, rules_of({}));
    StoredArticle stored = stock.ledger->stored({Instant::min(), ""}, 1)->articles.front();
    Changes changes{};
    changes.articles.push_back(ArticleChange{.article = stored.article,
                                             .item = stored.item,
                                             .keys = {},
                                             .fingerprint = *stored.fingerprint,
                                             .indexed = stored.indexed,
                                             .details = ""});
    REQUIRE(stock.ledger->apply(FeedId{"a"}, changes).ok());
    stock.commit();
    const RelabelTally tally = stock.relabel(*rules_of({{"land", "دونباس"}}));
    CHECK(tally.changed == 1);
    CHECK(tally.without_details == 1);
    const JsonValue next = stock.record(1);
    CHECK(texts(next, "warnings") == Names{"stored_without_details"});
    CHECK(next.find("published_at")->is_null());
    CHECK(text(next, "headline") == text(stock.record(0), "headline"));
    CHECK(text(next, "body") == text(stock.record(0), "body"));
}

TEST_CASE("the report names themes and headlines, and is bounded") {
    RelabelWork work = begin_relabel({.since = Instant::min(), .dry_run = true});
    work.tally.looked_at = 1000;
    work.tally.changed = 70;
    work.tally.without_details = 1;
    work.tally.themes["land"] = {69, 1};
    work.tally.lines.push_back({"عنوان\nفي سطرين", {"land"}, {"energy"}});
    const std::string text = relabel_text(work);
    CHECK(text.find("+land -energy  عنوان في سطرين\n") == 0);
    CHECK(text.find("and 69 more\n") != std::string::npos);
    CHECK(text.find("land: 69 gained, 1 lost\n") != std::string::npos);
    CHECK(text.find("1000 stored articles looked at, 70 would become a new version\n") !=
          std::string::npos);
    CHECK(text.find("stored_without_details") != std::string::npos);
    CHECK(relabel_json(work) ==
          R"({"dry_run":true,"looked_at":1000,"changed":70,"without_details":1,)"
          R"("themes":{"land":{"gained":69,"lost":1}}})");
}

namespace {

constexpr const char* feed_address = "https://a.example/rss";

std::string territory(const std::string& word) {
    std::string file = ServiceWorld::theme_file;
    const std::string old = "دونباس";
    return file.replace(file.find(old), old.size(), word);
}

// Ten stories, of which half speak of Donbas.
void ten_stories(ServiceWorld& world) {
    std::vector<Story> stories;
    for (unsigned number = 1; number <= 10; ++number) {
        stories.push_back(number % 2 == 0 ? land(number) : everyday(number));
    }
    world.feed_of_url.insert_or_assign(feed_address, FeedId{"a"});
    world.web = [body = rss_of(stories)](const Request& request) {
        return request.validators.empty() ? answer(200, body, {}, Validators{"\"1\"", ""})
                                          : answer(304);
    };
}

ControlAnswer last_answer(const ServiceWorld& world) {
    return *read_control_answer(world.control.answers.back().second);
}

}  // namespace

TEST_CASE("the running daemon relabels by the rules it runs with, and answers when it is done") {
    ServiceWorld world(feeds);
    world.rewrite("/etc/khabard/themes/territory.toml", territory("ززز"));
    ten_stories(world);
    int step = 0;
    world.at_wait = [&] {
        if (step == 0 && world.sink.rows().size() == 10) {
            world.rewrite("/etc/khabard/themes/territory.toml", ServiceWorld::theme_file);
            world.send(SignalKind::reload);
            world.send(CommandLine{3, control_request_line("relabel", "{\"dry_run\":true}")});
            world.send(CommandLine{4, control_request_line("relabel", "{}")});
            step = 1;
        } else if (step == 1 && world.control.answers.size() == 2) {
            world.send(CommandLine{5, control_request_line("relabel", "{\"since\":\"soon\"}")});
            world.send(CommandLine{6, control_request_line("relabel", "{\"since\":null}")});
            step = 2;
        }
    };
    CHECK(world.run([&] {
        return world.control.answers.size() == 4 && world.sink.rows().size() == 15;
    }) == 0);
    REQUIRE(world.control.answers.size() == 4);
    const auto told = [&](std::size_t i) {
        return *read_control_answer(world.control.answers[i].second);
    };
    CHECK(told(0).exit_status == 75);  // one at a time
    CHECK(told(1).exit_status == 0);
    CHECK(told(1).text.find("10 stored articles looked at, 5 would become a new version\n") !=
          std::string::npos);
    CHECK(told(2).exit_status == 2);
    CHECK(told(3).exit_status == 0);
    CHECK(told(3).text.find("territory: 5 gained, 0 lost\n") != std::string::npos);
    CHECK(world.ledger.tally_total()->items_read() == 10);
}

TEST_CASE("a relabel whose turn cannot be committed stops, and asked again it does the rest") {
    ServiceWorld world(feeds);
    world.rewrite("/etc/khabard/themes/territory.toml", territory("ززز"));
    ten_stories(world);
    int step = 0;
    world.at_wait = [&] {
        if (step == 0 && world.sink.rows().size() == 10) {
            world.rewrite("/etc/khabard/themes/territory.toml", ServiceWorld::theme_file);
            world.send(SignalKind::reload);
            step = 1;
        } else if (step == 1) {
            world.ledger.refuse_commits(true);
            world.send(CommandLine{3, control_request_line("relabel", "{}")});
            step = 2;
        } else if (step == 2 && world.control.answers.size() == 1) {
            world.ledger.refuse_commits(false);
            world.send(CommandLine{4, control_request_line("relabel", "{}")});
            step = 3;
        }
    };
    CHECK(world.run([&] {
        return world.control.answers.size() == 2 && world.sink.rows().size() == 15;
    }) == 0);
    REQUIRE(world.control.answers.size() == 2);
    const ControlAnswer first = *read_control_answer(world.control.answers[0].second);
    CHECK(first.exit_status == 74);
    CHECK(first.text.find("relabel stopped") == 0);
    CHECK(last_answer(world).text.find("5 became a new version\n") != std::string::npos);
    CHECK(world.ledger.tally_total()->of(VersionCause::relabel) == 5);
}
