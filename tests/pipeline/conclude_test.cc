#include "daemon/pipeline/conclude.h"

#include "tests/pipeline/pipeline_support.h"

#include <algorithm>
#include <random>

using namespace khabard;

namespace {

// The outbox as bytes, without the place in line.
std::string records_of(Ledger& ledger) {
    std::string all;
    const auto rows = *ledger.outbox(Sequence{0}, 100'000, 1U << 30U);
    for (const OutboxRow& row : rows) {
        all += row.record.key + "\n" + row.record.payload + "\n";
        for (const RecordHeader& header : row.record.headers) {
            all += header.name + "=" + header.value + "\n";
        }
        for (const auto& topic : row.record.topics) {
            all += topic.topic + " " + topic.theme + "\n";
        }
    }
    return all;
}

// A document of some kind: new stories, known ones, edited ones, copies, other languages, nothing.
std::string random_document(std::mt19937& dice) {
    std::vector<Story> stories;
    const std::size_t count = dice() % 8;
    for (std::size_t i = 0; i < count; ++i) {
        Story story = everyday(unsigned(dice() % 30));
        switch (dice() % 8) {
            case 0: story.headline += " تحديث " + std::to_string(dice() % 3); break;
            case 1: story.url = "https://copy.example/" + std::to_string(dice() % 30); break;
            case 2:
                story.headline = "A bridge over the river";
                story.text =
                    "The council of the city met on Saturday to talk about the new bridge over the "
                    "river, and everybody who came agreed that it should be built next year.";
                break;
            case 3: story.text = themed_story(unsigned(dice() % 30)); break;
            case 4: story.text.clear(); break;
            case 5: story.published = "Fri, 05 Dec 2025 09:00:00 GMT"; break;
            default: break;
        }
        stories.push_back(std::move(story));
    }
    std::string body = dice() % 2 == 0 ? rss_of(stories) : atom_of(stories);
    if (dice() % 4 == 0) {
        body.resize(body.size() * (dice() % 100) / 100);  // broken off
    }
    return body;
}

}  // namespace

TEST_CASE("a first sight is published, the same again is a repeat, an edit is a new version") {
    Pipeline pipeline;
    Story story = everyday(1);
    const auto take = [&] { return pipeline.take(pipeline_job(rss_of({story}))); };
    const Concluded first = take();
    CHECK(first.changes.tally.of(Outcome::unthemed) == 1);
    CHECK(first.changes.records.size() == 1);
    REQUIRE(first.changes.articles.size() == 1);
    CHECK(first.changes.articles[0].item == first.changes.seen[0].item);
    const Concluded again = take();
    CHECK(again.changes.tally.of(Outcome::repeat) == 1);
    CHECK(again.changes.records.empty());
    CHECK(again.changes.seen.empty());
    story.headline = "عنوان لا يشبه الأول في شيء";
    const Concluded edited = take();
    CHECK(edited.changes.tally.of(Outcome::updated) == 1);
    CHECK(edited.changes.articles[0].article.version == Version{2});
    CHECK(pipeline.ledger->tally_total()->items_read() == 2);
}

TEST_CASE("a text without address and guid is one article, in whatever file it stands") {
    Pipeline pipeline;
    const std::string text = "عنوان الخبر القصير\n\n" + everyday_story(1);
    CHECK(pipeline.take(pipeline_job(text + "\n", ReadAs::text)).changes.records.size() == 1);
    Job again = pipeline_job(text + "\n\n\n", ReadAs::text);
    again.feed.id = FeedId{"another"};
    const Concluded concluded = pipeline.take(again);
    CHECK(concluded.changes.tally.of(Outcome::repeat) == 1);
    CHECK(concluded.changes.records.empty());
}

TEST_CASE("an entry that stands twice in a document is published once") {
    Pipeline pipeline;
    const Concluded done = pipeline.take(pipeline_job(rss_of({everyday(1), everyday(1)})));
    CHECK(done.changes.tally.of(Outcome::unthemed) == 1);
    CHECK(done.changes.tally.of(Outcome::repeat) == 1);
    CHECK(done.changes.records.size() == 1);
}

TEST_CASE("a copy in the same document finds its original there") {
    Pipeline pipeline;
    Story copy = everyday(1, "other.example");
    const Concluded done = pipeline.take(pipeline_job(rss_of({everyday(1), copy})));
    CHECK(done.changes.tally.of(Outcome::duplicate) == 1);
    REQUIRE(done.changes.articles.size() == 2);
    CHECK(done.changes.articles[1].article.duplicate_of == done.changes.articles[0].article.id);
    CHECK_FALSE(done.changes.articles[1].indexed);
}

TEST_CASE("a reject is counted once, however often its document is read") {
    Pipeline pipeline;
    const auto take = [&](const std::string& more) {
        Job job = pipeline_job("{\"broken\": \n" + more, ReadAs::ndjson);
        return pipeline.take(job).changes.tally;
    };
    const std::string line =
        "{\"id\":\"1\",\"text\":\"عنوان الخبر\\n" + everyday_story(1) + "\"}\n";
    CHECK(take(line).of(Outcome::rejected) == 1);
    const Tally again = take(line + "\n");
    CHECK(again.of(Outcome::rejected) == 0);
    CHECK(again.of(Outcome::repeat) == 2);
    CHECK(pipeline.ledger->tally_total()->of(Reason::unreadable) == 1);
}

TEST_CASE("articles that share a document leave it apart, each counted") {
    Pipeline pipeline;
    const std::string text =
        "عقوبات بريطانية جديدة\n24 شباط 2026\n"
        "أعلنت الحكومة البريطانية عقوبات جديدة على خمسين ناقلة نفط.\n"
        "سويسرا تجمّد أصولا روسية إضافية\n24 شباط 2026\n"
        "قررت السلطات السويسرية تجميد أصول روسية بقيمة 130 مليون فرنك أمس.\n";
    const Job job = pipeline_job(text, ReadAs::text);
    const Prepared done = pipeline.prepared(job);
    REQUIRE(done.items.size() == 1);
    REQUIRE(done.items[0].articles.size() == 2);
    const Concluded concluded = pipeline.take(job, done);
    CHECK(concluded.changes.tally.items_read() == 2);
    REQUIRE(concluded.changes.articles.size() == 2);
    CHECK(concluded.changes.articles[0].article.id != concluded.changes.articles[1].article.id);
    CHECK(concluded.changes.articles[0].item == concluded.changes.articles[1].item);
    CHECK(concluded.changes.seen.size() == 1);
    CHECK(pipeline.take(job).changes.tally.items_read() == 0);
}

TEST_CASE("the same bytes under the same rules make the same records") {
    const auto seed = GENERATE(1U, 2U);
    CAPTURE(seed);
    std::string first;
    for (int run = 0; run < 2; ++run) {
        Pipeline pipeline;
        std::mt19937 dice(seed);
        for (int poll = 0; poll < 10; ++poll) {
            const Job job = pipeline_job(random_document(dice));
            const Prepared done = pipeline.prepared(job);
            if (!done.refused) {
                pipeline.take(job, done);
            }
        }
        const std::string records = records_of(*pipeline.ledger);
        CHECK_FALSE(records.empty());
        CHECK((run == 0 || records == first));
        first = records;
    }
}

// Random polls; what was read is what was counted, and every record has its article.
TEST_CASE("every item that was read is counted under one outcome") {
    const auto seed = GENERATE(1U, 2U, 3U, 4U);
    CAPTURE(seed);
    std::mt19937 dice(seed);
    Pipeline pipeline;
    Tally sum;
    for (int poll = 0; poll < 40; ++poll) {
        CAPTURE(poll);
        Job job = pipeline_job(random_document(dice));
        job.follow_run_rules = dice() % 2 == 0;
        const Prepared done = pipeline.prepared(job);
        if (done.refused) {
            continue;
        }
        const Concluded concluded = pipeline.take(job, done);
        const Tally& tally = concluded.changes.tally;
        std::size_t ends = 0;
        std::size_t parts = 0;
        for (const PreparedItem& item : done.items) {
            parts += std::max<std::size_t>(item.articles.size(), 1);
        }
        for (const Ended& ended : concluded.ended) {
            ends += ended.outcome == Outcome::repeat ? 0 : 1;
        }
        REQUIRE(tally.items_read() == ends);
        REQUIRE(tally.items_read() + tally.of(Outcome::repeat) <= done.repeats + parts);
        REQUIRE(tally.items_read() + tally.of(Outcome::repeat) >= done.repeats + done.items.size());
        const std::uint64_t published = tally.of(Outcome::created) + tally.of(Outcome::updated) +
                                        tally.of(Outcome::duplicate) + tally.of(Outcome::unthemed);
        REQUIRE(concluded.changes.records.size() == published);
        std::uint64_t reasons = 0;
        for (std::size_t i = 1; i < reason_count; ++i) {
            reasons += tally.reasons[i];
        }
        REQUIRE(reasons == tally.of(Outcome::skipped) + tally.of(Outcome::rejected));
        sum.add(tally);
    }
    const Tally all = *pipeline.ledger->tally_total();
    CHECK(all.outcomes == sum.outcomes);
    CHECK(all.reasons == sum.reasons);
    CHECK(all.of(Outcome::repeat) > 0);
    CHECK(all.of(Outcome::skipped) > 0);
    CHECK(pipeline.ledger->outbox_size()->rows ==
          all.items_read() - all.of(Outcome::skipped) - all.of(Outcome::rejected));
}
