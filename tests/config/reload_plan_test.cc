#include "daemon/config/reload_plan.h"

#include "tests/config/config_support.h"
#include "tests/support/catch.h"

using namespace khabard;

namespace {

const RulesetVersion rules{"0123456789abcdef"};

std::string feed(const std::string& id, const std::string& keys = "") {
    return "[[feed]]\nid = \"" + id + "\"\nurl = \"https://" + id + ".example/rss\"\n" + keys;
}

ReloadPlan plan(const std::string& main_before, const std::string& feeds_before,
                const std::string& main_after, const std::string& feeds_after) {
    const Config before = test::load(main_before, feeds_before).config;
    const Config after = test::load(main_after, feeds_after).config;
    return plan_reload({before, rules}, {after, rules});
}

}  // namespace

TEST_CASE("the same configuration plans nothing, however it is spelled") {
    const ReloadPlan nothing = plan("[fetch]\nmax_age = \"30d\"\n", feed("a"),
                                    "# a comment\n[fetch]\nmax_age = \"720h\"\n", feed("a"));
    CHECK(nothing.empty());
    CHECK(nothing.allowed());
    CHECK(describe(nothing) == "nothing changes");
}

TEST_CASE("feeds are added, removed, retimed and changed") {
    const ReloadPlan done = plan("", feed("a") + feed("b") + feed("c") + feed("d"), "",
                                 feed("a", "interval = \"1h\"\n") + feed("b", "kind = \"atom\"\n") +
                                     feed("c", "enabled = false\n") + feed("e"));
    CHECK(done.added == std::vector<FeedId>{FeedId{"e"}});
    CHECK(done.removed == std::vector<FeedId>{FeedId{"c"}, FeedId{"d"}});
    CHECK(done.retimed == std::vector<FeedId>{FeedId{"a"}});
    CHECK(done.changed == std::vector<FeedId>{FeedId{"b"}});
    CHECK(describe(done) ==
          "1 feed added (e), 2 feeds removed (c, d), 1 feed retimed (a), 1 feed changed (b)");
}

TEST_CASE("a reload that changes a key which needs a restart is refused and names it") {
    const ReloadPlan refused =
        plan("", feed("a"), "[state]\ndirectory = \"/elsewhere\"\n[http]\nlisten = \"\"\n",
             feed("a") + feed("b"));
    CHECK_FALSE(refused.allowed());
    // The control socket stands in the state directory unless it is stated.
    CHECK(refused.restart_keys == std::vector<std::string>{"http.listen", "state.directory"});
    CHECK(describe(refused) ==
          "refused, because a restart is needed for http.listen, state.directory");
}

TEST_CASE("a property of librdkafka that is added or removed needs a restart") {
    const std::string properties = "[publish.kafka.properties]\n\"linger.ms\" = 5\n";
    CHECK_FALSE(plan("", "", properties, "").allowed());
    CHECK_FALSE(plan(properties, "", "", "").allowed());
}

TEST_CASE("other keys and rules change in place") {
    const Config before = test::load("").config;
    const Config after = test::load("[log]\nlevel = \"debug\"\n").config;
    const RulesetVersion other{"fedcba9876543210"};
    const ReloadPlan done = plan_reload({before, rules}, {after, other});
    CHECK(done.allowed());
    CHECK(done.rules_changed);
    CHECK(done.changed_keys == std::vector<std::string>{"log.level"});
    CHECK(describe(done) == "changed log.level, new themes, cleaning rules or aliases");
}
