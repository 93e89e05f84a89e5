#include "tests/support/catch.h"
#include "tests/tidy/house_rules.h"
#include "tests/tidy/one_definition.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace fs = std::filesystem;
using namespace khabard::tidy;

namespace {

std::string read(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

bool is_text(const fs::path& path) {
    static const std::set<std::string> extensions{".h",    ".cc",   ".txt",     ".md",   ".toml",
                                                  ".json", ".sh",   ".service", ".conf", ".cmake",
                                                  ".xml",  ".yaml", ".yml"};
    return extensions.contains(path.extension().string());
}

std::vector<SourceFile> tree() {
    const fs::path root = KHABARD_SOURCE_DIR;
    std::vector<SourceFile> files{{"CMakeLists.txt", read(root / "CMakeLists.txt")},
                                  {"README.md", read(root / "README.md")}};
    for (const char* folder : {"daemon", "connectors", "config", "tests", "deploy"}) {
        for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
            if (entry.is_regular_file() && is_text(entry.path())) {
                files.push_back({fs::relative(entry.path(), root).string(), read(entry.path())});
            }
        }
    }
    std::sort(files.begin(), files.end(),
              [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
    return files;
}

void expect_none(const Findings& findings) {
    for (const Finding& finding : findings) {
        FAIL_CHECK(finding.path << ":" << finding.line << ": " << finding.what);
    }
}

void over_the_tree(Findings (*rule)(const SourceFile&)) {
    static const std::vector<SourceFile> files = tree();
    REQUIRE(files.size() > 50);
    for (const SourceFile& file : files) {
        expect_none(rule(file));
    }
}

}  // namespace

TEST_CASE("every include points down") {
    over_the_tree(includes_point_down);
}
TEST_CASE("foreign headers stay in their folder") {
    over_the_tree(foreign_headers_stay_home);
}
TEST_CASE("nothing throws") {
    over_the_tree(no_exceptions);
}
TEST_CASE("clocks, chance and environment come in as values") {
    over_the_tree(clocks_come_in);
}
TEST_CASE("no file holds a bidirectional control") {
    over_the_tree(no_bidi_controls);
}
TEST_CASE("sources are ASCII") {
    over_the_tree(ascii_sources);
}
TEST_CASE("files are tidy and of a readable size") {
    over_the_tree(tidy_layout);
}
TEST_CASE("display text is made in its stages only") {
    over_the_tree(display_text_makers);
}
TEST_CASE("nothing is left over") {
    over_the_tree(no_leftovers);
}
TEST_CASE("no comment sends its reader to a page that is not there") {
    over_the_tree(no_absent_pages);
}
TEST_CASE("every file is listed") {
    expect_none(every_file_is_listed(tree()));
}
TEST_CASE("one name has one meaning in all rooms") {
    expect_none(one_definition(tree()));
}

TEST_CASE("the top level holds what it should and nothing else") {
    const std::set<std::string> allowed{"CMakeLists.txt", "daemon", "connectors", "config",
                                        "tests",          "deploy", "README.md",  "LICENSE"};
    for (const auto& entry : fs::directory_iterator(KHABARD_SOURCE_DIR)) {
        const std::string name = entry.path().filename().string();
        const bool build = name.rfind("build", 0) == 0;
        CAPTURE(name);
        CHECK((name.front() == '.' || build || allowed.contains(name)));
    }
}
