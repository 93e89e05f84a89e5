// How `khabard run` ends when it cannot begin.

#include "tests/integration/bench.h"
#include "tests/integration/stories.h"
#include "tests/support/catch.h"
#include "tests/support/http_server.h"

#include <csignal>
#include <filesystem>

using namespace khabard;
using namespace khabard::integration;

namespace {

namespace fs = std::filesystem;

void publish_one(Bench& bench, HttpServer& server, std::size_t number) {
    server.document("/feed", rss({everyday_entry("a", number)}), "application/rss+xml");
    REQUIRE(bench.run_once() == 0);
}

}  // namespace

TEST_CASE("wrong usage ends with 2 and says what there is instead") {
    const Ran unknown = run_khabard({"run", "--twice"});
    CHECK(unknown.status == 2);
    CHECK(unknown.err.find("--once") != std::string::npos);
    CHECK(unknown.out.empty());
    CHECK(run_khabard({}).status == 2);
    CHECK(run_khabard({"ruin"}).status == 2);
    CHECK(run_khabard({"process", "--now", "yesterday", "x"}).status == 2);
    CHECK(run_khabard({"process", "--input", "rss", "x"}).status == 2);
    CHECK(run_khabard({"inspect", "--as", "feeds", "x"}).status == 2);
}

TEST_CASE("help and version are answers, not mistakes") {
    for (const char* command : {"run", "check", "process", "inspect"}) {
        CAPTURE(command);
        const Ran help = run_khabard({command, "--help"});
        CHECK(help.status == 0);
        CHECK(help.out.find(std::string("khabard ") + command) != std::string::npos);
        CHECK(help.err.empty());
    }
    const Ran version = run_khabard({"--version"});
    CHECK(version.status == 0);
    CHECK(version.out.find("khabard ") == 0);
    CHECK(version.out.find("curl") != std::string::npos);
}

TEST_CASE("a mistake in the configuration ends with 78, every one of them named") {
    Bench bench;
    SECTION("no contact") {
        CHECK(bench.run_once({"--set", "fetch.contact="}) == 78);
        CHECK(bench.logs("contact"));
    }
    SECTION("several at once, with their places") {
        bench.configure("[log]\nlevle = \"info\"\n[run]\nworkers = 1000\n");
        bench.feed("a", "gopher://a.example/");
        CHECK(bench.run_once() == 78);
        CHECK(bench.logs("khabard.toml:13:1: unknown key"));
        CHECK(bench.logs("level"));
        CHECK(bench.logs("khabard.toml:15:11: "));
        CHECK(bench.logs("feeds.toml:3:7: "));
    }
    SECTION("no such directory") {
        CHECK(run_khabard({"run", "--config", bench.path("nowhere")}).status == 78);
    }
    SECTION("a clock that runs faster although a feed is not on loopback") {
        bench.feed("outside", "http://192.0.2.1/feed");
        CHECK(bench.run_once() == 78);
        CHECK(bench.logs("time_scale"));
        CHECK(bench.logs("outside"));
    }
    SECTION("an unknown override") {
        CHECK(bench.run_once({"--set", "fetch.contatc=x"}) == 78);
        CHECK(bench.logs("contatc"));
    }
    CHECK_FALSE(fs::exists(bench.path("state")));
}

TEST_CASE("a directory that cannot be written ends with 78 and names its key") {
    Bench bench;
    write_file(bench.path("a-file"), "in the way");
    SECTION("of the state") {
        CHECK(bench.run_once({"--set", "state.directory=" + bench.path("a-file/state")}) == 78);
        CHECK(bench.logs("a-file"));
        CHECK(bench.logs("Not a directory"));
    }
    SECTION("of the topic files") {
        CHECK(bench.run_once({"--set", "publish.files.directory=" + bench.path("a-file")}) == 78);
        CHECK(bench.logs("a-file"));
    }
    SECTION("on a read-only file system") {
        const std::string kind = GENERATE("state", "topics");
        fs::create_directory(bench.path(kind));
        const std::string mount = "mount -t tmpfs -o ro none '" + bench.path(kind) + "'";
        const Ran possible =
            run_khabard({"--version"}, "", "unshare -m sh -c \"" + mount + "\" || exit 9;");
        if (possible.status != 0) {
            WARN("no mount namespaces here: read-only directories are not tested");
            return;
        }
        CHECK(bench.run_once({}, mount + " && ", Sandbox::mounts) == 78);
        CAPTURE(bench.log());
        CHECK(bench.logs("Read-only file system"));
        CHECK(bench.logs(kind == "state" ? "state" : "publish.files.directory"));
    }
}

TEST_CASE("a damaged state file ends with 74 and nothing is overwritten") {
    Bench bench;
    HttpServer server;
    bench.feed("a", server.url("/feed"));
    publish_one(bench, server, 1);
    const std::string file = bench.path("state/khabard.db");
    REQUIRE(fs::exists(file));
    std::string bytes = read_file(file);
    SECTION("because it is something else") {
        bytes.assign(8192, 'x');
    }
    SECTION("because its middle is lost") {
        REQUIRE(bytes.size() > 8192);
        for (std::size_t i = 4096; i < bytes.size(); i += 4096) {
            bytes.replace(i, 200, 200, '\xFF');
        }
    }
    SECTION("because it is cut off") {
        bytes.resize(bytes.size() / 2);
    }
    fs::remove(file + "-wal");
    write_file(file, bytes);
    CHECK(bench.run_once() == 74);
    CHECK(bench.logs("khabard state rebuild"));
    CHECK(read_file(file) == bytes);
    CHECK(bench.count(unthemed_topic) == 1);
}

TEST_CASE("a state file that was rolled back publishes nothing and ends with 74") {
    Bench bench;
    HttpServer server;
    bench.feed("a", server.url("/feed"));
    publish_one(bench, server, 1);
    fs::copy(bench.path("state"), bench.path("backup"));
    publish_one(bench, server, 2);
    publish_one(bench, server, 3);
    REQUIRE(bench.count(unthemed_topic) == 3);
    fs::remove_all(bench.path("state"));
    fs::rename(bench.path("backup"), bench.path("state"));
    server.document("/feed", rss({everyday_entry("a", 4)}), "application/rss+xml");
    CHECK(bench.run_once() == 74);
    CHECK(bench.logs("khabard state rebuild"));
    CHECK(bench.count(unthemed_topic) == 3);
}

TEST_CASE("topic files that lost their checkpoint, or are shorter than it says, end with 74") {
    Bench bench;
    HttpServer server;
    bench.feed("a", server.url("/feed"));
    publish_one(bench, server, 1);
    const std::string topic = bench.path("topics/" + std::string(unthemed_topic) + ".ndjson");
    SECTION("no checkpoint") {
        fs::remove(bench.path("topics/checkpoint"));
    }
    SECTION("a damaged one") {
        write_file(bench.path("topics/checkpoint"), "{\"seq\":");
    }
    SECTION("a shorter file") {
        fs::resize_file(topic, 10);
    }
    SECTION("no file") {
        fs::remove(topic);
    }
    CHECK(bench.run_once() == 74);
    CHECK(bench.logs("khabard state rebuild"));
}

TEST_CASE("what lies behind the checkpoint's length is cut off at the start") {
    Bench bench;
    HttpServer server;
    bench.feed("a", server.url("/feed"));
    publish_one(bench, server, 1);
    const std::string topic = bench.path("topics/" + std::string(unthemed_topic) + ".ndjson");
    write_file(topic, read_file(topic) + "{\"topic\":\"half a li");
    publish_one(bench, server, 2);
    CHECK(bench.records(unthemed_topic).size() == 2);
}

TEST_CASE("a second daemon ends with 75, on the same state as on the same topic files") {
    Bench bench;
    const auto first = bench.start();
    REQUIRE(eventually([&] { return bench.logs("the sink is open"); }));
    CHECK(bench.run_once() == 75);
    CHECK(bench.logs("is held by another process (" + std::to_string(first->pid()) + ")"));
    CHECK(bench.run_once({"--set", "state.directory=" + bench.path("other")}) == 75);
    CHECK(bench.logs("topics/lock"));
    CHECK(stop(*first) == 0);
    CHECK(bench.run_once() == 0);
}
