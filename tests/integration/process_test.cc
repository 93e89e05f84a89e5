// khabard process: files in, records out.

#include "tests/integration/bench.h"
#include "tests/integration/stories.h"
#include "tests/support/bombs.h"
#include "tests/support/catch.h"

#include <filesystem>
#include <sstream>

using namespace khabard;
using namespace khabard::integration;

namespace {

constexpr const char* now = "2026-01-31T08:00:00Z";

// Files of these names and texts, and `khabard process` over them in order of `names`.
struct Files {
    TemporaryDirectory directory;

    std::string add(const std::string& name, const std::string& text) const {
        write_file(directory / name, text);
        return directory / name;
    }
};

Ran process(Arguments arguments, const std::string& input = "") {
    arguments.insert(arguments.begin(), {"process", "--now", now});
    return run_khabard(arguments, input);
}

std::string event(const JsonValue& record) {
    return text_at(record, "/event_type");
}

}  // namespace

TEST_CASE("files are successive polls: repeats are silent, edits version 2, copies duplicates") {
    const Files files;
    const Entry first = everyday_entry("a", 1);
    Entry edited = first;
    edited.story = continued(edited.story, 5);
    Entry copy = edited;
    copy.guid = copy.url = "https://b.example/copy";
    const std::string one = files.add("1.xml", rss({first, everyday_entry("a", 2)}));
    const std::string two = files.add("2.xml", rss({edited, everyday_entry("a", 2)}));
    const std::string three = files.add("3.json", json_feed({copy}));
    const Ran ran = process({one, one, two, three});
    CAPTURE(ran.err);
    CHECK(ran.status == 0);
    const auto records = json_lines(ran.out);
    REQUIRE(records.size() == 4);
    CHECK(event(records[0]) == "created");
    CHECK(event(records[1]) == "created");
    CHECK(event(records[2]) == "updated");
    CHECK(number_at(records[2], "/version") == 2);
    CHECK(text_at(records[2], "/id") == text_at(records[0], "/id"));
    CHECK(event(records[3]) == "duplicate");
    CHECK(text_at(records[3], "/duplicate_of") == text_at(records[0], "/id"));
    CHECK(text_at(records[0], "/feed/id") == "process");
    CHECK(ran.err.find("3 repeat") != std::string::npos);
    CHECK(ran.err.find("4 items read") != std::string::npos);
}

TEST_CASE("standard input is read with -, and without any file") {
    const std::string feed = rss({everyday_entry("a", 1)});
    const Ran dash = process({"-"}, feed);
    const Ran nothing = process({}, feed);
    CHECK(dash.status == 0);
    CHECK(json_lines(dash.out).size() == 1);
    CHECK(dash.out == nothing.out);
    CHECK(process({"--input", "text", "-"}, plain_text(everyday_story(2))).status == 0);
}

TEST_CASE("the same bytes at the same time give the same output, whatever the directory") {
    const Files files;
    std::string lines;
    for (std::size_t i = 0; i < 300; ++i) {
        lines += ndjson_line(everyday_entry("a", i % 250));
    }
    const std::string name = files.add("in.ndjson", lines);
    const Ran first = process({name});
    const Ran second = run_khabard({"process", "--now", now, name}, "", "cd / &&");
    CHECK(first.status == 0);
    CHECK(json_lines(first.out).size() == 250);
    CHECK(first.out == second.out);
    CHECK(first.err == second.err);
    CHECK(text_at(json_lines(first.out)[0], "/processed_at") == "2026-01-31T08:00:00.000Z");
}

TEST_CASE("a thousand lines come out in input order") {
    std::string lines;
    for (std::size_t i = 0; i < 1000; ++i) {
        lines += ndjson_line(everyday_entry("a", i));
    }
    const Ran ran = process({"--input", "ndjson", "-"}, lines);
    CHECK(ran.status == 0);
    const auto records = json_lines(ran.out);
    REQUIRE(records.size() == 1000);
    std::size_t out_of_order = 0;
    for (std::size_t i = 0; i < records.size(); ++i) {
        out_of_order += text_at(records[i], "/url") == everyday_entry("a", i).url ? 0 : 1;
    }
    CHECK(out_of_order == 0);
}

TEST_CASE("each bad line is one JSON line on standard error, and the rest goes on") {
    const Files files;
    const std::string name =
        files.add("in.ndjson", ndjson_line(everyday_entry("a", 1)) + "{\"id\":\n\n[]\n\"x\"\n" +
                                   "{\"id\":\"\xFF\",\"text\":\"\xC3\"}\n" +
                                   ndjson_line(everyday_entry("a", 2)));
    const Ran ran = process({name});
    CHECK(ran.status == 3);
    CHECK(json_lines(ran.out).size() == 2);
    std::size_t errors = 0;
    std::istringstream lines(ran.err);
    for (std::string line; std::getline(lines, line);) {
        if (line.rfind("{", 0) == 0) {
            const auto error = json_lines(line);
            CHECK_FALSE(text_at(error[0], "/error").empty());
            CHECK(text_at(error[0], "/file") == name);
            CHECK_FALSE(text_at(error[0], "/stage").empty());
            ++errors;
        }
    }
    CAPTURE(ran.err);
    CHECK(errors == 4);
}

TEST_CASE("files that cannot be read are named, the others are processed") {
    const Files files;
    const std::string good = files.add("good.xml", rss({everyday_entry("a", 1)}));
    const std::string page = files.add("page.xml", "<html><body>no</body></html>");
    const std::string empty = files.add("empty.xml", "");
    const std::string nowhere = files.directory / "nowhere.xml";
    const Ran ran =
        process({"--input", "feed", nowhere, files.directory.path(), page, empty, good});
    CHECK(ran.status == 3);
    CHECK(json_lines(ran.out).size() == 1);
    CHECK(occurrences(ran.err, "{\"error\":") == 4);
    for (const std::string& name : {nowhere, files.directory.path(), page, empty}) {
        CHECK(ran.err.find("\"file\":\"" + name + "\"") != std::string::npos);
    }
}

TEST_CASE("an empty NDJSON file is nothing, and no error") {
    const Ran ran = process({"--input", "ndjson", "-"}, "");
    CHECK(ran.status == 0);
    CHECK(ran.out.empty());
    CHECK(ran.err.find("0 items read") != std::string::npos);
}

TEST_CASE("a state file keeps the memory from one command to the next") {
    const Files files;
    const std::string state = files.directory / "memory";
    const Entry first = everyday_entry("a", 1);
    Entry edited = first;
    edited.story = continued(edited.story, 3);
    const std::string one = files.add("1.xml", rss({first}));
    const std::string two = files.add("2.xml", rss({edited}));
    CHECK(json_lines(process({"--state", state, one}).out).size() == 1);
    const Ran again = process({"--state", state, one});
    CHECK(again.status == 0);
    CHECK(again.out.empty());
    const auto updated = json_lines(process({"--state", state, two}).out);
    REQUIRE(updated.size() == 1);
    CHECK(number_at(updated[0], "/version") == 2);
    write_file(state, "no database");
    CHECK(process({"--state", state, one}).status == 74);
}

TEST_CASE("--charset decides what is not declared, --url what links stand on") {
    // "خبر" and friends in windows-1256.
    const std::string bytes =
        "<rss version=\"2.0\"><channel><item><link>/news/7</link><title>"
        "\xCE\xC8\xD1 \xDA\xC7\xCC\xE1 \xE3\xE4 \xC7\xE1\xD3\xE6\xDE</title><description>"
        "\xDE\xC7\xE1 \xCA\xC7\xCC\xD1 \xC5\xE4 \xC7\xE1\xD3\xE6\xDE \xE3\xDD\xCA\xE6\xCD"
        "</description></item></channel></rss>";
    const Ran ran = process(
        {"--input", "feed", "--charset", "windows-1256", "--url", "https://a.example/rss", "-"},
        bytes);
    CAPTURE(ran.err);
    CHECK(ran.status == 0);
    const auto records = json_lines(ran.out);
    REQUIRE(records.size() == 1);
    CHECK(text_at(records[0], "/headline") == "خبر عاجل من السوق");
    CHECK(text_at(records[0], "/url") == "https://a.example/news/7");
    CHECK(text_at(records[0], "/feed/url") == "https://a.example/rss");
}

TEST_CASE("the url of a configured feed makes the files polls of that feed") {
    Bench bench;
    bench.feed("outlet", "https://a.example/rss", "source = \"the-outlet\"\n");
    const Ran ran = process({"--config", bench.path("config"), "--set", "rehearsal.time_scale=1.0",
                             "--url", "https://a.example/rss", "-"},
                            rss({everyday_entry("a", 1)}));
    CAPTURE(ran.err);
    CHECK(ran.status == 0);
    const auto records = json_lines(ran.out);
    REQUIRE(records.size() == 1);
    CHECK(text_at(records[0], "/feed/id") == "outlet");
    CHECK(text_at(records[0], "/source/id") == "the-outlet");
}

TEST_CASE("an output that nobody reads any more ends the command, without noise") {
    const Files files;
    std::string lines;
    for (std::size_t i = 0; i < 2000; ++i) {
        lines += ndjson_line(everyday_entry("a", i));
    }
    const std::string name = files.add("in.ndjson", lines);
    const std::string status = files.directory / "status";
    Child child({.arguments = {"/bin/sh", "-c",
                               "{ '" + khabard_binary() + "' process '" + name + "' 2> '" +
                                   (files.directory / "err") + "'; echo $? > '" + status +
                                   "'; } | head -n 1 > '" + (files.directory / "out") + "'"},
                 .environment = {},
                 .output = {}});
    REQUIRE(child.wait(std::chrono::seconds{30}));
    CHECK(json_lines(read_file(files.directory / "out")).size() == 1);
    CAPTURE(read_file(files.directory / "err"));
    // 128 + SIGPIPE, as of any filter.
    CHECK(read_file(status) == "141\n");
    CHECK(read_file(files.directory / "err").empty());
}

TEST_CASE("gzip is unpacked, whatever its name, up to the same caps") {
    const Files files;
    const std::string feed = rss({everyday_entry("a", 1), everyday_entry("a", 2)});
    const Ran plain = process({files.add("1.xml", feed)});
    const Ran packed = process({files.add("1.xml.gz", gzipped(feed))});
    CHECK(plain.status == 0);
    CHECK(packed.status == 0);
    CHECK(packed.out == plain.out);
    const std::string lines =
        ndjson_line(everyday_entry("b", 3)) + "\n" + ndjson_line(everyday_entry("b", 4)) + "\n";
    CHECK(json_lines(process({files.add("2.ndjson.gz", gzipped(lines))}).out).size() == 2);
    CHECK(json_lines(process({"--input", "ndjson", "-"}, gzipped(lines)).out).size() == 2);
    const Ran damaged = process({files.add("3.xml", gzipped(feed).substr(0, 200))});
    CHECK(damaged.status == 3);
    CHECK(damaged.err.find("its gzip ends before its time") != std::string::npos);
    const Ran bomb = process({files.add("4.xml.gz", gzip_bomb(300'000'000))});
    CHECK(bomb.status == 3);
    CHECK(bomb.err.find("larger than") != std::string::npos);
    const Ran inspected = run_khabard({"inspect", files.add("5.xml.gz", gzipped(feed))});
    CHECK(inspected.status == 0);
    CHECK(inspected.out.find("\"kind\":\"feed\"") != std::string::npos);
}

TEST_CASE("a charset, an address or a time that is none is wrong usage") {
    const Files files;
    const std::string file = files.add("1.txt", plain_text(everyday_entry("a", 1).story));
    const auto says = [&](const Arguments& arguments, const std::string& what) {
        Arguments all{"process"};
        all.insert(all.end(), arguments.begin(), arguments.end());
        all.push_back(file);
        const Ran ran = run_khabard(all);
        CAPTURE(ran.err, what);
        CHECK(ran.status == 2);
        CHECK(ran.out.empty());
        CHECK(ran.err.find(what) != std::string::npos);
    };
    says({"--charset", "no-such"}, "'no-such' is no charset");
    says({"--url", "not a url"}, "'not a url' is no URL");
    says({"--url", "feed.xml"}, "'feed.xml' is no URL");
    says({"--now", ""}, "--now is empty");
    for (const char* charset : {"windows-1256", "UTF8", "latin1"}) {
        CAPTURE(charset);
        CHECK(process({"--charset", charset, file}).status == 0);
    }
}

TEST_CASE("a full output is a failure that is told") {
    const Ran ran =
        run_khabard({"process", "-"}, rss({everyday_entry("a", 1)}), "exec >/dev/full;");
    CHECK(ran.status == 74);
    CHECK(ran.err.find("No space left on device") != std::string::npos);
}
