#include "daemon/os/sqlite_ledger.h"

#include "daemon/os/ledger_schema.h"
#include "daemon/os/sqlite.h"
#include "tests/os/ledger_samples.h"
#include "tests/os/temporary_directory.h"
#include "tests/support/catch.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

using namespace khabard;
using namespace std::chrono_literals;

namespace {

const FeedId feed{"feed"};

std::unique_ptr<Ledger> in_memory() {
    return open_ledger(":memory:");
}

std::uint64_t highest(Ledger& ledger) {
    return ledger.info().highest.get();
}

std::vector<std::uint64_t> sequences(Ledger& ledger, std::uint64_t after = 0) {
    std::vector<std::uint64_t> all;
    const auto rows = *ledger.outbox(Sequence{after}, 1000, 1U << 30U);
    for (const OutboxRow& row : rows) {
        all.push_back(row.seq.get());
    }
    return all;
}

std::string bytes_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
}

void write_bytes(const std::string& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

Status refusal(const std::string& path) {
    const auto opened =
        open_sqlite_ledger({.path = path, .vfs_name = {}, .new_state_id = sample_state_id});
    return opened ? Status{} : Status{opened.error()};
}

}  // namespace

TEST_CASE("a new ledger is empty and bears its name") {
    const auto ledger = in_memory();
    CHECK(ledger->info().state_id == sample_state_id);
    CHECK(highest(*ledger) == 0);
    CHECK(ledger->info().settled == Sequence{0});
    CHECK(ledger->feed_states()->empty());
    CHECK(ledger->memory(feed)->seen.empty());
    CHECK_FALSE(ledger->memory(feed)->body.has_value());
    CHECK(ledger->pending()->empty());
    CHECK(ledger->indexed(Instant{})->empty());
    CHECK(sequences(*ledger).empty());
    CHECK(ledger->outbox_size()->rows == 0);
    CHECK_FALSE(ledger->outbox_size()->oldest.has_value());
    CHECK(ledger->tally_total()->items_read() == 0);
    CHECK(ledger->commit().ok());
    ledger->rollback();
}

TEST_CASE("a feed's state comes back as it was written, and the last one counts") {
    const auto ledger = in_memory();
    Changes changes{};
    changes.feed = sample_state("a", 1);
    REQUIRE(ledger->apply(FeedId{"a"}, changes).ok());
    changes.feed = sample_state("a", 2);
    REQUIRE(ledger->apply(FeedId{"a"}, changes).ok());
    changes.feed = FeedState{.feed = FeedId{"b"},
                             .validators = {},
                             .body = std::nullopt,
                             .due = Instant{},
                             .interval = 1ms,
                             .failures = 0,
                             .last_cause = {},
                             .last_success = std::nullopt,
                             .last_attempt = std::nullopt};
    REQUIRE(ledger->apply(FeedId{"b"}, changes).ok());
    const auto states = *ledger->feed_states();
    REQUIRE(states.size() == 2);
    const FeedState expected = sample_state("a", 2);
    CHECK(states[0].feed == expected.feed);
    CHECK(states[0].validators == expected.validators);
    CHECK(states[0].body == expected.body);
    CHECK(states[0].due == expected.due);
    CHECK(states[0].interval == expected.interval);
    CHECK(states[0].failures == expected.failures);
    CHECK(states[0].last_cause == expected.last_cause);
    CHECK(states[0].last_success == expected.last_success);
    CHECK(states[0].last_attempt == expected.last_attempt);
    CHECK(states[0].history == expected.history);
    CHECK(states[1].history == FeedHistory{});
    CHECK(states[0].entries == expected.entries);
    CHECK(states[0].entries_usual == expected.entries_usual);
    CHECK_FALSE(states[1].body.has_value());
    CHECK_FALSE(states[1].last_success.has_value());
    CHECK(states[1].validators.empty());
    CHECK(ledger->memory(FeedId{"a"})->body == expected.body);
}

TEST_CASE("what a host asked for is kept for it, and replaced as a whole") {
    const auto ledger = in_memory();
    const HostRest all{"a.example", "https://a.example/1", sample_time(60), true};
    const HostRest one{"a.example", "https://a.example/2", sample_time(90), false};
    const HostRest other{"b.example", "https://b.example/", sample_time(30), true};
    REQUIRE(ledger->write_host_rests("a.example", {all, one}).ok());
    REQUIRE(ledger->write_host_rests("b.example", {other}).ok());
    CHECK(*ledger->host_rests() == std::vector<HostRest>{all, one, other});
    REQUIRE(ledger->commit().ok());
    REQUIRE(ledger->write_host_rests("a.example", {}).ok());
    CHECK(*ledger->host_rests() == std::vector<HostRest>{other});
    ledger->rollback();
    CHECK(ledger->host_rests()->size() == 3);
}

TEST_CASE("an article comes back as it was written, by key and by id") {
    const auto ledger = in_memory();
    for (int number = 1; number <= 6; ++number) {
        REQUIRE(ledger->apply(feed, sample_changes(number)).ok());
    }
    for (int number = 1; number <= 6; ++number) {
        const ArticleChange change = sample_article_change(number);
        const KnownArticle& expected = change.article;
        KnownQuery query{};
        query.keys = {change.keys.front().digest, Digest{1, 1}};
        query.items = {change.item, Digest{2, 2}};
        const Known known = *ledger->known(query);
        REQUIRE(known.by_key.size() == 1);
        CHECK(known.by_key.begin()->second == expected.id);
        CHECK(known.seen == std::map<Digest, Digest>{{change.item, Digest{7, 7}}});
        REQUIRE(known.articles.size() == 1);
        const KnownArticle& article = known.articles.begin()->second;
        CHECK(article.id == expected.id);
        CHECK(article.version == expected.version);
        CHECK(article.group == expected.group);
        CHECK(article.duplicate_of == expected.duplicate_of);
        CHECK(article.copy_only == expected.copy_only);
        CHECK(article.feed == expected.feed);
        CHECK(article.source_id == expected.source_id);
        CHECK(article.content == expected.content);
        CHECK(article.spelling == expected.spelling);
        CHECK(article.headline == expected.headline);
        CHECK(article.summary == expected.summary);
        CHECK(article.body == expected.body);
        CHECK(article.representation == expected.representation);
        CHECK(article.themes == expected.themes);
        CHECK(article.topics == expected.topics);
        CHECK(article.ever_topics == expected.ever_topics);
        CHECK(article.first_seen == expected.first_seen);
        CHECK(article.retracted == expected.retracted);
        KnownQuery by_id{};
        by_id.ids = {expected.id, ArticleId{"nobody"}};
        CHECK(ledger->known(by_id)->articles.contains(expected.id));
        CHECK(ledger->known(by_id)->articles.size() == 1);
    }
}

TEST_CASE("a key leads to the article that had it first, but a guid to the last") {
    const auto ledger = in_memory();
    Changes changes{};
    ArticleChange first = sample_article_change(1);
    ArticleChange second = sample_article_change(2);
    first.keys = {{KeyKind::content, {1, 1}}, {KeyKind::guid, {2, 2}}, {KeyKind::url, {3, 3}}};
    second.keys = first.keys;
    changes.articles = {first, second};
    REQUIRE(ledger->apply(feed, changes).ok());
    KnownQuery query{};
    query.keys = {Digest{1, 1}, Digest{2, 2}, Digest{3, 3}};
    const Known known = *ledger->known(query);
    CHECK(known.by_key.find(Digest{1, 1})->second == first.article.id);
    CHECK(known.by_key.find(Digest{2, 2})->second == second.article.id);
    CHECK(known.by_key.find(Digest{3, 3})->second == first.article.id);
}

TEST_CASE("what the index is filled with is young enough, indexed, and oldest first") {
    const auto ledger = in_memory();
    for (const int number : {5, 4, 1, 2, 3}) {
        REQUIRE(ledger->apply(feed, sample_changes(number)).ok());
    }
    const auto articles = *ledger->indexed(sample_time(2));
    REQUIRE(articles.size() == 3);  // 3 is not indexed
    for (std::size_t i = 0; i < articles.size(); ++i) {
        const ArticleChange expected = sample_article_change(std::vector<int>{2, 4, 5}[i]);
        CHECK(articles[i].id == expected.article.id);
        CHECK(articles[i].group == expected.article.group);
        CHECK(articles[i].source_id == expected.article.source_id);
        CHECK(articles[i].themes == expected.article.themes);
        CHECK(articles[i].first_seen == expected.article.first_seen);
        CHECK(articles[i].fingerprint.content == expected.fingerprint.content);
        CHECK(articles[i].fingerprint.shingles == expected.fingerprint.shingles);
    }
}

TEST_CASE("records are numbered in order and come back byte for byte") {
    const auto ledger = in_memory();
    Changes changes{};
    changes.records = {sample_record(1), sample_record(2)};
    REQUIRE(ledger->apply(feed, changes).ok());
    changes.records = {sample_record(3)};
    REQUIRE(ledger->apply(feed, changes).ok());
    const auto rows = *ledger->outbox(Sequence{0}, 100, 1U << 30U);
    REQUIRE(rows.size() == 3);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Record expected = sample_record(int(i) + 1);
        CHECK(rows[i].seq == Sequence{i + 1});
        CHECK(rows[i].record.key == expected.key);
        CHECK(rows[i].record.payload == expected.payload);
        CHECK(rows[i].record.timestamp == expected.timestamp);
        REQUIRE(rows[i].record.topics.size() == 2);
        CHECK(rows[i].record.topics[0].topic == expected.topics[0].topic);
        CHECK(rows[i].record.topics[0].theme == expected.topics[0].theme);
        CHECK(rows[i].record.topics[1].theme.empty());
        REQUIRE(rows[i].record.headers.size() == 2);
        CHECK(rows[i].record.headers[0].value == expected.headers[0].value);
        CHECK(rows[i].record.headers[1].name == "empty");
    }
    CHECK(ledger->outbox_size()->rows == 3);
    CHECK(ledger->outbox_size()->oldest == sample_time(1));
}

TEST_CASE("a batch ends at its rows and at its bytes, but has one row at least") {
    const auto ledger = in_memory();
    Changes changes{};
    for (int number = 1; number <= 5; ++number) {
        changes.records.push_back(sample_record(number));
        changes.records.back().payload = std::string(100, 'x');
    }
    REQUIRE(ledger->apply(feed, changes).ok());
    CHECK(ledger->outbox(Sequence{0}, 2, 10'000)->size() == 2);
    CHECK(ledger->outbox(Sequence{0}, 100, 250)->size() == 2);
    CHECK(ledger->outbox(Sequence{0}, 100, 300)->size() == 3);
    CHECK(ledger->outbox(Sequence{0}, 100, 1)->size() == 1);
    CHECK(ledger->outbox(Sequence{3}, 100, 10'000)->front().seq == Sequence{4});
    CHECK(ledger->outbox(Sequence{5}, 100, 10'000)->empty());
}

TEST_CASE("settled rows leave, and their numbers are never given again") {
    const auto ledger = in_memory();
    Changes changes{};
    changes.records = {sample_record(1), sample_record(2), sample_record(3)};
    REQUIRE(ledger->apply(feed, changes).ok());
    REQUIRE(ledger->commit().ok());
    REQUIRE(ledger->settle(Sequence{2}).ok());
    CHECK(sequences(*ledger) == std::vector<std::uint64_t>{3});
    CHECK(ledger->outbox_size()->rows == 1);
    CHECK(ledger->info().settled == Sequence{2});
    REQUIRE(ledger->settle(Sequence{1}).ok());  // late news: nothing goes back
    CHECK(ledger->info().settled == Sequence{2});
    REQUIRE(ledger->settle(Sequence{3}).ok());
    REQUIRE(ledger->commit().ok());
    CHECK(ledger->outbox_size()->rows == 0);
    CHECK_FALSE(ledger->outbox_size()->oldest.has_value());
    changes.records = {sample_record(4)};
    REQUIRE(ledger->apply(feed, changes).ok());
    CHECK(sequences(*ledger) == std::vector<std::uint64_t>{4});
}

TEST_CASE("pages are waited for in order of their due time, are postponed, and leave") {
    const auto ledger = in_memory();
    const auto pending = [](int number, int due) {
        return Pending{.page = sample_digest(number),
                       .feed = feed,
                       .url = "https://outlet.example/" + std::to_string(number),
                       .entry = "{}",
                       .stage = number == 1 ? PageStage::parked : PageStage::recheck_second,
                       .due = sample_time(due),
                       .give_up = sample_time(due + 900),
                       .attempts = std::uint32_t(number),
                       .missing = number == 2};
    };
    Changes changes{};
    changes.pending = {pending(1, 30), pending(2, 20)};
    REQUIRE(ledger->apply(feed, changes).ok());
    auto waiting = *ledger->pending();
    REQUIRE(waiting.size() == 2);
    CHECK(waiting[0].page == sample_digest(2));
    CHECK(waiting[0].url == "https://outlet.example/2");
    CHECK(waiting[0].entry == "{}");
    CHECK(waiting[0].stage == PageStage::recheck_second);
    CHECK(waiting[0].due == sample_time(20));
    CHECK(waiting[0].give_up == sample_time(920));
    CHECK(waiting[0].attempts == 2);
    CHECK(waiting[0].missing);
    CHECK_FALSE(waiting[1].missing);
    CHECK((*ledger->pending_page(sample_digest(1)))->stage == PageStage::parked);
    CHECK_FALSE(ledger->pending_page(sample_digest(3))->has_value());
    const Known known =
        *ledger->known({.keys = {}, .ids = {}, .items = {}, .pages = {sample_digest(1)}});
    CHECK(known.pages.size() == 1);
    CHECK(known.pages.contains(sample_digest(1)));
    changes.pending = {pending(2, 40)};
    changes.pending_done = {sample_digest(1)};
    REQUIRE(ledger->apply(feed, changes).ok());
    waiting = *ledger->pending();
    REQUIRE(waiting.size() == 1);
    CHECK(waiting[0].due == sample_time(40));
}

TEST_CASE("what was parked is taken off the tally when it leaves, retractions are counted apart") {
    const auto ledger = in_memory();
    Changes parked{};
    parked.tally.count(Outcome::pending);
    parked.tally.count(Outcome::pending);
    REQUIRE(ledger->apply(feed, parked).ok());
    CHECK(ledger->tally_total()->of(Outcome::pending) == 2);
    Changes left{};
    left.tally.leave_pending();
    left.tally.count(Outcome::created);
    left.tally.retractions = 1;
    CHECK(left.tally.items_read() == 0);
    REQUIRE(ledger->apply(feed, left).ok());
    CHECK(ledger->tally_total()->of(Outcome::pending) == 1);
    CHECK(ledger->tally_total()->of(Outcome::created) == 1);
    CHECK(ledger->tally_total()->items_read() == 2);
    CHECK(ledger->tally(feed)->of(Outcome::pending) == 1);
    CHECK(ledger->tally_total()->retractions == 1);
    Tally sum = parked.tally;
    sum.add(left.tally);
    CHECK(sum.of(Outcome::pending) == 1);
    CHECK(sum.items_read() == 2);
}

TEST_CASE("a file of a spool is done for its feed alone") {
    const auto ledger = in_memory();
    Changes changes{};
    changes.spool_done = {"a.txt", "a.txt"};
    REQUIRE(ledger->apply(feed, changes).ok());
    CHECK(*ledger->spool_file_done(feed, "a.txt"));
    CHECK_FALSE(*ledger->spool_file_done(feed, "b.txt"));
    CHECK_FALSE(*ledger->spool_file_done(FeedId{"other"}, "a.txt"));
}

TEST_CASE("tallies add up by feed and in all") {
    const auto ledger = in_memory();
    Changes changes{};
    for (std::size_t i = 0; i < outcome_count; ++i) {
        changes.tally.outcomes[i] = i + 1;
    }
    for (std::size_t i = 1; i < reason_count; ++i) {
        changes.tally.reasons[i] = 10 * i;
    }
    changes.tally.versions = {1, 2, 3};
    changes.tally.retractions = 4;
    REQUIRE(ledger->apply(FeedId{"a"}, changes).ok());
    REQUIRE(ledger->apply(FeedId{"a"}, changes).ok());
    REQUIRE(ledger->apply(FeedId{"b"}, changes).ok());
    const Tally one = *ledger->tally(FeedId{"a"});
    const Tally all = *ledger->tally_total();
    for (std::size_t i = 0; i < outcome_count; ++i) {
        CHECK(one.outcomes[i] == 2 * (i + 1));
        CHECK(all.outcomes[i] == 3 * (i + 1));
    }
    for (std::size_t i = 1; i < reason_count; ++i) {
        CHECK(one.reasons[i] == 20 * i);
        CHECK(all.reasons[i] == 30 * i);
    }
    CHECK(one.versions == decltype(one.versions){2, 4, 6});
    CHECK(all.versions == decltype(all.versions){3, 6, 9});
    CHECK(one.retractions == 8);
    CHECK(all.retractions == 12);
    CHECK(ledger->tally(FeedId{"c"})->items_read() == 0);
    const auto each = *ledger->tallies();
    REQUIRE(each.size() == 2);
    CHECK(each.at(FeedId{"a"}).outcomes == one.outcomes);
    CHECK(each.at(FeedId{"a"}).reasons == one.reasons);
    CHECK(each.at(FeedId{"b"}).retractions == 4);
}

TEST_CASE("reads see what was applied, and a rollback takes all of it back") {
    const auto ledger = in_memory();
    REQUIRE(ledger->apply(feed, sample_changes(1)).ok());
    REQUIRE(ledger->commit().ok());
    const std::string before = contents(*ledger, 3);
    REQUIRE(ledger->apply(feed, sample_changes(2)).ok());
    REQUIRE(ledger->apply(feed, sample_changes(3)).ok());
    REQUIRE(ledger->settle(Sequence{1}).ok());
    CHECK(highest(*ledger) == 3);
    CHECK(ledger->info().settled == Sequence{1});
    CHECK(sequences(*ledger) == std::vector<std::uint64_t>{2, 3});
    CHECK(contents(*ledger, 3) != before);
    ledger->rollback();
    CHECK(contents(*ledger, 3) == before);
    REQUIRE(ledger->apply(feed, sample_changes(2)).ok());
    CHECK(sequences(*ledger) == std::vector<std::uint64_t>{1, 2});
}

TEST_CASE("generations count the configurations that went live") {
    const auto ledger = in_memory();
    CHECK(*ledger->next_generation() == Generation{1});
    REQUIRE(ledger->commit().ok());
    CHECK(*ledger->next_generation() == Generation{2});
    ledger->rollback();
    CHECK(*ledger->next_generation() == Generation{2});
}

TEST_CASE("a ledger that is opened again has everything, without what was not committed") {
    const TemporaryDirectory directory;
    const std::string path = directory / "khabard.db";
    std::string before;
    {
        const auto ledger = open_ledger(path);
        for (int number = 1; number <= 3; ++number) {
            REQUIRE(ledger->apply(feed, sample_changes(number)).ok());
        }
        REQUIRE(ledger->settle(Sequence{1}).ok());
        REQUIRE(ledger->next_generation().ok());
        REQUIRE(ledger->commit().ok());
        before = contents(*ledger, 4);
        REQUIRE(ledger->apply(feed, sample_changes(4)).ok());
    }
    const auto again =
        open_sqlite_ledger({.path = path, .vfs_name = {}, .new_state_id = StateId{"another"}});
    REQUIRE(again.ok());
    CHECK((*again)->info().state_id == sample_state_id);
    CHECK(contents(**again, 4) == before);
    CHECK(*(*again)->next_generation() == Generation{2});
}

TEST_CASE("the highest number survives an empty outbox") {
    const TemporaryDirectory directory;
    const std::string path = directory / "khabard.db";
    {
        const auto ledger = open_ledger(path);
        REQUIRE(ledger->apply(feed, sample_changes(1)).ok());
        REQUIRE(ledger->settle(Sequence{1}).ok());
        REQUIRE(ledger->commit().ok());
    }
    const auto ledger = open_ledger(path);
    CHECK(highest(*ledger) == 1);
    CHECK(ledger->info().settled == Sequence{1});
    REQUIRE(ledger->apply(feed, sample_changes(2)).ok());
    CHECK(sequences(*ledger) == std::vector<std::uint64_t>{2});
}

TEST_CASE("a state file of another layout is refused, and says so") {
    const TemporaryDirectory directory;
    const std::string path = directory / "khabard.db";
    open_ledger(path).reset();
    {
        auto database = Database::open({path, {}});
        REQUIRE(database.ok());
        REQUIRE((*database)->execute("UPDATE meta SET value = 99 WHERE name = 'schema'").ok());
    }
    const Status refused = refusal(path);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().fault == Fault::state);
    CHECK(refused.error().what.find("layout 99") != std::string::npos);
    CHECK(refused.error().what.find(std::to_string(ledger_schema_version)) != std::string::npos);
}

TEST_CASE("what is no state file is refused") {
    const TemporaryDirectory directory;
    SECTION("text") {
        write_bytes(directory / "khabard.db", std::string(5000, 'x'));
        CHECK(refusal(directory / "khabard.db").error().fault == Fault::state);
    }
    SECTION("a directory") {
        std::filesystem::create_directory(directory / "khabard.db");
        CHECK(refusal(directory / "khabard.db").error().fault == Fault::state);
    }
    SECTION("in a place that does not exist") {
        CHECK(refusal(directory / "no/such/khabard.db").error().fault == Fault::state);
    }
    SECTION("without a name for its state") {
        open_ledger(directory / "khabard.db").reset();
        auto database = Database::open({directory / "khabard.db", {}});
        REQUIRE((*database)->execute("DELETE FROM meta WHERE name = 'state_id'").ok());
        database->reset();
        CHECK(refusal(directory / "khabard.db").error().what.find("damaged") != std::string::npos);
    }
}

TEST_CASE("a state file that another process holds is refused") {
    const TemporaryDirectory directory;
    const auto ledger = open_ledger(directory / "khabard.db");
    REQUIRE(ledger->apply(feed, sample_changes(1)).ok());
    CHECK_FALSE(refusal(directory / "khabard.db").ok());
}

// Whatever bytes are overwritten, opening refuses the file or gives a ledger that can be read; it
// never ends the process.
TEST_CASE("a damaged state file is refused or readable") {
    const TemporaryDirectory directory;
    const std::string path = directory / "khabard.db";
    {
        const auto ledger = open_ledger(path);
        for (int number = 1; number <= 40; ++number) {
            REQUIRE(ledger->apply(feed, sample_changes(number)).ok());
        }
        REQUIRE(ledger->commit().ok());
    }
    const std::string good = bytes_of(path);
    const auto seed = GENERATE(1U, 2U, 3U);
    CAPTURE(seed);
    std::mt19937 dice(seed);
    std::size_t refused = 0;
    for (int round = 0; round < 40; ++round) {
        CAPTURE(round);
        std::string bad = good;
        if (round % 4 == 0) {
            bad.resize(dice() % bad.size());
        } else {
            const std::size_t at = dice() % (bad.size() - 600);
            for (std::size_t i = 0; i < 512; ++i) {
                bad[at + i] = static_cast<char>(dice());
            }
        }
        std::filesystem::remove(path + "-wal");
        write_bytes(path, bad);
        auto opened =
            open_sqlite_ledger({.path = path, .vfs_name = {}, .new_state_id = sample_state_id});
        refused += opened ? 0 : 1;
        if (opened) {
            (void)(*opened)->feed_states().ok();
            (void)(*opened)->indexed(Instant{}).ok();
            (void)(*opened)->outbox(Sequence{0}, 1000, 1U << 30U).ok();
        }
    }
    CHECK(refused > 10);
}

TEST_CASE("a look at the spool does not keep the log from being written back") {
    const TemporaryDirectory directory;
    const std::string path = directory / "khabard.db";
    const auto ledger = open_ledger(path);
    for (int number = 1; number <= 400; ++number) {
        REQUIRE(ledger->apply(feed, sample_changes(number)).ok());
        REQUIRE(ledger->commit().ok());
        REQUIRE(*ledger->spool_file_done(feed, "file-1"));
    }
    CHECK(std::filesystem::file_size(path + "-wal") < 8U * 1024 * 1024);
}

TEST_CASE("what a feed shows no more is forgotten, and so are old articles that nobody shows") {
    const auto ledger = in_memory();
    const auto show = [&](int seconds, std::vector<Digest> items) {
        Changes changes{};
        changes.shown = Shown{sample_time(seconds), std::move(items)};
        REQUIRE(ledger->apply(feed, changes).ok());
    };
    for (const int number : {1, 2, 4}) {
        REQUIRE(ledger->apply(feed, sample_changes(number)).ok());
    }
    show(10, {sample_digest(1), sample_digest(2), sample_digest(4)});
    CHECK(ledger->memory(feed)->seen.size() == 3);
    show(20, {sample_digest(1), sample_digest(4)});
    CHECK(ledger->memory(feed)->seen.size() == 2);
    show(30, {sample_digest(1)});
    show(40, {sample_digest(1), sample_digest(4)});  // 4 has come back
    REQUIRE(ledger->commit().ok());

    KnownQuery query{};
    for (const int number : {1, 2, 4}) {
        query.items.push_back(sample_digest(number));
        query.ids.push_back(sample_article_change(number).article.id);
        for (const IdentityKey& key : sample_article_change(number).keys) {
            query.keys.push_back(key.digest);
        }
    }
    const std::size_t keys = ledger->known(query)->by_key.size();
    CHECK(*ledger->forget(sample_time(20), 100) == 0);
    CHECK(ledger->known(query)->seen.size() == 3);
    // The mark goes first, and its article at the next look.
    CHECK(*ledger->forget(sample_time(21), 100) == 1);
    CHECK(*ledger->forget(sample_time(21), 100) == 1);
    CHECK(*ledger->forget(sample_time(21), 100) == 0);
    const Known known = *ledger->known(query);
    CHECK(known.seen.size() == 2);
    CHECK(known.articles.size() == 2);
    CHECK_FALSE(known.articles.contains(sample_article_change(2).article.id));
    CHECK(known.by_key.size() < keys);
    for (const auto& [digest, id] : known.by_key) {
        CHECK(known.articles.contains(id));
    }
    ledger->rollback();
    CHECK(ledger->known(query)->seen.size() == 3);
    CHECK(ledger->known(query)->articles.size() == 3);
}

TEST_CASE("the entries of a file that is read once age from then on") {
    const auto ledger = in_memory();
    Changes changes = sample_changes(1);
    changes.shown_once = sample_time(5);
    REQUIRE(ledger->apply(feed, changes).ok());
    KnownQuery query{};
    query.items = {sample_digest(1)};
    CHECK(ledger->known(query)->seen.size() == 1);
    CHECK(*ledger->forget(sample_time(6), 100) == 1);
    CHECK(ledger->known(query)->seen.empty());
}

TEST_CASE("forgetting looks at a few rows at a time, and comes to all of them") {
    const auto ledger = in_memory();
    std::vector<Digest> shown;
    for (int number = 1; number <= 30; ++number) {
        REQUIRE(ledger->apply(feed, sample_changes(number)).ok());
        if (number <= 20) {
            shown.push_back(sample_digest(number));
        }
    }
    Changes changes{};
    changes.shown = Shown{sample_time(100), shown};
    REQUIRE(ledger->apply(feed, changes).ok());
    REQUIRE(ledger->commit().ok());
    std::size_t forgotten = 0;
    for (int turn = 0; turn < 40; ++turn) {
        const std::size_t now = *ledger->forget(sample_time(1000), 3);
        CHECK(now <= 6);
        forgotten += now;
        REQUIRE(ledger->commit().ok());
    }
    CHECK(forgotten == 20);  // ten marks, ten articles
    KnownQuery query{};
    for (int number = 1; number <= 30; ++number) {
        query.ids.push_back(sample_article_change(number).article.id);
    }
    CHECK(ledger->known(query)->articles.size() == 20);
}
