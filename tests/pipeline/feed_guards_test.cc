// What publishers' feeds do to whoever trusts them: never a repeat, never a loss.

#include "tests/pipeline/pipeline_support.h"

using namespace khabard;

namespace {

std::vector<Story> stories(unsigned count) {
    std::vector<Story> all;
    for (unsigned number = 1; number <= count; ++number) {
        all.push_back(everyday(number));
    }
    return all;
}

// A feed whose guids are not its addresses.
std::string feed_of(const std::vector<Story>& all, const std::string& guids,
                    bool with_links = true) {
    std::string xml =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\"><channel><title>t</title>";
    for (std::size_t i = 0; i < all.size(); ++i) {
        xml += "<item><title>" + all[i].headline + "</title>" +
               (with_links ? "<link>" + all[i].url + "</link>" : "") +
               "<guid isPermaLink=\"false\">" + guids + std::to_string(i) + "</guid><description>" +
               all[i].text + "</description><pubDate>" + all[i].published + "</pubDate></item>";
    }
    return xml + "</channel></rss>";
}

std::string escaped(std::string text) {
    for (std::size_t at = text.find('&'); at != std::string::npos; at = text.find('&', at + 5)) {
        text.replace(at, 1, "&amp;");
    }
    return text;
}

// Articles that were published, in all, and how often.
struct Published {
    std::size_t records;
    std::set<std::string> articles;
};

Published published(Pipeline& pipeline) {
    const auto rows = *pipeline.ledger->outbox(Sequence{0}, 100'000, 1U << 30U);
    Published all{rows.size(), {}};
    for (const OutboxRow& row : rows) {
        all.articles.insert(row.record.key);
    }
    return all;
}

}  // namespace

TEST_CASE("guids that change while addresses do not bring nothing back") {
    Pipeline pipeline;
    pipeline.take(pipeline_job(feed_of(stories(10), "first-")));
    for (const char* guids : {"second-", "third-", "first-"}) {
        const Concluded again = pipeline.take(pipeline_job(feed_of(stories(10), guids)));
        CHECK(again.changes.tally.of(Outcome::repeat) == 10);
        CHECK(again.changes.records.empty());
    }
    CHECK(published(pipeline).records == 10);
    CHECK(pipeline.ledger->tally_total()->items_read() == 10);
}

TEST_CASE("guids that change with every answer are told of") {
    Pipeline pipeline;
    CHECK(pipeline.take(pipeline_job(feed_of(stories(10), "first-"))).renamed == 0);
    CHECK(pipeline.take(pipeline_job(feed_of(stories(10), "second-"))).renamed == 10);
    CHECK(pipeline.take(pipeline_job(feed_of(stories(10), "second-"))).renamed == 0);
}

TEST_CASE("guids and tracking parameters that change together bring nothing back") {
    Pipeline pipeline;
    for (const char* poll : {"1", "2", "3"}) {
        std::vector<Story> tracked = stories(10);
        for (Story& story : tracked) {
            story.url = escaped(story.url + "?utm_source=rss&utm_campaign=" + poll + "#" + poll);
        }
        pipeline.take(pipeline_job(feed_of(tracked, poll)));
    }
    CHECK(published(pipeline).records == 10);
}

TEST_CASE("guids that change in a feed without addresses bring nothing back") {
    Pipeline pipeline;
    for (const char* guids : {"first-", "second-", "first-"}) {
        pipeline.take(pipeline_job(feed_of(stories(10), guids, false)));
    }
    CHECK(published(pipeline).records == 10);
    CHECK(pipeline.ledger->tally_total()->of(Outcome::duplicate) == 0);
}

TEST_CASE("a document that breaks off loses nothing and repeats nothing") {
    const std::string whole = feed_of(stories(10), "g-");
    for (std::size_t percent = 5; percent < 100; percent += 5) {
        CAPTURE(percent);
        Pipeline pipeline;
        Job broken = pipeline_job(whole.substr(0, whole.size() * percent / 100));
        broken.fetched.truncated = true;
        const Prepared prepared = pipeline.prepared(broken);
        if (!prepared.refused) {
            CHECK(prepared.truncated);
            pipeline.take(broken, prepared);
        }
        pipeline.take(pipeline_job(whole));
        const Published out = published(pipeline);
        CHECK(out.articles.size() == 10);
        // The entry at the break may have been published with half of its text.
        CHECK(out.records <= 11);
    }
}

TEST_CASE("entries that share a guid within a document are all published, once") {
    Pipeline pipeline;
    const auto same_guids = [](const std::vector<Story>& all) {
        std::string xml = feed_of(all, "g");
        for (std::size_t i = 0; i < all.size(); ++i) {
            const std::string guid = ">g" + std::to_string(i) + "</guid>";
            xml.replace(xml.find(guid), guid.size(), ">same</guid>");
        }
        return xml;
    };
    std::vector<Story> all = stories(6);
    CHECK(pipeline.take(pipeline_job(same_guids(all))).changes.records.size() == 6);
    // Unchanged, they leave before anything is paid for.
    const Concluded again = pipeline.take(pipeline_job(same_guids(all)));
    CHECK(again.changes.seen.empty());
    CHECK(again.changes.records.empty());
    // One more, and another order.
    std::swap(all[0], all[5]);
    all.push_back(everyday(7));
    CHECK(pipeline.take(pipeline_job(same_guids(all))).changes.records.size() == 1);
    CHECK(published(pipeline).articles.size() == 7);
    CHECK(published(pipeline).records == 7);
}

TEST_CASE("entries that share a guid and have no addresses are all published, once") {
    Pipeline pipeline;
    const auto document = [](const std::vector<Story>& all, const std::string& last) {
        std::string xml = feed_of(all, "g", false);
        for (std::size_t i = 0; i < all.size(); ++i) {
            const std::string guid = ">g" + std::to_string(i) + "</guid>";
            xml.replace(xml.find(guid), guid.size(), ">same</guid>");
        }
        return xml.replace(xml.find("</channel>"), 0, last);
    };
    pipeline.take(pipeline_job(document(stories(5), "")));
    pipeline.take(pipeline_job(document(stories(5), "<!-- a comment -->")));
    std::vector<Story> more = stories(6);
    std::swap(more[0], more[4]);
    pipeline.take(pipeline_job(document(more, "")));
    const Published out = published(pipeline);
    CHECK(out.articles.size() == 6);
    CHECK(out.records == 6);
}

TEST_CASE("a feed that is emptied or shrinks, and comes back, repeats nothing") {
    Pipeline pipeline;
    pipeline.take(pipeline_job(rss_of(stories(20))));
    for (const unsigned shown : {0U, 3U, 20U, 0U, 20U}) {
        const Concluded again = pipeline.take(pipeline_job(rss_of(stories(shown))));
        CHECK(again.changes.records.empty());
        CHECK(again.changes.tally.of(Outcome::repeat) == shown);
    }
    CHECK(published(pipeline).records == 20);
    CHECK(pipeline.ledger->tally_total()->items_read() == 20);
}

TEST_CASE("a feed that dates all its entries anew publishes none of them again") {
    Pipeline pipeline;
    pipeline.take(pipeline_job(rss_of(stories(10))));
    std::vector<Story> dated = stories(10);
    for (Story& story : dated) {
        story.published = "Sat, 31 Jan 2026 09:59:00 GMT";
    }
    const Concluded again = pipeline.take(pipeline_job(rss_of(dated)));
    CHECK(again.changes.tally.of(Outcome::repeat) == 10);
    CHECK(again.changes.records.empty());
}

TEST_CASE("an edit of everything is one new version of each, and no more") {
    Pipeline pipeline;
    pipeline.take(pipeline_job(rss_of(stories(10))));
    std::vector<Story> edited = stories(10);
    for (Story& story : edited) {
        story.headline += " - المنفذ";
    }
    const Concluded once = pipeline.take(pipeline_job(rss_of(edited)));
    CHECK(once.changes.tally.of(Outcome::updated) == 10);
    CHECK(pipeline.take(pipeline_job(rss_of(edited))).changes.records.empty());
    CHECK(published(pipeline).articles.size() == 10);
    CHECK(published(pipeline).records == 20);
}
