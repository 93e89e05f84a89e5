#include "daemon/dedup/near_index.h"

#include "tests/dedup/samples.h"
#include "tests/support/catch.h"

#include <chrono>
#include <map>

using namespace khabard;

namespace {

using namespace std::chrono_literals;

ArticleId id_of(std::uint32_t number) {
    return ArticleId{"article-" + std::to_string(number)};
}

const ArticleId nobody{"nobody"};

struct Sample {
    std::uint32_t number;
    Words words;
    std::string outlet = "a.example";
    std::chrono::hours age = 0h;
    std::vector<std::string> themes = {};
    std::optional<std::uint32_t> group = {};
};

IndexedArticle article(const Sample& sample) {
    return IndexedArticle{.id = id_of(sample.number),
                          .group = id_of(sample.group.value_or(sample.number)),
                          .source_id = sample.outlet,
                          .first_seen = Instant{} - sample.age,
                          .themes = sample.themes,
                          .fingerprint = fingerprint_of(sample.words)};
}

std::optional<ArticleId> found(const NearIndex& index, const Words& words,
                               const std::string& outlet = "b.example") {
    const auto match = index.find(fingerprint_of(words), outlet, nobody);
    return match ? std::optional(match->id) : std::nullopt;
}

Words story(std::uint32_t number, std::size_t length = 120) {
    return Writer(1000 + number).words(length);
}

Words changed_a_little(Words words, std::uint32_t seed) {
    Writer writer(seed);
    for (std::size_t i = 0; i < words.size(); i += 11) {
        words[i] = writer.word();
    }
    return words;
}

}  // namespace

TEST_CASE("a copy is found, with its group and the share that it has in common") {
    NearIndex index{Limits{}};
    for (std::uint32_t number = 0; number < 20; ++number) {
        index.add(article({.number = number, .words = story(number), .group = 100}));
    }
    index.apply();
    const auto match =
        index.find(fingerprint_of(changed_a_little(story(7), 1)), "b.example", nobody);
    REQUIRE(match.has_value());
    CHECK(match->id == id_of(7));
    CHECK(match->group == id_of(100));
    CHECK(match->score > 0.6);
    CHECK(match->score < 1.0);
    CHECK_FALSE(found(index, story(99)).has_value());
}

TEST_CASE("an article is never a copy of itself") {
    NearIndex index{Limits{}};
    index.add(article({.number = 1, .words = story(1)}));
    CHECK_FALSE(index.find(fingerprint_of(story(1)), "b.example", id_of(1)).has_value());
}

TEST_CASE("of equal texts the earliest is the original, whatever came in first") {
    NearIndex index{Limits{}};
    index.add(article({.number = 1, .words = story(1), .age = 2h}));
    index.add(article({.number = 2, .words = story(1), .age = 5h}));
    index.add(article({.number = 3, .words = story(1), .age = 1h}));
    CHECK(found(index, story(1)) == id_of(2));
}

TEST_CASE("what is added is found at once, stays with apply and leaves with drop") {
    NearIndex index{Limits{}};
    index.add(article({.number = 1, .words = story(1)}));
    CHECK(found(index, story(1)) == id_of(1));
    index.drop();
    CHECK_FALSE(found(index, story(1)).has_value());
    CHECK(index.size() == 0);
    index.add(article({.number = 1, .words = story(1)}));
    index.apply();
    index.drop();
    CHECK(found(index, story(1)) == id_of(1));
    CHECK(index.size() == 1);
}

TEST_CASE("an article that is added again replaces itself, and returns when that is dropped") {
    NearIndex index{Limits{}};
    index.add(article({.number = 1, .words = story(1), .themes = {"energy"}}));
    index.apply();
    index.add(article({.number = 1, .words = story(2), .themes = {"territory"}}));
    index.add(article({.number = 1, .words = story(3), .themes = {}}));
    CHECK(index.size() == 1);
    CHECK_FALSE(found(index, story(1)).has_value());
    CHECK_FALSE(found(index, story(2)).has_value());
    CHECK(found(index, story(3)) == id_of(1));
    CHECK(index.group_themes(id_of(1)).empty());
    index.drop();
    CHECK(found(index, story(1)) == id_of(1));
    CHECK_FALSE(found(index, story(3)).has_value());
    CHECK(index.group_themes(id_of(1)) == std::set<std::string>{"energy"});
}

TEST_CASE("a group has the themes of all its articles") {
    NearIndex index{Limits{}};
    index.add(article({.number = 1, .words = story(1), .themes = {"energy"}}));
    index.add(
        article({.number = 2, .words = story(2), .themes = {"energy", "territory"}, .group = 1}));
    index.apply();
    CHECK(index.group_themes(id_of(1)) == std::set<std::string>{"energy", "territory"});
    CHECK(index.group_themes(id_of(2)).empty());
    index.add(article({.number = 2, .words = story(2), .group = 1}));
    CHECK(index.group_themes(id_of(1)) == std::set<std::string>{"energy"});
}

TEST_CASE("what was first seen too long ago is forgotten, staged articles are not") {
    NearIndex index{Limits{}};
    index.add(article({.number = 1, .words = story(1), .age = 100h, .themes = {"energy"}}));
    index.add(article({.number = 2, .words = story(2), .age = 10h}));
    index.apply();
    index.add(article({.number = 3, .words = story(3), .age = 100h}));
    index.forget_before(Instant{} - 50h);
    CHECK_FALSE(found(index, story(1)).has_value());
    CHECK(index.group_themes(id_of(1)).empty());
    CHECK(found(index, story(2)) == id_of(2));
    CHECK(found(index, story(3)) == id_of(3));
    CHECK(index.size() == 2);
    index.apply();
    index.forget_before(Instant{} - 50h);
    CHECK(index.size() == 1);
}

TEST_CASE("what many groups share is a template and no sign of a copy, what copies share is one") {
    const Words frame = Writer(5).words(100);
    const auto report = [&frame](std::uint32_t number) {
        Words words = frame;
        const Words own = Writer(200 + number).words(12);
        words.insert(words.begin() + 50, own.begin(), own.end());
        return words;
    };
    NearIndex templates{Limits{}};
    NearIndex copies{Limits{}};
    for (std::uint32_t number = 0; number < 12; ++number) {
        templates.add(article({.number = number, .words = report(number)}));
        copies.add(article({.number = number, .words = report(number), .group = 0}));
    }
    CHECK_FALSE(found(templates, report(50)).has_value());
    CHECK(found(copies, report(50)).has_value());
}

TEST_CASE("a shingle of more articles than the limit is not followed") {
    Limits limits;
    limits.sketch_postings_max = 20;
    NearIndex index{limits};
    const Words words = story(1);
    for (std::uint32_t number = 0; number < 20; ++number) {
        index.add(article({.number = number, .words = words, .group = 0}));
    }
    CHECK(found(index, words).has_value());
    index.add(article({.number = 20, .words = words, .group = 0}));
    CHECK_FALSE(found(index, words).has_value());
}

TEST_CASE("no more candidates are compared than the limit, the most alike first") {
    Limits limits;
    limits.candidates_max = 1;
    NearIndex index{limits};
    for (std::uint32_t number = 1; number < 8; ++number) {
        index.add(article({.number = number, .words = changed_a_little(story(1), number)}));
    }
    index.add(article({.number = 9, .words = story(1)}));
    CHECK(found(index, story(1)) == id_of(9));
}

namespace {

// What the index must know: every article in force, by number.
using Known = std::map<std::uint32_t, Sample>;

Sample random_sample(Writer& writer) {
    Sample sample{.number = writer.below(60), .words = story(writer.below(25))};
    sample.words = changed_a_little(std::move(sample.words), writer.below(1000));
    sample.outlet = writer.below(2) == 0 ? "a.example" : "b.example";
    sample.age = std::chrono::hours(writer.below(200));
    sample.group = writer.below(60);
    if (writer.below(3) == 0) {
        sample.themes = {"theme-" + std::to_string(writer.below(3))};
    }
    return sample;
}

void forget(Known& known, std::chrono::hours age) {
    std::erase_if(known, [age](const auto& entry) { return entry.second.age > age; });
}

// The same answers as an index that never knew anything else.
void check_against_rebuilt(const NearIndex& index, const Known& known) {
    NearIndex rebuilt{Limits{}};
    for (auto entry = known.rbegin(); entry != known.rend(); ++entry) {
        rebuilt.add(article(entry->second));
    }
    REQUIRE(index.size() == rebuilt.size());
    for (std::uint32_t number = 0; number < 25; ++number) {
        const Fingerprint text = fingerprint_of(story(number));
        for (const char* outlet : {"a.example", "c.example"}) {
            CAPTURE(number, outlet);
            const auto one = index.find(text, outlet, id_of(number));
            const auto two = rebuilt.find(text, outlet, id_of(number));
            REQUIRE(one.has_value() == two.has_value());
            if (one) {
                REQUIRE(one->id == two->id);
                REQUIRE(one->group == two->group);
                REQUIRE(one->score == two->score);
            }
        }
    }
    for (std::uint32_t number = 0; number < 60; ++number) {
        REQUIRE(index.group_themes(id_of(number)) == rebuilt.group_themes(id_of(number)));
    }
}

}  // namespace

TEST_CASE("after any additions, drops and forgetting the index is as if built anew") {
    const auto seed = GENERATE(11U, 12U, 13U, 14U);
    CAPTURE(seed);
    Writer writer(seed);
    NearIndex index{Limits{}};
    Known committed;
    for (int turn = 0; turn < 60; ++turn) {
        CAPTURE(turn);
        Known staged = committed;
        for (std::uint32_t i = writer.below(6); i > 0; --i) {
            const Sample sample = random_sample(writer);
            index.add(article(sample));
            staged.insert_or_assign(sample.number, sample);
        }
        if (writer.below(3) == 0) {
            index.drop();
        } else {
            index.apply();
            committed = staged;
        }
        if (writer.below(12) == 0) {
            const std::chrono::hours age(100 + writer.below(100));
            index.forget_before(Instant{} - age);
            forget(committed, age);
        }
        if (turn % 6 == 5) {
            check_against_rebuilt(index, committed);
        }
    }
}
