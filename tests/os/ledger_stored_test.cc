#include "daemon/os/ledger_schema.h"
#include "daemon/os/sqlite.h"
#include "tests/os/ledger_samples.h"
#include "tests/os/temporary_directory.h"
#include "tests/support/catch.h"

#include <map>
#include <set>

using namespace khabard;

namespace {

const StoredPlace from_the_start{Instant::min(), ""};

std::vector<StoredArticle> all_stored(Ledger& ledger, std::size_t rows_at_once) {
    std::vector<StoredArticle> all;
    std::optional<StoredPlace> place = from_the_start;
    for (int pages = 0; place && pages < 1000; ++pages) {
        auto page = ledger.stored(*place, rows_at_once);
        REQUIRE(page.ok());
        CHECK(page->articles.size() <= rows_at_once);
        place = page->next;
        for (StoredArticle& article : page->articles) {
            all.push_back(std::move(article));
        }
    }
    CHECK_FALSE(place.has_value());
    return all;
}

// As a file of layout 2 was: without the columns that layouts 3 and 4 brought.
void make_layout_2(const std::string& path) {
    auto database = Database::open({path, {}});
    REQUIRE(database.ok());
    REQUIRE((*database)
                ->execute("ALTER TABLE articles DROP COLUMN details;"
                          "ALTER TABLE feeds DROP COLUMN history;"
                          "DROP TABLE host_rests;"
                          "ALTER TABLE feeds DROP COLUMN entries;"
                          "ALTER TABLE feeds DROP COLUMN entries_usual;"
                          "UPDATE meta SET value = 2 WHERE name = 'schema'")
                .ok());
}

}  // namespace

TEST_CASE("stored articles come page by page, each once, oldest first, as they were written") {
    const auto ledger = open_ledger(":memory:");
    std::map<ArticleId, ArticleChange> written;
    for (int number = 20; number > 0; --number) {
        ArticleChange change = sample_article_change(number);
        change.article.first_seen = sample_time(number / 4);  // several of one moment
        Changes changes{};
        changes.articles = {change};
        REQUIRE(ledger->apply(FeedId{"feed"}, changes).ok());
        written.emplace(change.article.id, change);
    }
    for (const std::size_t rows : {1U, 3U, 20U, 21U}) {
        CAPTURE(rows);
        const auto all = all_stored(*ledger, rows);
        REQUIRE(all.size() == written.size());
        std::set<ArticleId> ids;
        Instant last = Instant::min();
        for (const StoredArticle& stored : all) {
            const ArticleChange& change = written.at(stored.article.id);
            ids.insert(stored.article.id);
            CHECK(stored.article.first_seen >= last);
            last = stored.article.first_seen;
            CHECK(stored.article.version == change.article.version);
            CHECK(stored.article.body == change.article.body);
            CHECK(stored.article.topics == change.article.topics);
            CHECK(stored.article.retracted == change.article.retracted);
            CHECK(stored.item == change.item);
            CHECK(stored.indexed == change.indexed);
            CHECK(stored.details == change.details);
            REQUIRE(stored.fingerprint.has_value());
            CHECK(stored.fingerprint->shingles == change.fingerprint.shingles);
        }
        CHECK(ids.size() == written.size());
    }
}

TEST_CASE("writing an article again while reading pages neither skips nor repeats another") {
    const auto ledger = open_ledger(":memory:");
    for (int number = 1; number <= 9; ++number) {
        ArticleChange change = sample_article_change(number);
        change.article.first_seen = sample_time(0);
        Changes changes{};
        changes.articles = {change};
        REQUIRE(ledger->apply(FeedId{"feed"}, changes).ok());
    }
    std::vector<ArticleId> seen;
    std::optional<StoredPlace> place = from_the_start;
    while (place && seen.size() < 100) {
        const auto page = ledger->stored(*place, 2);
        REQUIRE(page.ok());
        for (const StoredArticle& stored : page->articles) {
            seen.push_back(stored.article.id);
            Changes changes{};
            changes.articles = {ArticleChange{.article = stored.article,
                                              .item = stored.item,
                                              .keys = {},
                                              .fingerprint = *stored.fingerprint,
                                              .indexed = stored.indexed,
                                              .details = stored.details}};
            REQUIRE(ledger->apply(FeedId{"feed"}, changes).ok());
        }
        place = page->next;
    }
    CHECK(seen.size() == 9);
    CHECK(std::set<ArticleId>(seen.begin(), seen.end()).size() == 9);
}

TEST_CASE("versions without an item read are tallied apart from the outcomes") {
    const auto ledger = open_ledger(":memory:");
    Changes changes{};
    changes.tally.count(VersionCause::relabel);
    changes.tally.count(VersionCause::relabel);
    changes.tally.count(VersionCause::late_page);
    REQUIRE(ledger->apply(FeedId{"feed"}, changes).ok());
    const Tally tally = *ledger->tally_total();
    CHECK(tally.of(VersionCause::relabel) == 2);
    CHECK(tally.of(VersionCause::late_page) == 1);
    CHECK(tally.of(VersionCause::recheck) == 0);
    CHECK(tally.items_read() == 0);
}

TEST_CASE("a state file of layout 2 is brought up to date, and its articles lack details") {
    const TemporaryDirectory directory;
    const std::string path = directory / "khabard.db";
    {
        const auto ledger = open_ledger(path);
        REQUIRE(ledger->apply(FeedId{"feed"}, sample_changes(1)).ok());
        REQUIRE(ledger->apply(FeedId{"feed"}, sample_changes(2)).ok());
        REQUIRE(ledger->commit().ok());
    }
    make_layout_2(path);
    std::string before;
    {
        const auto ledger = open_ledger(path);
        const auto all = all_stored(*ledger, 10);
        REQUIRE(all.size() == 2);
        CHECK(all[0].details.empty());
        CHECK(all[1].details.empty());
        CHECK(ledger->info().highest == Sequence{2});
        REQUIRE(ledger->apply(FeedId{"feed"}, sample_changes(3)).ok());
        REQUIRE(ledger->commit().ok());
        before = contents(*ledger, 3);
    }
    const auto ledger = open_ledger(path);
    CHECK(contents(*ledger, 3) == before);
    CHECK(all_stored(*ledger, 10).back().details == sample_article_change(3).details);
}

TEST_CASE("a step that fails leaves the old layout as it was") {
    const TemporaryDirectory directory;
    const std::string path = directory / "khabard.db";
    open_ledger(path).reset();
    {
        auto database = Database::open({path, {}});
        REQUIRE(database.ok());
        // Layout 2 by its number, and yet with the column that the step would add.
        REQUIRE((*database)->execute("UPDATE meta SET value = 2 WHERE name = 'schema'").ok());
    }
    const auto opened =
        open_sqlite_ledger({.path = path, .vfs_name = {}, .new_state_id = sample_state_id});
    REQUIRE_FALSE(opened.ok());
    CHECK(opened.error().fault == Fault::state);
    auto database = Database::open({path, {}});
    REQUIRE(database.ok());
    SqlStatement& schema = (*database)->prepare("SELECT value FROM meta WHERE name = 'schema'");
    REQUIRE(*schema.step());
    CHECK(schema.integer(0) == 2);
}
