#include "tests/tidy/house_rules.h"

#include "tests/support/catch.h"

using namespace khabard::tidy;

namespace {

bool finds(Findings (*rule)(const SourceFile&), const std::string& path, const std::string& text) {
    return !rule({path, text}).empty();
}

}  // namespace

TEST_CASE("an include that points up or to a stranger is found") {
    const auto wrong = [](const char* path, const char* header) {
        return finds(includes_point_down, path, "#include \"" + std::string(header) + "\"\n");
    };
    CHECK(wrong("daemon/base/a.h", "daemon/model/b.h"));
    CHECK(wrong("daemon/run/a.cc", "daemon/cli/b.h"));
    CHECK(wrong("daemon/pipeline/a.cc", "daemon/os/b.h"));
    CHECK(wrong("connectors/sinks/files/a.cc", "daemon/os/b.h"));
    CHECK(wrong("daemon/text/a.cc", "daemon/dates/b.h"));
    CHECK(wrong("daemon/lib/xml/a.cc", "daemon/lib/json/b.h"));
    CHECK(wrong("daemon/base/a.h", "check.h"));
    CHECK_FALSE(wrong("daemon/dates/a.cc", "daemon/text/b.h"));
    CHECK_FALSE(wrong("daemon/run/a.cc", "daemon/run/b.h"));
    CHECK_FALSE(wrong("daemon/lib/xml/a.cc", "daemon/lib/xml/b.h"));
    CHECK_FALSE(wrong("daemon/main.cc", "daemon/cli/b.h"));
    CHECK_FALSE(wrong("tests/run/a.cc", "daemon/run/b.h"));
}

TEST_CASE("a foreign header outside its folder is found") {
    const auto wrong = [](const char* path, const char* header) {
        return finds(foreign_headers_stay_home, path, "#include <" + std::string(header) + ">\n");
    };
    CHECK(wrong("daemon/stages/a.cc", "libxml/parser.h"));
    CHECK(wrong("daemon/run/a.cc", "unistd.h"));
    CHECK(wrong("daemon/run/a.cc", "boost/any.hpp"));
    CHECK_FALSE(wrong("daemon/lib/xml/a.cc", "libxml/parser.h"));
    CHECK_FALSE(wrong("daemon/os/a.cc", "sys/epoll.h"));
    CHECK_FALSE(wrong("daemon/run/a.cc", "vector"));
}

TEST_CASE("throw, try and catch are found in code, not in words") {
    CHECK(finds(no_exceptions, "daemon/run/a.cc", "    throw 1;\n"));
    CHECK(finds(no_exceptions, "daemon/run/a.cc", "    } catch (...) {\n"));
    CHECK_FALSE(finds(no_exceptions, "daemon/run/a.cc", "    // try again\n"));
    CHECK_FALSE(finds(no_exceptions, "daemon/run/a.cc", "    say(\"try again\");\n"));
    CHECK_FALSE(finds(no_exceptions, "daemon/run/a.cc", "    retry();\n"));
    CHECK_FALSE(finds(no_exceptions, "daemon/cli/arguments.cc", "    try {\n"));
}

TEST_CASE("a clock outside the edge is found") {
    CHECK(finds(clocks_come_in, "daemon/run/a.cc", "auto n = std::chrono::steady_clock::now();\n"));
    CHECK(finds(clocks_come_in, "daemon/text/a.cc", "std::random_device seed;\n"));
    CHECK_FALSE(finds(clocks_come_in, "daemon/os/clock.cc", "steady_clock::now();\n"));
}

TEST_CASE("bidirectional controls are found wherever they stand") {
    CHECK(finds(no_bidi_controls, "README.md", "a\xe2\x80\xae b\n"));
    CHECK(finds(no_bidi_controls, "config/themes/a.toml", "a\xd8\x9c b\n"));
    CHECK_FALSE(finds(no_bidi_controls, "README.md", "\xd8\xae\xd8\xa8\xd8\xb1\n"));
}

TEST_CASE("Arabic outside tables and tests is found") {
    CHECK(finds(ascii_sources, "daemon/text/fold.cc", "// \xd8\xae\n"));
    CHECK_FALSE(finds(ascii_sources, "daemon/text/fold_table.cc", "// \xd8\xae\n"));
    CHECK_FALSE(finds(ascii_sources, "tests/text/fold_test.cc", "// \xd8\xae\n"));
}

TEST_CASE("an untidy file is found") {
    CHECK(finds(tidy_layout, "daemon/run/a.cc", "int a; \n"));
    CHECK(finds(tidy_layout, "daemon/run/a.cc", "\tint a;\n"));
    CHECK(finds(tidy_layout, "daemon/run/a.cc", std::string(101, 'a') + "\n"));
    CHECK(finds(tidy_layout, "daemon/run/a.cc", "int a;"));
    CHECK(finds(tidy_layout, "daemon/run/a.h", "int a;\n"));
    std::string many;
    for (int i = 0; i < 401; ++i) {
        many += "a\n";
    }
    CHECK(finds(tidy_layout, "daemon/run/a.cc", many));
    CHECK_FALSE(finds(tidy_layout, "tests/run/a.cc", many));
    CHECK_FALSE(finds(tidy_layout, "daemon/run/a.h", "#pragma once\nint a;\n"));
}

TEST_CASE("display text from elsewhere is found") {
    const std::string line = "auto t = DisplayText::from_cleaned(x);\n";
    CHECK(finds(display_text_makers, "daemon/run/a.cc", line));
    CHECK_FALSE(finds(display_text_makers, "daemon/stages/compose.cc", line));
}

TEST_CASE("leftovers are found") {
    CHECK(finds(no_leftovers, "daemon/run/a.cc", "// TODO later\n"));
    for (const char* folder : {"home", "root", "work"}) {
        const std::string line = "cd /" + std::string(folder) + "/somebody\n";
        CHECK(finds(no_leftovers, "deploy/try.sh", line.c_str()));
    }
    CHECK_FALSE(finds(no_leftovers, "deploy/try.sh", "cd /srv/khabard\n"));
}

TEST_CASE("a rule cited by its number on an absent page is found") {
    CHECK(finds(no_absent_pages, "daemon/run/a.cc", "// Beyond a day it is none (rule 17).\n"));
    CHECK(finds(no_absent_pages, "tests/run/a.cc", "// Rules 31 and 32: the host rests.\n"));
    CHECK(finds(no_absent_pages, "daemon/run/a.h", "// They balance (contract: Counting).\n"));
    CHECK(finds(no_absent_pages, "README.md", "as the Contract's fine print says\n"));
    CHECK(finds(no_absent_pages, "tests/run/a.cc", "TEST_CASE(\"due at once (20)\") {\n"));
    CHECK(finds(no_absent_pages, "tests/run/a.cc", "    \"never polled (rule 20)\") {\n"));
    CHECK_FALSE(finds(no_absent_pages, "tests/run/a.cc", "TEST_CASE(\"due at once\") {\n"));
    CHECK_FALSE(finds(no_absent_pages, "daemon/run/a.cc", "    wait(20);\n"));
    CHECK_FALSE(finds(no_absent_pages, "daemon/web/a.cc", "// RFC 9309, 2.3.1.2: five hops.\n"));
    CHECK_FALSE(finds(no_absent_pages, "config/cleaning.toml", "# the rules of an outlet\n"));
    CHECK_FALSE(finds(no_absent_pages, "daemon/themes/a.cc", "// a ferrule 3 mm wide\n"));
}

TEST_CASE("files that nobody lists or includes are found") {
    const std::vector<SourceFile> files{{"daemon/a/CMakeLists.txt", "SOURCES used.cc\n"},
                                        {"daemon/a/used.cc", "#include \"daemon/a/used.h\"\n"},
                                        {"daemon/a/used.h", "#pragma once\n"},
                                        {"daemon/a/lost.cc", ""},
                                        {"daemon/a/lost.h", ""}};
    const Findings findings = every_file_is_listed(files);
    REQUIRE(findings.size() == 2);
    CHECK(findings[0].path == "daemon/a/lost.cc");
    CHECK(findings[1].path == "daemon/a/lost.h");
}
