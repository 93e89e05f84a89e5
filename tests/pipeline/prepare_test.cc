#include "daemon/pipeline/prepare.h"

#include "tests/pipeline/pipeline_support.h"

#include <algorithm>

using namespace khabard;
using namespace std::chrono_literals;

namespace {

std::vector<Story> two_stories() {
    return {everyday(1), {"https://outlet.example/2", "موسكو تطالب بالانسحاب", themed_story(2)}};
}

const Article& article_of(const Prepared& prepared, std::size_t item = 0, std::size_t part = 0) {
    REQUIRE(prepared.items.size() > item);
    REQUIRE(prepared.items[item].articles.size() > part);
    return prepared.items[item].articles[part].candidate.article;
}

bool has_warning(const Article& article, const std::string& warning) {
    return std::find(article.warnings.begin(), article.warnings.end(), warning) !=
           article.warnings.end();
}

std::string ndjson_line(const std::string& id, const std::string& text) {
    return "{\"id\":\"" + id + "\",\"text\":\"" + text + "\"}\n";
}

}  // namespace

TEST_CASE("RSS and Atom become articles with keys, fingerprint and themes") {
    const bool atom = GENERATE(false, true);
    CAPTURE(atom);
    const Prepared done =
        prepare(pipeline_job(atom ? atom_of(two_stories()) : rss_of(two_stories())));
    REQUIRE_FALSE(done.refused.has_value());
    CHECK(done.provenance.format == (atom ? "atom10" : "rss20"));
    CHECK(done.provenance.encoding == "utf-8");
    CHECK(done.wellformed);
    REQUIRE(done.items.size() == 2);
    CHECK(done.shown.size() == 2);
    const Article& article = article_of(done);
    CHECK(article.url == two_stories()[0].url);
    CHECK_FALSE(article.headline.empty());
    // The description of an RSS item is a summary, the content of an Atom entry its text.
    const DisplayText& text = atom ? article.body : article.summary;
    CHECK(text.str().find(everyday_story(1).substr(0, 40)) != std::string::npos);
    CHECK(article.representation == (atom ? Representation::full : Representation::summary_only));
    REQUIRE(article.published.has_value());
    CHECK(article.published->date.at == *parse_rfc3339("2026-01-31T09:00:00Z"));
    const Candidate& themed = done.items[1].articles[0].candidate;
    CHECK(labels(themed.scores) == std::vector<std::string>{"territory"});
    CHECK(labels(done.items[0].articles[0].candidate.scores).empty());
    CHECK(themed.outlet == "outlet.example");
    CHECK_FALSE(themed.keys.keys.empty());
    CHECK(themed.fingerprint.spelling != 0);
}

TEST_CASE("what a publisher says of further use is kept, of headers and of the page") {
    Job job = pipeline_job(rss_of(two_stories()));
    job.fetched.headers.push_back({"x-robots-tag", "noai"});
    job.fetched.headers.push_back({"tdm-reservation", "1"});
    Prepared done = prepare(job);
    CHECK(done.provenance.robots_tag == "noai");
    CHECK(done.provenance.tdm_reservation == "1");
    job = pipeline_job(
        "<html><head><title>T</title><meta name=\"robots\" content=\"noarchive\">"
        "<meta name=\"tdm-reservation\" content=\"1\"></head><body><article><p>" +
        everyday_story(1) + "</p><p>" + everyday_story(2) + "</p></article></body></html>");
    job.read_as = ReadAs::page;
    job.fetched.headers = {{"content-type", "text/html"}, {"x-robots-tag", "noai"}};
    done = prepare(job);
    CHECK(done.provenance.robots_tag == "noai, noarchive");
    CHECK(done.provenance.tdm_reservation == "1");
    CHECK(prepare(pipeline_job(rss_of(two_stories()))).provenance.robots_tag.empty());
}

TEST_CASE("a plain text is one article") {
    const Prepared done =
        prepare(pipeline_job("عنوان الخبر القصير\n\n" + everyday_story(1) + "\n", ReadAs::text));
    REQUIRE(done.items.size() == 1);
    CHECK_FALSE(article_of(done).body.empty());
    CHECK(done.provenance.format == "text");
}

TEST_CASE("lines of ndjson are items, and broken ones are rejects beside them") {
    const Prepared done = prepare(pipeline_job(
        ndjson_line("1", "عنوان أول\\n" + everyday_story(1)) + "{\"text\": 7, broken\n\n" +
            ndjson_line("3", "عنوان ثالث\\n" + everyday_story(3)),
        ReadAs::ndjson));
    REQUIRE_FALSE(done.refused.has_value());
    REQUIRE(done.items.size() == 3);
    const auto rejected =
        std::find_if(done.items.begin(), done.items.end(),
                     [](const PreparedItem& item) { return item.articles.empty(); });
    REQUIRE(rejected != done.items.end());
    CHECK(rejected->reason == Reason::unreadable);
    CHECK(rejected->what.find("item 2") != std::string::npos);
}

TEST_CASE("entries that stand in memory as they are leave early") {
    Job job = pipeline_job(rss_of(two_stories()));
    const Prepared first = prepare(job);
    for (const PreparedItem& item : first.items) {
        job.memory.seen.push_back(item.mark);
    }
    std::sort(job.memory.seen.begin(), job.memory.seen.end(),
              [](const SeenMark& a, const SeenMark& b) { return a.item < b.item; });
    const Prepared second = prepare(job);
    CHECK(second.repeats == 2);
    CHECK(second.items.empty());
    CHECK(second.shown == first.shown);
    auto stories = two_stories();
    stories[0].headline = "عنوان آخر";
    job.fetched.body.bytes = rss_of(stories);
    const Prepared third = prepare(job);
    CHECK(third.repeats == 1);
    CHECK(third.items.size() == 1);
}

TEST_CASE("old entries are left out and late ones marked, by `run` and for feeds only") {
    auto stories = two_stories();
    stories[0].published = "Thu, 01 Jan 2026 09:00:00 GMT";
    stories[1].published = "Mon, 26 Jan 2026 09:00:00 GMT";
    stories.push_back(everyday(3));
    stories[2].published.clear();
    Job job = pipeline_job(rss_of(stories));
    const auto age_rules = [&](bool run, FeedKind kind) {
        job.follow_run_rules = run;
        job.feed.kind = kind;
        return prepare(job);
    };
    const Prepared by_run = age_rules(true, FeedKind::rss);
    CHECK(by_run.items[0].articles[0].reason == Reason::too_old);
    CHECK(by_run.items[1].articles[0].reason == Reason::none);
    CHECK(has_warning(article_of(by_run, 1), "backfill"));
    CHECK(by_run.items[2].articles[0].reason == Reason::none);
    CHECK_FALSE(has_warning(article_of(by_run, 2), "backfill"));
    const auto other =
        GENERATE(std::pair{false, FeedKind::rss}, std::pair{true, FeedKind::directory},
                 std::pair{false, FeedKind::directory});
    const Prepared kept = age_rules(other.first, other.second);
    for (const PreparedItem& item : kept.items) {
        CHECK(item.articles[0].reason == Reason::none);
        CHECK_FALSE(has_warning(item.articles[0].candidate.article, "backfill"));
    }
}

TEST_CASE("another language is left out, and so is an entry without text") {
    const std::string english =
        "The council of the city met on Saturday to talk about the new bridge over the river, "
        "and everybody who came agreed that it should be built before the winter of next year.";
    const Prepared done = prepare(
        pipeline_job(rss_of({{"https://outlet.example/en", "A bridge over the river", english},
                             {"https://outlet.example/empty", "", ""}})));
    REQUIRE(done.items.size() == 2);
    CHECK(done.items[0].articles.at(0).reason == Reason::not_arabic);
    const PreparedItem& empty = done.items[1];
    const Reason reason = empty.articles.empty() ? empty.reason : empty.articles[0].reason;
    CHECK(reason == Reason::no_text);
}

TEST_CASE("what is no document of its kind is refused as a whole, and says what it looks like") {
    for (const std::string& body :
         {std::string("<html><body><p>Sign in</p></body></html>"), std::string(),
          std::string("\x00\x01\x02\x03", 4), std::string(3000, '\xff')}) {
        CAPTURE(body.substr(0, 20));
        const Prepared done = prepare(pipeline_job(body));
        REQUIRE(done.refused.has_value());
        CHECK(done.items.empty());
        CHECK_FALSE(done.refused->what.empty());
        CHECK(done.body.high + done.body.low != 0);
    }
}

TEST_CASE("the answer to what is known asks for every key, item and id") {
    const Prepared done = prepare(pipeline_job(rss_of(two_stories())));
    const KnownQuery query = questions(done);
    CHECK(query.items.size() == 2);
    CHECK(query.ids.size() == 2);
    for (const PreparedItem& item : done.items) {
        for (const IdentityKey& key : item.articles[0].candidate.keys.keys) {
            CHECK(std::count(query.keys.begin(), query.keys.end(), key.digest) == 1);
        }
    }
}
