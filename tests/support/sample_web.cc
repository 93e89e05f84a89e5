// A small web for a first look at the daemon (deploy/try.sh): serves the sample feeds, one host an
// outlet, and writes a configuration that polls them. One feed changes after a few seconds.
//
//     sample_web SAMPLES DIRECTORY
//
// DIRECTORY receives config/ and spool/; the topic files and the state will stand beside them. Runs
// until it is ended.

#include "tests/support/http_server.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::seconds edited_after{6};

std::string read(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        std::fprintf(stderr, "sample_web: %s cannot be read\n", path.c_str());
        std::exit(1);
    }
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

void write(const fs::path& path, const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
}

std::string feed_row(const std::string& id, const std::string& url, const std::string& name) {
    return "[[feed]]\nid = \"" + id + "\"\nurl = \"" + url + "\"\nsource = \"" + name +
           "\"\nfetch_pages = \"never\"\n\n";
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::fprintf(stderr, "usage: sample_web SAMPLES DIRECTORY\n");
        return 2;
    }
    const fs::path samples = argv[1];
    const fs::path directory = argv[2];
    khabard::HttpServer almarfa("127.0.0.1");
    khabard::HttpServer aldiffa("127.0.0.2");
    khabard::HttpServer alminaa("127.0.0.3");
    khabard::HttpServer almanara("127.0.0.4");
    almarfa.document("/rss.xml", read(samples / "rss.xml"), "application/rss+xml");
    aldiffa.document("/atom.xml", read(samples / "atom.xml"), "application/atom+xml");
    alminaa.document("/feed.json", read(samples / "feed.json"), "application/feed+json");
    almanara.document("/live.xml", read(samples / "live-1.xml"), "application/rss+xml");

    fs::create_directories(directory / "config");
    fs::create_directories(directory / "spool");
    write(directory / "config" / "khabard.toml",
          "[fetch]\ncontact = \"try@khabard.example\"\nallow_addresses = [\"127.0.0.0/8\"]\n\n"
          "[publish]\nsink = \"files\"\n\n[publish.files]\ndirectory = \"../topics\"\n\n"
          "[state]\ndirectory = \"../state\"\n\n[http]\nlisten = \"\"\n\n"
          "# Fifteen minutes pass in three seconds; allowed because every host is loopback.\n"
          "[rehearsal]\ntime_scale = 300.0\n");
    write(
        directory / "config" / "feeds.toml",
        feed_row("almarfa", almarfa.url("/rss.xml"), "almarfa") +
            feed_row("aldiffa", aldiffa.url("/atom.xml"), "aldiffa") +
            feed_row("alminaa", alminaa.url("/feed.json"), "alminaa") +
            feed_row("almanara", almanara.url("/live.xml"), "almanara") +
            "[[feed]]\nid = \"spool\"\nurl = \"../spool\"\nkind = \"dir\"\nsource = \"scraper\"\n");
    fs::copy_file(samples / "spool" / "scraped.txt", directory / "spool" / "scraped.txt",
                  fs::copy_options::overwrite_existing);
    std::printf("ready\n");
    std::fflush(stdout);
    std::this_thread::sleep_for(edited_after);
    almanara.document("/live.xml", read(samples / "live-2.xml"), "application/rss+xml");
    for (;;) {
        std::this_thread::sleep_for(std::chrono::hours{1});
    }
}
