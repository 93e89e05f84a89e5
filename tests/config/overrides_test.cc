#include "daemon/config/overrides.h"

#include "tests/support/catch.h"

using namespace khabard;

namespace {

TomlTable overridden(const std::string& text, const std::vector<std::string>& overrides) {
    Complaints complaints;
    TomlTable table = *parse_toml(text, "khabard.toml", complaints);
    apply_overrides(table, overrides, complaints);
    CHECK(complaints.empty());
    return table;
}

}  // namespace

TEST_CASE("an override replaces a value or adds it with its sections") {
    const TomlTable table =
        overridden("[http]\nlisten = \"a\"\n", {"http.listen=b", "publish.files.directory=d"});
    CHECK(*table.find("http")->table()->find("listen")->string() == "b");
    const TomlTable& files = *table.find("publish")->table()->find("files")->table();
    CHECK(*files.find("directory")->string() == "d");
}

TEST_CASE("a value is read by the type of its key") {
    const TomlTable table = overridden(
        "", {"publish.kafka.instance=7", "run.workers=7", "publish.publish_minor=false",
             "fetch.contact=\"quoted\"", "fetch.allow_addresses=[\"10.0.0.0/8\", \"::1/128\"]",
             "limits.feed_bytes=2MiB", "http.listen="});
    CHECK(*table.find("publish")->table()->find("kafka")->table()->find("instance")->string() ==
          "7");
    CHECK(*table.find("run")->table()->find("workers")->integer() == 7);
    CHECK_FALSE(*table.find("publish")->table()->find("publish_minor")->boolean());
    CHECK(*table.find("fetch")->table()->find("contact")->string() == "quoted");
    CHECK(table.find("fetch")->table()->find("allow_addresses")->array()->values.size() == 2);
    CHECK(*table.find("limits")->table()->find("feed_bytes")->string() == "2MiB");
    CHECK(table.find("http")->table()->find("listen")->string()->empty());
}

TEST_CASE("a property keeps the dots of its name") {
    const TomlTable table = overridden("", {"publish.kafka.properties.sasl.username=u=v"});
    const TomlTable& kafka = *table.find("publish")->table()->find("kafka")->table();
    CHECK(*kafka.find("properties")->table()->find("sasl.username")->string() == "u=v");
}

TEST_CASE("an override of nothing that is known is a complaint") {
    for (const char* text : {"", "=", "publish.sink", "nothing.here=1", "feed.id=x", "publish=1"}) {
        CAPTURE(text);
        TomlTable table;
        Complaints complaints;
        apply_overrides(table, {text}, complaints);
        CHECK(complaints.size() == 1);
        CHECK(table.entries.empty());
    }
}

TEST_CASE("the place of an overridden value names the option and not the value") {
    const std::vector<std::string> overrides = {"fetch.contact=a@b.example"};
    const TomlTable table = overridden("", overrides);
    const TomlPlace place = table.find("fetch")->table()->find("contact")->place;
    CHECK(override_of(place, overrides) == "--set fetch.contact");
    CHECK(override_of({1, 1}, overrides).empty());
    CHECK(override_of({0, 2}, overrides).empty());
    CHECK(override_of({0, 0}, overrides).empty());
}
