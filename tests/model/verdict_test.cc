#include "daemon/model/verdict.h"

#include "tests/support/catch.h"

using namespace khabard;

TEST_CASE("a topic names its theme, and the topics of no theme name none") {
    TopicMap topics;
    topics.of_theme = {{"territory", "news.ar.territory"}, {"energy", "news.ar.energy"}};
    CHECK(topics.theme_of("news.ar.territory") == "territory");
    CHECK(topics.theme_of("news.ar.energy") == "energy");
    CHECK(topics.theme_of(topics.unthemed).empty());
    CHECK(topics.theme_of(topics.duplicates).empty());
    CHECK(topics.theme_of(topics.dead_letters).empty());
    CHECK(topics.theme_of("").empty());
}

TEST_CASE("the topics of no theme have the names that consumers subscribe to") {
    const TopicMap topics;
    CHECK(topics.unthemed == "news.ar.unthemed");
    CHECK(topics.duplicates == "news.ar.duplicates");
    CHECK(topics.dead_letters == "news.ar.dead-letters");
}
