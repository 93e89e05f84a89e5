#include "daemon/config/rules.h"

#include "daemon/config/load.h"
#include "tests/config/config_support.h"
#include "tests/support/catch.h"

using namespace khabard;
using test::text_of;

TEST_CASE("the shipped configuration passes check, examples and all") {
    const ConfigFiles files = shipped_config();
    const LoadedConfig loaded = load_config(files, {}, Purpose::check);
    CHECK_FALSE(has_errors(loaded.complaints));
    REQUIRE(loaded.complaints.size() == 1);  // the contact, which is the operator's to name
    CHECK(loaded.complaints[0].warning);
    CHECK(loaded.config.feeds.size() >= 20);
    const CompiledRules compiled = compile_rules(files, loaded.config, Generation{1});
    CHECK(text_of(compiled.complaints) == "");
    CHECK(text_of(check_rules(*compiled.rules)) == "");
    CHECK(compiled.rules->topics.of_theme.at("territory") == "news.ar.territory");
    CHECK(compiled.rules->topics.of_theme.at("energy-ceasefire") == "news.ar.energy-ceasefire");
    CHECK(compiled.rules->topics.of_theme.at("security-guarantees") ==
          "news.ar.security-guarantees");
}

TEST_CASE("the ruleset is 16 hex digits of what decides labels, and of nothing else") {
    const ConfigFiles files = shipped_config();
    const std::string version = ruleset_version(files).get();
    CHECK(version.size() == 16);
    CHECK(version.find_first_not_of("0123456789abcdef") == std::string::npos);

    ConfigFiles other_feeds = files;
    ConfigFiles other_theme = files;
    for (ConfigFile& file : other_feeds.files) {
        if (file.name == "feeds.toml") {
            file.text += "# more\n";
        }
    }
    other_theme.files.back().text += "# more\n";
    CHECK(ruleset_version(other_feeds).get() == version);
    CHECK(ruleset_version(other_theme).get() != version);
}

TEST_CASE("a feed of the rules is found by its id") {
    const LoadedConfig loaded =
        test::load("", "[[feed]]\nid = \"a\"\nurl = \"https://a.example/\"\n");
    const CompiledRules compiled = compile_rules(shipped_config(), loaded.config, Generation{3});
    CHECK(compiled.rules->generation == Generation{3});
    REQUIRE(compiled.rules->feed(FeedId{"a"}) != nullptr);
    CHECK(compiled.rules->feed(FeedId{"b"}) == nullptr);
}

TEST_CASE("a theme file that is broken is a complaint of the rules") {
    ConfigFiles files = test::config_files("");
    files.files.push_back(ConfigFile{"themes/x.toml", "[theme\n"});
    const Config config = test::load("").config;
    CHECK(has_errors(compile_rules(files, config, Generation{1}).complaints));
}

TEST_CASE("a theme cannot take a topic of the daemon or of another theme") {
    const auto theme = [](const std::string& id, const std::string& topic) {
        return ConfigFile{"themes/" + id + ".toml",
                          "[theme]\nid = \"" + id + "\"\ntopic = \"" + topic + "\"\n"};
    };
    const Config config = test::load("").config;
    ConfigFiles files = test::config_files("");
    files.files.push_back(theme("x", "news.ar.duplicates"));
    const std::string own = text_of(compile_rules(files, config, Generation{1}).complaints);
    CHECK(own.find("belongs to the daemon itself") != std::string::npos);
    files.files.back() = theme("x", "news.ar.same");
    files.files.push_back(theme("y", "news.ar.same"));
    const std::string same = text_of(compile_rules(files, config, Generation{1}).complaints);
    CHECK(same.find("is that of theme \"x\" already") != std::string::npos);
}
