#include "tests/integration/latency.h"

#include "tests/integration/hostile_web.h"
#include "tests/integration/stories.h"
#include "tests/support/child.h"

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <thread>

namespace khabard::integration {
namespace {

using Steady = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr std::size_t shown_at_once = 20;
constexpr const char* theme = R"([theme]
id = "none"
topic = "news.ar.none"
name_ar = "N"
name_en = "N"
definition = "What no text holds."
[[pattern]]
id = "none"
weight = 8
match = "\"xxyyzz\""
)";

// A feed whose items appear at times that are fixed beforehand.
class GoodFeed {
public:
    GoodFeed(std::size_t number, Steady::time_point begin, const LatencyOptions& options)
        : server_("127.127." + std::to_string(number / 250) + "." +
                  std::to_string(1 + number % 250)) {
        // About one for each poll, each feed at a pace of its own.
        const double every = 900.0 / options.time_scale * (1.1 + 0.013 * double(number % 31));
        double at = every * double(number % 17) / 17.0;
        for (std::size_t i = 0; at < std::chrono::duration<double>(options.length).count(); ++i) {
            items_.push_back(begin + std::chrono::duration_cast<Steady::duration>(
                                         std::chrono::duration<double>(at)));
            entries_.push_back(everyday_entry("f" + std::to_string(number), number * 1000 + i));
            at += every * (0.7 + 0.6 * double((i * 7919 + number * 104729) % 101) / 101.0);
        }
        server_.on("/feed", [this](const HttpRequest& request) { return answer(request); });
    }

    std::string url() const { return server_.url("/feed"); }
    const std::vector<Steady::time_point>& items() const { return items_; }
    const std::string& address_of(std::size_t item) const { return entries_[item].url; }

private:
    HttpReply answer(const HttpRequest& request) const {
        const auto end = std::upper_bound(items_.begin(), items_.end(), Steady::now());
        const auto count = static_cast<std::size_t>(end - items_.begin());
        const std::string etag = "\"" + std::to_string(count) + "\"";
        HttpReply reply{.headers = {{"Content-Type", "application/rss+xml"}, {"ETag", etag}}};
        if (request.header("if-none-match") == etag) {
            reply.status = 304;
            return reply;
        }
        const std::size_t first = count > shown_at_once ? count - shown_at_once : 0;
        reply.body = rss({entries_.begin() + static_cast<std::ptrdiff_t>(first),
                          entries_.begin() + static_cast<std::ptrdiff_t>(count)});
        return reply;
    }

    HttpServer server_;
    std::vector<Steady::time_point> items_;
    std::vector<Entry> entries_;
};

// Reads a growing file and notes when each address came to stand in it.
class Watcher {
public:
    explicit Watcher(std::string path) : path_(std::move(path)) {}

    void look() {
        std::ifstream file(path_, std::ios::binary);
        file.seekg(static_cast<std::streamoff>(read_));
        std::string line;
        while (std::getline(file, line) && !file.eof()) {
            read_ += line.size() + 1;
            const std::string key = "\"url\":\"https://f";
            const std::size_t begin = line.find(key);
            if (begin != std::string::npos) {
                const std::size_t address = begin + 7;
                seen_.emplace(line.substr(address, line.find('"', address) - address),
                              Steady::now());
            }
        }
    }
    const std::map<std::string, Steady::time_point>& seen() const { return seen_; }

private:
    std::string path_;
    std::size_t read_ = 0;
    std::map<std::string, Steady::time_point> seen_;
};

void write(const std::string& path, const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
}

std::string feed_table(const std::string& id, const std::string& url) {
    return "[[feed]]\nid = \"" + id + "\"\nurl = \"" + url + "\"\nfetch_pages = \"never\"\n";
}

void configure(const LatencyOptions& options, const std::vector<std::unique_ptr<GoodFeed>>& good,
               const HostileWeb& hostile) {
    std::filesystem::create_directories(options.directory + "/config/themes");
    write(options.directory + "/config/themes/none.toml", theme);
    write(options.directory + "/config/khabard.toml",
          "[fetch]\ncontact = \"bench@khabard.example\"\nallow_addresses = [\"" +
              std::string(hostile_network) +
              "\"]\n[publish.files]\ndirectory = \"../topics\"\n[state]\ndirectory = \"../state\"\n"
              "[http]\nlisten = \"\"\n[rehearsal]\ntime_scale = " +
              std::to_string(options.time_scale) + "\n" + options.more);
    std::string feeds;
    for (std::size_t i = 0; i < good.size(); ++i) {
        feeds += feed_table("good-" + std::to_string(i), good[i]->url());
    }
    for (const HostileFeed& feed : hostile.feeds()) {
        feeds += feed_table(feed.id, feed.url);
    }
    write(options.directory + "/config/feeds.toml", feeds);
}

Latency evaluate(const std::vector<std::unique_ptr<GoodFeed>>& good, const Watcher& watcher,
                 Steady::time_point last) {
    Latency result;
    for (const auto& feed : good) {
        for (std::size_t i = 0; i < feed->items().size(); ++i) {
            const auto found = watcher.seen().find(feed->address_of(i));
            const bool early = feed->items()[i] < last;
            result.appeared += early ? 1 : 0;
            if (found == watcher.seen().end()) {
                result.missing += early ? 1 : 0;
            } else if (early) {
                result.seconds.push_back(
                    std::chrono::duration<double>(found->second - feed->items()[i]).count());
            }
        }
    }
    std::sort(result.seconds.begin(), result.seconds.end());
    return result;
}

}  // namespace

Latency measure_latency(const LatencyOptions& options) {
    const HostileWeb hostile(options.hostile_of_each_sort);
    // The first round of polls, when everybody is asked at once, is no everyday.
    const Steady::time_point begin = Steady::now() + 5s;
    std::vector<std::unique_ptr<GoodFeed>> good;
    for (std::size_t i = 0; i < options.good_feeds; ++i) {
        good.push_back(std::make_unique<GoodFeed>(i, begin, options));
    }
    configure(options, good, hostile);
    Child daemon({.arguments = {options.binary, "run", "--config", options.directory + "/config"},
                  .environment = {},
                  .output = options.directory + "/log"});
    Watcher watcher(options.directory + "/topics/news.ar.unthemed.ndjson");
    const Steady::time_point end = begin + options.length;
    while (Steady::now() < end) {
        watcher.look();
        std::this_thread::sleep_for(1ms);
    }
    // What appears in the last three intervals may be published too late for us.
    const std::chrono::duration<double> tail(3 * 900.0 / options.time_scale + 1);
    Latency result =
        evaluate(good, watcher, end - std::chrono::duration_cast<Steady::duration>(tail));
    daemon.signal(SIGTERM);
    daemon.signal(SIGTERM);
    const auto ended = daemon.wait(40s);
    result.status = ended && ended->exited ? ended->value : -1;
    result.hostile_requests = hostile.requests();
    return result;
}

}  // namespace khabard::integration
