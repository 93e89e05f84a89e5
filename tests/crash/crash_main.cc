// Kills the daemon again and again while the web it reads changes, then compares what stands in
// the topics with what was true. See run.sh.
//
//     crash --khabard PATH [--kills N] [--seed S] [--keep DIR]
//           [--sink files|kafka] [--brokers 1|3] [--version 3.9.2|4.4.0]
//
// Exit code 77: Kafka cannot be run here.

#include "tests/crash/cluster.h"
#include "tests/crash/ledger_of_topics.h"
#include "tests/crash/world.h"
#include "tests/support/child.h"
#include "tests/support/http_server.h"

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <random>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace {

namespace fs = std::filesystem;
using namespace khabard;
using std::chrono::milliseconds;

constexpr std::size_t feed_count = 5;
constexpr std::size_t articles_max = 400;
constexpr milliseconds step_gap{12};
constexpr int exit_skipped = 77;

struct Options {
    std::string khabard;
    std::size_t kills = 50;
    std::uint64_t seed = 1;
    std::string keep;
    bool kafka = false;
    int brokers = 1;
    std::string version;  // of Kafka; empty: the default of deploy/kafka.sh
};

Options parse(int argc, char** argv) {
    Options options;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string name = argv[i];
        const std::string value = argv[i + 1];
        if (name == "--khabard") {
            options.khabard = value;
        } else if (name == "--kills") {
            options.kills = std::stoull(value);
        } else if (name == "--seed") {
            options.seed = std::stoull(value);
        } else if (name == "--keep") {
            options.keep = value;
        } else if (name == "--sink" && (value == "files" || value == "kafka")) {
            options.kafka = value == "kafka";
        } else if (name == "--brokers") {
            options.brokers = std::stoi(value);
        } else if (name == "--version") {
            options.version = value;
        } else {
            std::fprintf(stderr, "crash: unknown option %s\n", name.c_str());
            std::exit(2);
        }
    }
    if (options.khabard.empty()) {
        std::fprintf(stderr,
                     "usage: crash --khabard PATH [--kills N] [--seed S] [--keep DIR]\n"
                     "             [--sink files|kafka] [--brokers 1|3] [--version V]\n");
        std::exit(2);
    }
    return options;
}

// Every fail point that the sources of the ledger, the sinks and the loop name.
std::vector<std::string> fail_points(bool kafka) {
    const char* sink = kafka ? "connectors/sinks/kafka" : "connectors/sinks/files";
    std::set<std::string> names;
    const std::regex call("fail_point\\(\"([a-z._]+)\"\\)");
    for (const char* folder : {"daemon/os", "daemon/run", sink}) {
        for (const auto& entry :
             fs::recursive_directory_iterator(fs::path(KHABARD_SOURCE_DIR) / folder)) {
            if (entry.path().extension() != ".cc") {
                continue;
            }
            std::ifstream file(entry.path());
            std::stringstream text;
            text << file.rdbuf();
            const std::string source = text.str();
            for (std::sregex_iterator at(source.begin(), source.end(), call), end; at != end;
                 ++at) {
                const std::string point = (*at)[1];
                // Those of files are passed by the files sink only.
                if (!kafka || !point.starts_with("files.")) {
                    names.insert(point);
                }
            }
        }
    }
    return {names.begin(), names.end()};
}

class Web {
public:
    explicit Web(World& world) : world_(world) {
        for (std::size_t feed = 0; feed < world.feeds(); ++feed) {
            servers_.push_back(std::make_unique<HttpServer>("127.0.0." + std::to_string(feed + 1)));
            publish(feed);
        }
        thread_ = std::thread([this] { change(); });
    }
    ~Web() { freeze(); }

    std::string url(std::size_t feed) const { return servers_[feed]->url("/rss.xml"); }

    void freeze() {
        stop_ = true;
        if (thread_.joinable()) {
            thread_.join();
        }
    }

private:
    void publish(std::size_t feed) {
        servers_[feed]->document("/rss.xml", world_.rss(feed), "application/rss+xml");
    }
    void change() {
        while (!stop_) {
            world_.step();
            for (std::size_t feed = 0; feed < world_.feeds(); ++feed) {
                publish(feed);
            }
            std::this_thread::sleep_for(step_gap);
        }
    }

    World& world_;
    std::vector<std::unique_ptr<HttpServer>> servers_;
    std::atomic<bool> stop_{false};
    std::thread thread_;
};

std::string sink_configuration(const Cluster* cluster) {
    if (cluster == nullptr) {
        return "[publish]\nsink = \"files\"\n"
               "[publish.files]\ndirectory = \"../topics\"\nrotate_bytes = 200000\n";
    }
    return "[publish]\nsink = \"kafka\"\n[publish.kafka]\nbootstrap_servers = \"" +
           cluster->bootstrap_servers() + "\"\n";
}

void write_configuration(const fs::path& directory, const Web& web, std::size_t feeds,
                         const Cluster* cluster) {
    fs::create_directories(directory / "config");
    std::ofstream main(directory / "config" / "khabard.toml");
    main << "[run]\nworkers = 2\n"
            "[fetch]\ncontact = \"crash-test@khabard.example\"\n"
            "allow_addresses = [\"127.0.0.0/8\"]\n"
         << sink_configuration(cluster)
         << "[state]\ndirectory = \"../state\"\n"
            "[http]\nlisten = \"\"\n"
            "[rehearsal]\ntime_scale = 5000.0\n";
    std::ofstream list(directory / "config" / "feeds.toml");
    for (std::size_t feed = 0; feed < feeds; ++feed) {
        list << "[[feed]]\nid = \"" << World::feed_id(feed) << "\"\nurl = \"" << web.url(feed)
             << "\"\nsource = \"" << World::feed_id(feed) << "\"\nfetch_pages = \"never\"\n\n";
    }
}

struct Killed {
    std::size_t at_random = 0;
    std::size_t at_fail_points = 0;
    std::set<std::string> points;  // at which it was killed
    std::size_t unexpected = 0;
};

Child start(const Options& options, const fs::path& directory, const std::string& fail_point,
            bool once) {
    Child::Options child{
        .arguments = {options.khabard, "run", "--config", (directory / "config").string()},
        .environment = {},
        .output = (directory / "log.ndjson").string()};
    if (once) {
        child.arguments.emplace_back("--once");
    }
    if (!fail_point.empty()) {
        child.environment["KHABARD_FAIL_POINT"] = fail_point;
    }
    return Child(child);
}

void kill_once(const Options& options, const fs::path& directory, const std::string& fail_point,
               std::mt19937_64& dice, Killed& killed) {
    Child daemon = start(options, directory, fail_point, false);
    const milliseconds patience{fail_point.empty() ? 20 + dice() % 700 : 6000};
    const auto early = daemon.wait(patience);
    if (early) {
        const bool by_fail_point = !early->exited && early->value == SIGKILL;
        if (by_fail_point) {
            ++killed.at_fail_points;
            killed.points.insert(fail_point.substr(0, fail_point.find(':')));
        }
        if (!by_fail_point) {
            ++killed.unexpected;
            std::printf("unexpected end: %s %d\n", early->exited ? "exit" : "signal", early->value);
        }
        return;
    }
    daemon.signal(SIGKILL);
    (void)daemon.wait(std::chrono::seconds{10});
    ++killed.at_random;
}

int report(const Options& options, const Killed& killed, const Comparison& comparison) {
    for (std::size_t i = 0; i < comparison.problems.size() && i < 20; ++i) {
        std::printf("  %s\n", comparison.problems[i].c_str());
    }
    std::printf(
        "seed %llu: %zu kills (%zu at random, %zu at %zu fail points), %zu articles, %zu "
        "versions, %zu lost, %zu doubled, %zu wrong\n",
        static_cast<unsigned long long>(options.seed), killed.at_random + killed.at_fail_points,
        killed.at_random, killed.at_fail_points, killed.points.size(), comparison.articles,
        comparison.versions, comparison.lost, comparison.doubled, comparison.wrong);
    const bool good = comparison.problems.empty() && killed.unexpected == 0;
    return good ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    const Options options = parse(argc, argv);
    const fs::path directory =
        options.keep.empty()
            ? fs::temp_directory_path() / ("khabard-crash-" + std::to_string(::getpid()))
            : fs::path(options.keep);
    std::unique_ptr<Cluster> cluster;
    if (options.kafka) {
        cluster = std::make_unique<Cluster>((directory / "kafka").string(), options.brokers,
                                            options.version);
        if (!cluster->start()) {
            std::printf("skipped: deploy/kafka.sh cannot start Kafka here\n");
            return exit_skipped;
        }
    }
    std::mt19937_64 dice(options.seed);
    World world(options.seed, feed_count, articles_max);
    Web web(world);
    write_configuration(directory, web, feed_count, cluster.get());
    const std::vector<std::string> points = fail_points(options.kafka);
    Killed killed;
    for (std::size_t i = 0; i < options.kills; ++i) {
        // Each second kill at random, the others at every fail point in turn: at its first passing,
        // in later rounds at a later one.
        const std::size_t turn = i / 2;
        const std::size_t passing = turn < points.size() ? 1 : 1 + dice() % 4;
        const std::string point =
            i % 2 == 0 ? std::string()
                       : points[turn % points.size()] + ":" + std::to_string(passing);
        kill_once(options, directory, point, dice, killed);
    }
    web.freeze();
    Child last = start(options, directory, {}, true);
    const auto end = last.wait(std::chrono::seconds{120});
    if (!end || !end->exited || end->value != 0) {
        std::printf("the last run did not end well\n");
        ++killed.unexpected;
    }
    for (const std::string& point : points) {
        if (options.kills >= 2 * points.size() && !killed.points.contains(point)) {
            std::printf("  never reached: %s\n", point.c_str());
        }
    }
    const Comparison comparison = compare_with_truth(
        cluster ? cluster->records() : read_topic_files((directory / "topics").string()),
        world.truth());
    const int status = report(options, killed, comparison);
    cluster.reset();
    if (status == 0 && options.keep.empty()) {
        fs::remove_all(directory);
    } else {
        std::printf("kept: %s\n", directory.c_str());
    }
    return status;
}
