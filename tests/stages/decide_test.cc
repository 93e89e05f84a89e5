#include "daemon/stages/decide.h"

#include "tests/stages/samples.h"
#include "tests/support/catch.h"

#include <map>

using namespace khabard;

namespace {

// A newsroom that remembers: what the ledger and the index would know.
class Newsroom {
public:
    Newsroom() : index_(Limits{}) {
        topics_.of_theme = {{"energy", "t.energy"}, {"territory", "t.territory"}};
    }

    Verdict read(const SampleEntry& entry) {
        const Candidate candidate = sample_candidate(entry);
        const FeedId feed{entry.feed};
        const DecideContext context{.feed = feed,
                                    .now = Instant{},
                                    .publish_minor = publish_minor,
                                    .topics = topics_,
                                    .aliases = aliases_};
        const Verdict verdict = decide(candidate, known_, index_, context);
        if (verdict.outcome != Outcome::repeat) {
            learn(candidate, verdict, context);
        }
        return verdict;
    }

    bool publish_minor = true;

private:
    void learn(const Candidate& candidate, const Verdict& verdict, const DecideContext& context) {
        KnownArticle article = remember(candidate, verdict, known_, context);
        for (const IdentityKey& key : candidate.keys.keys) {
            known_.by_key.emplace(key.digest, article.id);
        }
        if (!verdict.copy_only) {
            index_.add({article.id, article.group, article.source_id, article.first_seen,
                        article.themes, candidate.fingerprint});
            index_.apply();
        }
        known_.articles.insert_or_assign(article.id, std::move(article));
    }

    Known known_{};
    NearIndex index_;
    TopicMap topics_;
    Aliases aliases_;
};

using Names = std::vector<std::string>;

SampleEntry story(const std::string& url, int from, Names themes = {}) {
    return {.url = url,
            .headline = sample_words(from, 5),
            .body = sample_words(from + 5, 80),
            .themes = std::move(themes)};
}

}  // namespace

TEST_CASE("a first article with a theme goes to its topic, without one to the unthemed topic") {
    Newsroom room;
    const Verdict themed = room.read(story("https://a.example/1", 0, {"energy"}));
    CHECK(themed.outcome == Outcome::created);
    CHECK(themed.event == EventType::created);
    CHECK(themed.version == Version{1});
    CHECK(themed.publish_to == Names{"t.energy"});
    const Verdict plain = room.read(story("https://a.example/2", 1000));
    CHECK(plain.outcome == Outcome::unthemed);
    CHECK(plain.event == EventType::created);
    CHECK(plain.publish_to == Names{"news.ar.unthemed"});
}

TEST_CASE("a known article, unchanged, is a repeat, whichever feed shows it") {
    Newsroom room;
    SampleEntry entry = story("https://a.example/1", 0, {"energy"});
    (void)room.read(entry);
    CHECK(room.read(entry).outcome == Outcome::repeat);
    entry.feed = "another";
    entry.headline = "عنوان آخر تماما";
    CHECK(room.read(entry).outcome == Outcome::repeat);
}

TEST_CASE("an edit is the next version and says what changed") {
    Newsroom room;
    SampleEntry entry = story("https://a.example/1", 0, {"energy"});
    const Verdict first = room.read(entry);
    entry.headline += " وأكثر من ذلك بكثير";
    const Verdict second = room.read(entry);
    CHECK(second.outcome == Outcome::updated);
    CHECK(second.id == first.id);
    CHECK(second.version == Version{2});
    CHECK(second.changed_fields == Names{"headline"});
    CHECK(second.change_class == ChangeClass::material);
    CHECK(second.previous_hash.has_value());
}

TEST_CASE("a version goes to the topics of the version before and to its own") {
    Newsroom room;
    SampleEntry entry = story("https://a.example/1", 0, {"energy"});
    (void)room.read(entry);
    entry.themes = {"territory"};
    entry.headline += " جديد";
    const Verdict moved = room.read(entry);
    CHECK(moved.topics == Names{"t.territory"});
    CHECK(moved.left_topics == Names{"t.energy"});
    CHECK(moved.publish_to == Names{"t.energy", "t.territory"});
    CHECK(moved.change_class == ChangeClass::material);
    entry.themes = {};
    entry.headline += " آخر";
    const Verdict dropped = room.read(entry);
    CHECK(dropped.topics == Names{"news.ar.unthemed"});
    CHECK(dropped.publish_to == Names{"news.ar.unthemed", "t.territory"});
}

TEST_CASE("a minor edit is skipped where minor edits are not published, and remembered") {
    Newsroom room;
    room.publish_minor = false;
    SampleEntry entry = story("https://a.example/1", 0, {"energy"});
    (void)room.read(entry);
    entry.headline += " كلمة";
    const Verdict minor = room.read(entry);
    CHECK(minor.outcome == Outcome::skipped);
    CHECK(minor.reason == Reason::minor_edit);
    CHECK(minor.version == Version{1});
    CHECK(minor.publish_to.empty());
    CHECK(room.read(entry).outcome == Outcome::repeat);
}

TEST_CASE("the same text under another address is a duplicate, and has its original's themes") {
    Newsroom room;
    const Verdict original = room.read(story("https://a.example/1", 0, {"energy"}));
    SampleEntry copy = story("https://b.example/9", 0, {});
    copy.outlet = "b.example";
    const Verdict verdict = room.read(copy);
    CHECK(verdict.outcome == Outcome::duplicate);
    CHECK(verdict.event == EventType::duplicate);
    CHECK(verdict.publish_to == Names{"news.ar.duplicates"});
    CHECK(verdict.group == original.id);
    CHECK(verdict.id != original.id);
    REQUIRE(verdict.duplicate_of.has_value());
    CHECK(verdict.duplicate_of->level == DupLevel::content);
    CHECK(verdict.themes == Names{"energy"});
    CHECK(room.read(copy).outcome == Outcome::repeat);
}

TEST_CASE("a near copy without a new theme goes to the duplicates topic only") {
    Newsroom room;
    const Verdict original = room.read(story("https://a.example/1", 0, {"energy"}));
    SampleEntry copy = story("https://b.example/9", 0, {"energy"});
    copy.outlet = "b.example";
    copy.body += " " + sample_words(5000, 6);
    const Verdict verdict = room.read(copy);
    CHECK(verdict.outcome == Outcome::duplicate);
    CHECK(verdict.duplicate_of->level == DupLevel::near);
    CHECK(verdict.group == original.id);
}

TEST_CASE("a near copy with a theme its group lacked is created, in that theme's topic only") {
    Newsroom room;
    const Verdict original = room.read(story("https://a.example/1", 0, {"energy"}));
    SampleEntry longer = story("https://b.example/9", 0, {"energy", "territory"});
    longer.outlet = "b.example";
    longer.body += " " + sample_words(5000, 8);
    const Verdict verdict = room.read(longer);
    CHECK(verdict.outcome == Outcome::created);
    CHECK(verdict.event == EventType::created);
    CHECK(verdict.group == original.id);
    CHECK(verdict.duplicate_of->id == original.id);
    CHECK(verdict.themes == Names{"energy", "territory"});
    CHECK(verdict.topics == Names{"t.territory"});
    SampleEntry third = longer;
    third.url = "https://c.example/3";
    third.outlet = "c.example";
    third.body += " " + sample_words(6000, 4);
    CHECK(room.read(third).outcome == Outcome::duplicate);
}

TEST_CASE("an edited duplicate is judged again under its own id") {
    Newsroom room;
    (void)room.read(story("https://a.example/1", 0, {"energy"}));
    SampleEntry copy = story("https://b.example/9", 0, {"energy"});
    copy.outlet = "b.example";
    const Verdict first = room.read(copy);
    REQUIRE(first.outcome == Outcome::duplicate);
    copy.headline += " كلمة";
    CHECK(room.read(copy).outcome == Outcome::repeat);
    copy.body = sample_words(9000, 90);
    copy.themes = {"territory"};
    const Verdict own = room.read(copy);
    CHECK(own.outcome == Outcome::updated);
    CHECK(own.id == first.id);
    CHECK(own.version == Version{2});
    CHECK(own.publish_to == Names{"t.territory"});
}

TEST_CASE("a guid that returns with another address and another text is a new article") {
    Newsroom room;
    SampleEntry entry = story("", 0, {"energy"});
    entry.guid = "g1";
    const Verdict first = room.read(entry);
    SampleEntry other = story("", 2000, {"energy"});
    other.guid = "g1";
    const Verdict second = room.read(other);
    CHECK(second.outcome == Outcome::created);
    CHECK(second.id != first.id);
    CHECK(second.version == Version{1});
}
