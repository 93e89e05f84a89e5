#include "daemon/config/section_reader.h"

#include "tests/support/catch.h"

using namespace khabard;

namespace {

// One section of a file.
struct Section {
    Section(const std::string& prefix, const std::string& text)
        : table(*parse_toml(text, file, complaints)),
          reading{file, "/etc/khabard", expansions, complaints, &settings},
          reader(reading, prefix, table, {1, 1}) {}

    std::string file = "khabard.toml";
    Complaints complaints;
    Expansions expansions;
    std::map<std::string, Setting> settings;
    TomlTable table;
    FileReading reading;
    SectionReader reader;
};

}  // namespace

TEST_CASE("a value is written down with its place, a default without") {
    Section section("run", "workers = 4\n");
    CHECK(section.reader.integer("workers") == 4);
    section.reader.duration("stop_timeout");
    CHECK(section.settings.at("run.workers").text == "4");
    CHECK(section.settings.at("run.workers").place.line == 1);
    CHECK(section.settings.at("run.stop_timeout").text == "30s");
    CHECK(section.settings.at("run.stop_timeout").place.line == 0);
}

TEST_CASE("two spellings of one value are one setting") {
    Section a("publish.files", "rotate_bytes = 1048576\nrotate_interval = \"60m\"\n");
    Section b("publish.files", "rotate_bytes = \"1024KiB\"\nrotate_interval = \"1h\"\n");
    for (Section* section : {&a, &b}) {
        CHECK(section->reader.size("rotate_bytes") == 1048576);
        section->reader.duration("rotate_interval");
        CHECK(section->settings.at("publish.files.rotate_bytes").text == "1MiB");
        CHECK(section->settings.at("publish.files.rotate_interval").text == "1h");
    }
}

TEST_CASE("a wrong value is complained about and replaced by the default") {
    Section section("limits", "feed_bytes = \"much\"\npage_bytes = 1\nredirects = \"ten\"\n");
    CHECK(section.reader.size("feed_bytes") == 15U * 1024 * 1024);
    CHECK(section.reader.size("page_bytes") == 4U * 1024 * 1024);
    CHECK(section.reader.integer("redirects") == 10);
    REQUIRE(section.complaints.size() == 3);
    CHECK(section.complaints[1].message == "\"page_bytes\" is 1, must be between 1KiB and 64MiB");
}

TEST_CASE("an absent section is an empty one") {
    Section root("", "");
    CHECK(root.reader.section("fetch").section("x").full_key("y") == "fetch.x.y");
    CHECK(root.reader.section("fetch").integer("concurrency") == 256);
    CHECK(root.complaints.empty());
}

TEST_CASE("paths are resolved without touching the disk") {
    CHECK(resolve_path("/etc/khabard", "state") == "/etc/khabard/state");
    CHECK(resolve_path("/etc/khabard", "../state/") == "/etc/state");
    CHECK(resolve_path("/etc/khabard", "/var/x") == "/var/x");
    CHECK(resolve_path("config", "../out") == "out");
    CHECK(resolve_path("/", ".") == "/");
}

TEST_CASE("unknown keys are found at every depth") {
    Section root("", "[publish.files]\ndirectoy = 1\n[publish.kafka.properties]\nany.thing = 1\n");
    reject_unknown_keys(root.table, "", root.reading);
    REQUIRE(root.complaints.size() == 1);
    CHECK(format_complaint(root.complaints[0]) ==
          "khabard.toml:2:1: unknown key \"publish.files.directoy\"; did you mean "
          "\"directory\"?");
}
