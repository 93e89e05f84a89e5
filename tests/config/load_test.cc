#include "daemon/config/load.h"

#include "tests/config/config_support.h"
#include "tests/support/catch.h"

#include <algorithm>

using namespace khabard;
using namespace std::chrono_literals;
using test::config_files;
using test::load;
using test::text_of;

TEST_CASE("an empty configuration is a valid one with the defaults of the table") {
    const LoadedConfig loaded = load("");
    CHECK(text_of(loaded.complaints) == "");
    const Config& config = loaded.config;
    CHECK(config.publish.sink == SinkKind::files);
    CHECK(config.fetch.page_wait == 15min);
    CHECK(config.fetch.max_age == 720h);
    CHECK(config.http.host == "127.0.0.1");
    CHECK(config.http.port == 8467);
    CHECK(config.state_directory == "/var/lib/khabard/state");
    CHECK(config.control_socket == "/var/lib/khabard/state/control.sock");
    CHECK(config.publish.kafka.instance == "default");
    CHECK(config.publish.kafka.create_topics);
    CHECK(config.publish.publish_minor);
    CHECK(config.time_scale == 1.0);
}

TEST_CASE("the defaults of the table are those of Limits") {
    const Limits read = load("").config.limits;
    const Limits own;
    CHECK(read.feed_bytes_max == own.feed_bytes_max);
    CHECK(read.page_bytes_max == own.page_bytes_max);
    CHECK(read.sitemap_bytes_max == own.sitemap_bytes_max);
    CHECK(read.robots_bytes_max == own.robots_bytes_max);
    CHECK(read.header_bytes_max == own.header_bytes_max);
    CHECK(read.inflate_ratio_max == own.inflate_ratio_max);
    CHECK(read.redirects_max == own.redirects_max);
    CHECK(read.url_bytes_max == own.url_bytes_max);
    CHECK(read.feed_entries_max == own.feed_entries_max);
    CHECK(read.xml_depth_max == own.xml_depth_max);
    CHECK(read.html_depth_max == own.html_depth_max);
    CHECK(read.html_nodes_max == own.html_nodes_max);
    CHECK(read.attribute_bytes_max == own.attribute_bytes_max);
    CHECK(read.input_file_bytes_max == own.input_file_bytes_max);
    CHECK(read.ndjson_line_bytes_max == own.ndjson_line_bytes_max);
    CHECK(read.headline_chars_max == own.headline_chars_max);
    CHECK(read.summary_chars_max == own.summary_chars_max);
    CHECK(read.body_chars_max == own.body_chars_max);
    CHECK(read.body_bytes_max == own.body_bytes_max);
    CHECK(read.evidence_max == own.evidence_max);
    CHECK(read.sketch_shingles == own.sketch_shingles);
    CHECK(read.sketch_postings_max == own.sketch_postings_max);
    CHECK(read.candidates_max == own.candidates_max);
    CHECK(read.dedupe_window == own.dedupe_window);
    CHECK(read.outbox_rows_max == own.outbox_rows_max);
    CHECK(read.batch_rows_max == own.batch_rows_max);
    CHECK(read.batch_bytes_max == own.batch_bytes_max);
}

TEST_CASE("all mistakes are found at once, each at its place, in the order of the files") {
    const LoadedConfig loaded = load(
        "[fetch]\n"
        "page_wiat = \"15m\"\n"
        "max_age = 30\n"
        "allow_addresses = [\"10.0.0.0/40\"]\n"
        "[publish]\n"
        "sink = \"kafak\"\n"
        "[publish.kafka.properties]\n"
        "acks = 1\n"
        "[run]\n"
        "workers = 1000\n"
        "[htpp]\n",
        "[[feed]]\n"
        "id = \"a\"\n"
        "url = \"example.org/rss\"\n"
        "kind = \"rrs\"\n");
    CHECK(text_of(loaded.complaints) ==
          "feeds.toml:3:7: \"example.org/rss\" is no URL; write it with its scheme: "
          "\"https://...\"\n"
          "feeds.toml:4:8: unknown kind \"rrs\"; did you mean \"rss\"?\n"
          "khabard.toml:2:1: unknown key \"fetch.page_wiat\"; did you mean \"page_wait\"?\n"
          "khabard.toml:3:11: \"max_age\" must be a duration in quotes, such as \"15m\" or "
          "\"30d\", not an integer\n"
          "khabard.toml:4:19: \"10.0.0.0/40\" is neither an address nor a network; write "
          "\"127.0.0.0/8\", or \"10.1.2.3/32\" for one address\n"
          "khabard.toml:6:8: unknown sink \"kafak\"; did you mean \"kafka\"?\n"
          "khabard.toml:8:8: the property \"acks\" cannot be set; exactly once rests on the value "
          "that the daemon sets\n"
          "khabard.toml:10:11: \"workers\" is 1000, must be between 0 and 64\n"
          "khabard.toml:11:2: unknown section [htpp]; did you mean \"http\"?\n");
}

TEST_CASE("a key in the wrong section is told where it belongs") {
    CHECK(text_of(load("[run]\ncontact = \"a@b.example\"\n").complaints) ==
          "khabard.toml:2:1: unknown key \"run.contact\"; it belongs to the section [fetch]\n");
    CHECK(text_of(load("", "[publish]\nsink = \"files\"\n").complaints) ==
          "feeds.toml:1:2: unknown key \"publish\"; it belongs into khabard.toml\n");
}

TEST_CASE("a missing contact is a warning of check, an error of run, and nothing offline") {
    const ConfigFiles files =
        config_files("", "[[feed]]\nid = \"a\"\nurl = \"http://a.example/\"\n");
    const LoadedConfig checked = load_config(files, {}, Purpose::check);
    REQUIRE(checked.complaints.size() == 1);
    CHECK(checked.complaints[0].warning);
    CHECK_FALSE(has_errors(checked.complaints));
    CHECK(has_errors(load_config(files, {}, Purpose::run).complaints));
    CHECK(load_config(files, {}, Purpose::offline).complaints.empty());
}

TEST_CASE("a listener beyond loopback needs to be allowed") {
    CHECK(has_errors(load("[http]\nlisten = \"0.0.0.0:80\"\n").complaints));
    CHECK(has_errors(load("[http]\nlisten = \":80\"\n").complaints));
    CHECK(has_errors(load("[http]\nlisten = \"8467\"\n").complaints));
    CHECK(load("[http]\nlisten = \"0.0.0.0:80\"\nallow_remote = true\n").complaints.empty());
    CHECK(load("[http]\nlisten = \"[::1]:0\"\n").config.http.host == "::1");
    CHECK(load("[http]\nlisten = \"\"\n").complaints.empty());
}

TEST_CASE("topics that forget before the dedupe window does are refused") {
    const LoadedConfig loaded = load("[publish.kafka]\nretention = \"7d\"\n");
    REQUIRE(loaded.complaints.size() == 1);
    CHECK(loaded.complaints[0].line == 2);
    CHECK(load("[dedupe]\nwindow = \"60d\"\n").complaints.empty());
    CHECK(has_errors(load("[dedupe]\nwindow = \"60d\"\n[publish]\nsink = \"kafka\"\n"
                          "[publish.kafka]\nbootstrap_servers = \"h:1\"\n")
                         .complaints));
    CHECK(load("[dedupe]\nwindow = \"5d\"\n[publish.kafka]\nretention = \"7d\"\n")
              .complaints.empty());
}

TEST_CASE("the kafka sink needs brokers, and its properties may be nested by their dots") {
    CHECK(has_errors(load("[publish]\nsink = \"kafka\"\n").complaints));
    const LoadedConfig loaded = load(
        "[publish]\nsink = \"kafka\"\n[publish.kafka]\nbootstrap_servers = \"h:9092\"\n"
        "[publish.kafka.properties]\nsasl.username = \"u\"\n\"linger.ms\" = 5\n"
        "enable.sasl.oauthbearer.unsecure.jwt = false\n");
    CHECK(text_of(loaded.complaints) == "");
    CHECK(loaded.config.publish.kafka.properties ==
          std::map<std::string, std::string>{{"sasl.username", "u"},
                                             {"linger.ms", "5"},
                                             {"enable.sasl.oauthbearer.unsecure.jwt", "false"}});
}

TEST_CASE("every property on which exactly once rests is refused, nested or quoted") {
    for (const char* property :
         {"transactional.id", "enable.idempotence", "acks", "isolation.level",
          "max.in.flight.requests.per.connection", "max.in.flight", "plugin.library.paths",
          "test.mock.num.brokers"}) {
        CAPTURE(property);
        const std::string name = property;
        for (const std::string& written : {name, "\"" + name + "\""}) {
            const LoadedConfig loaded =
                load("[publish.kafka.properties]\n" + written + " = \"x\"\n");
            CHECK(has_errors(loaded.complaints));
        }
    }
}

TEST_CASE("relative paths start at the file they stand in") {
    const LoadedConfig loaded =
        load("[state]\ndirectory = \"../state\"\n[publish.files]\ndirectory = \"out/\"\n",
             "[[feed]]\nid = \"spool\"\nkind = \"dir\"\nurl = \"./spool\"\n");
    CHECK(text_of(loaded.complaints) == "");
    CHECK(loaded.config.state_directory == "/etc/state");
    CHECK(loaded.config.control_socket == "/etc/state/control.sock");
    CHECK(loaded.config.publish.files.directory == "/etc/khabard/out");
    REQUIRE(loaded.config.feeds.size() == 1);
    CHECK(loaded.config.feeds[0].url == "/etc/khabard/spool");
}

TEST_CASE("an override wins over the file, and a mistake in it is named as such") {
    Surroundings surroundings;
    surroundings.overrides = {"publish.sink=kafka",
                              "publish.kafka.bootstrap_servers=h:9092",
                              "fetch.max_age=2d",
                              "run.workers=3",
                              "state.directory=here",
                              "fetch.allow_addresses=127.0.0.0/8",
                              "publish.kafka.properties.sasl.password=hunter2"};
    const LoadedConfig loaded = load("[publish]\nsink = \"files\"\n", "", surroundings);
    CHECK(text_of(loaded.complaints) == "");
    CHECK(loaded.config.publish.sink == SinkKind::kafka);
    CHECK(loaded.config.fetch.max_age == 48h);
    CHECK(loaded.config.run.workers == 3);
    CHECK(loaded.config.state_directory == "here");
    CHECK(loaded.config.fetch.allow_addresses == std::vector<std::string>{"127.0.0.0/8"});
    CHECK(loaded.config.publish.kafka.properties.at("sasl.password") == "hunter2");
    CHECK(loaded.config.settings.at("publish.sink").place.file == "--set publish.sink");

    surroundings.overrides = {"publish.sink=kafak", "publish.snik=files", "contact"};
    CHECK(text_of(load("", "", surroundings).complaints) ==
          "--set contact: not of the form key=value; for example --set publish.sink=files\n"
          "--set publish.sink: unknown sink \"kafak\"; did you mean \"kafka\"?\n"
          "--set publish.snik: unknown key \"publish.snik\"; did you mean \"publish.sink\"?\n");
}

TEST_CASE("secrets reach the configuration and no message") {
    Surroundings surroundings;
    surroundings.environment = {{"PASSWORD", "s3cret-word"}, {"KIND", "s3cret-kind"}};
    surroundings.credentials = {{"key", "token-1234"}};
    const LoadedConfig loaded =
        load("[publish.kafka.properties]\n\"sasl.password\" = \"${PASSWORD}\"\n",
             "[[feed]]\nid = \"a\"\nurl = \"https://a.example/rss/${credential:key}/x\"\n"
             "kind = \"${KIND}\"\n",
             surroundings);
    CHECK(loaded.config.publish.kafka.properties.at("sasl.password") == "s3cret-word");
    REQUIRE(loaded.config.feeds.size() == 1);
    CHECK(loaded.config.feeds[0].url == "https://a.example/rss/token-1234/x");
    CHECK(loaded.config.feeds[0].display_url == "https://a.example/rss/***/x");
    CHECK(text_of(loaded.complaints).find("s3cret") == std::string::npos);
    CHECK(text_of(loaded.complaints).find("unknown kind \"***\"") != std::string::npos);
    CHECK(hide_secrets("SASL: s3cret-word refused", loaded.config.secrets) == "SASL: *** refused");
}

TEST_CASE("broken TOML is one complaint, and the other file is checked all the same") {
    const LoadedConfig loaded =
        load("[fetch\n", "[[feed]]\nid = \"A\"\nurl = \"http://a.example\"\n");
    CHECK(loaded.complaints.size() == 2);
    CHECK(has_errors(loaded.complaints));
}

TEST_CASE("a configuration without its main file says so") {
    const ConfigFiles nothing{"/nowhere", "khabard.toml", {}, {}, {}};
    const LoadedConfig loaded = load_config(nothing, {}, Purpose::check);
    CHECK(text_of(loaded.complaints).find("khabard.toml: there is no such file") !=
          std::string::npos);
}

TEST_CASE("no text of a configuration does harm") {
    const std::string whole =
        "[fetch]\nmax_age = \"30d\"\nallow_addresses = [\"::1/128\"]\n[[feed]]\nid = \"a\"\n"
        "url = \"${X}\"\n[feed.json]\nitems = \"/a\"\n[publish.kafka.properties]\na.b = 1\n";
    for (std::size_t length = 0; length < whole.size(); ++length) {
        const LoadedConfig loaded = load(whole.substr(0, length), whole.substr(length));
        CHECK(loaded.config.fetch.concurrency == 256);
    }
    for (const char* odd : {"fetch = 1\n", "feed = 1\n", "feed = [1, [2]]\n", "fetch = [{a = 1}]\n",
                            "publish = {kafka = {properties = 3}}\n", "[feed]\nid = \"a\"\n",
                            "[fetch]\nallow_addresses = [[\"a\"]]\n"}) {
        CAPTURE(odd);
        CHECK(has_errors(load(odd).complaints));
    }
}
