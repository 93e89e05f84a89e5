// Kills the daemon again and again while the web it reads changes, then compares what stands in
// the topics with what was true. See run.sh.
//
//     crash --khabard PATH [--kills N] [--seed S] [--keep DIR]
//           [--sink files|kafka] [--brokers 1|3] [--version 3.9.2|4.4.0]
//
// Exit code 77: Kafka cannot be run here.

#include "tests/crash/ledger_of_topics.h"
#include "tests/crash/world.h"
#include "tests/kafka/cluster.h"
#include "tests/kafka/consumer.h"
#include "tests/support/child.h"
#include "tests/support/http_server.h"

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <random>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

namespace fs = std::filesystem;
using namespace khabard;
using std::chrono::milliseconds;

constexpr std::size_t feed_count = 5;
constexpr std::size_t articles_at_first = 100;
constexpr std::size_t articles_max = 400;
constexpr std::size_t teasers_max = 150;
constexpr milliseconds step_gap{12};
constexpr int exit_skipped = 77;
// Each so many kills one waits until the restarted daemon has published, and notes how long.
constexpr std::size_t kills_per_measure = 10;
constexpr milliseconds publish_patience{30'000};
constexpr const char* first_out_line = "the first records are out";

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
    std::string url_of_teasers() const { return pages_.url("/rss.xml"); }

    // From now on nothing changes, and every page is there.
    void freeze() {
        stop_ = true;
        if (thread_.joinable()) {
            thread_.join();
        }
        while (!unwritten_.empty()) {
            write_page();
        }
    }

private:
    void publish(std::size_t feed) {
        servers_[feed]->document("/rss.xml", world_.rss(feed), "application/rss+xml");
    }
    // A teaser is shown before its page can be read, as with publishers whose caches disagree.
    void show_teaser() {
        const std::string path = "/news/" + std::to_string(++teasers_);
        unwritten_.emplace_back(path, world_.add_teaser(pages_.url(path)));
        pages_.document("/rss.xml", world_.teasers(), "application/rss+xml");
    }
    void write_page() {
        pages_.document(unwritten_.front().first, unwritten_.front().second, "text/html");
        unwritten_.pop_front();
    }
    void change() {
        for (std::size_t step = 0; !stop_; ++step) {
            world_.step();
            if (step % 20 == 0 && teasers_ < teasers_max) {
                show_teaser();
            }
            if (step % 20 == 15 && !unwritten_.empty()) {
                write_page();
            }
            for (std::size_t feed = 0; feed < world_.feeds(); ++feed) {
                publish(feed);
            }
            std::this_thread::sleep_for(step_gap);
        }
    }

    World& world_;
    std::vector<std::unique_ptr<HttpServer>> servers_;
    HttpServer pages_{"127.0.0.99"};
    std::size_t teasers_ = 0;
    std::deque<std::pair<std::string, std::string>> unwritten_;  // path and page
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
            "allow_addresses = [\"127.0.0.0/8\"]\npage_wait = \"24h\"\n"
         << sink_configuration(cluster)
         << "[state]\ndirectory = \"../state\"\n"
            "[http]\nlisten = \"\"\n"
            "[rehearsal]\ntime_scale = 5000.0\n";
    std::ofstream list(directory / "config" / "feeds.toml");
    for (std::size_t feed = 0; feed < feeds; ++feed) {
        list << "[[feed]]\nid = \"" << World::feed_id(feed) << "\"\nurl = \"" << web.url(feed)
             << "\"\nsource = \"" << World::feed_id(feed) << "\"\nfetch_pages = \"never\"\n\n";
    }
    list << "[[feed]]\nid = \"teasers\"\nurl = \"" << web.url_of_teasers() << "\"\n";
}

// Under read_committed: partition by partition, each in its order.
std::vector<SeenRecord> records_of(const Cluster& cluster) {
    const Consumption from{.bootstrap_servers = cluster.bootstrap_servers()};
    std::vector<SeenRecord> seen;
    for (const ConsumedRecord& record : consume_all(from, topics_of(from, "news.ar."))) {
        seen.push_back(seen_record(as_line(record)));
        seen.back().partition = record.partition;
    }
    return seen;
}

struct Killed {
    std::size_t at_random = 0;
    std::size_t at_fail_points = 0;
    std::set<std::string> points;  // at which it was killed
    std::size_t unexpected = 0;
    std::vector<milliseconds> first_out;  // from the start after a kill to the first batch out
};

struct Plan {
    std::string fail_point;  // "name:passing"; empty: at a random moment
    bool measured;           // a random moment after the first batch is out
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

// Waits until the log says behind `from` that a batch is out. False: it ended, or never said so.
bool await_first_out(Child& daemon, const fs::path& log, std::uintmax_t from) {
    const auto deadline = std::chrono::steady_clock::now() + publish_patience;
    std::string text;
    std::ifstream file(log);
    file.seekg(static_cast<std::streamoff>(from));
    while (std::chrono::steady_clock::now() < deadline && !daemon.wait(milliseconds{2})) {
        file.clear();
        text.append(std::istreambuf_iterator<char>(file), {});
        if (text.find(first_out_line) != std::string::npos) {
            return true;
        }
    }
    return false;
}

void note_end(const ChildEnd& end, const std::string& fail_point, Killed& killed) {
    if (!end.exited && end.value == SIGKILL) {
        ++killed.at_fail_points;
        killed.points.insert(fail_point.substr(0, fail_point.find(':')));
        return;
    }
    ++killed.unexpected;
    std::printf("unexpected end: %s %d\n", end.exited ? "exit" : "signal", end.value);
}

void kill_once(const Options& options, const fs::path& directory, const Plan& plan,
               std::mt19937_64& dice, Killed& killed) {
    const fs::path log = directory / "log.ndjson";
    std::error_code none_yet;
    const std::uintmax_t log_bytes = fs::exists(log) ? fs::file_size(log, none_yet) : 0;
    const auto begin = std::chrono::steady_clock::now();
    Child daemon = start(options, directory, plan.fail_point, false);
    if (plan.measured) {
        if (await_first_out(daemon, log, log_bytes)) {
            killed.first_out.push_back(
                std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - begin));
        } else {
            ++killed.unexpected;
            std::printf("nothing was published for %lld s after a start\n",
                        static_cast<long long>(publish_patience.count() / 1000));
        }
    }
    // So that about half of the kills at random come before the first batch, half behind it.
    const std::uint64_t random_max = options.kafka ? 2400 : 700;
    const milliseconds patience{plan.fail_point.empty() ? 20 + dice() % random_max : 6000};
    if (const auto early = daemon.wait(patience)) {
        note_end(*early, plan.fail_point, killed);
        return;
    }
    daemon.signal(SIGKILL);
    (void)daemon.wait(std::chrono::seconds{10});
    ++killed.at_random;
}

// Each second kill at random, the others at every fail point in turn: at its first passing, in
// later rounds at a later one.
Plan plan_of(std::size_t kill, const std::vector<std::string>& points, std::mt19937_64& dice) {
    if (kill % 2 == 0) {
        return {{}, kill > 0 && kill % kills_per_measure == 0};
    }
    const std::size_t turn = kill / 2;
    const std::size_t passing = turn < points.size() ? 1 : 1 + dice() % 4;
    return {points[turn % points.size()] + ":" + std::to_string(passing), false};
}

std::string seconds_text(milliseconds time) {
    char text[32];
    std::snprintf(text, sizeof text, "%.2f", static_cast<double>(time.count()) / 1000);
    return text;
}

// A row of the table in README.md, and its head.
void print_row(const Options& options, std::size_t points, Killed& killed,
               const Comparison& comparison) {
    std::string sink = "files";
    if (options.kafka) {
        const std::string version = options.version.empty() ? "" : " " + options.version;
        sink = "Kafka" + version + ", " + std::to_string(options.brokers) +
               (options.brokers == 1 ? " broker" : " brokers");
    }
    std::string first = "not measured";
    if (!killed.first_out.empty()) {
        std::sort(killed.first_out.begin(), killed.first_out.end());
        first = seconds_text(killed.first_out[killed.first_out.size() / 2]) + ", " +
                seconds_text(killed.first_out.back());
    }
    std::printf(
        "| sink | seed | kills | versions | lost | doubled | out of order | fail points reached | "
        "start to first publish: median, max s |\n"
        "|---|---|---|---|---|---|---|---|---|\n"
        "| %s | %llu | %zu | %zu | %zu | %zu | %zu | %zu of %zu | %s |\n",
        sink.c_str(), static_cast<unsigned long long>(options.seed),
        killed.at_random + killed.at_fail_points, comparison.versions, comparison.lost,
        comparison.doubled, comparison.out_of_order, killed.points.size(), points, first.c_str());
}

int report(const Options& options, const Killed& killed, const Comparison& comparison) {
    for (std::size_t i = 0; i < comparison.problems.size() && i < 20; ++i) {
        std::printf("  %s\n", comparison.problems[i].c_str());
    }
    std::printf(
        "seed %llu: %zu kills (%zu at random, %zu at %zu fail points), %zu articles, %zu "
        "versions, %zu lost, %zu doubled, %zu out of order, %zu wrong\n",
        static_cast<unsigned long long>(options.seed), killed.at_random + killed.at_fail_points,
        killed.at_random, killed.at_fail_points, killed.points.size(), comparison.articles,
        comparison.versions, comparison.lost, comparison.doubled, comparison.out_of_order,
        comparison.wrong);
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
    World world(options.seed, feed_count, articles_at_first);
    Web web(world);
    write_configuration(directory, web, feed_count, cluster.get());
    const std::vector<std::string> points = fail_points(options.kafka);
    Killed killed;
    for (std::size_t i = 0; i < options.kills; ++i) {
        world.let_grow_to(articles_at_first +
                          (articles_max - articles_at_first) * (i + 1) / options.kills);
        kill_once(options, directory, plan_of(i, points, dice), dice, killed);
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
        cluster ? records_of(*cluster) : read_topic_files((directory / "topics").string()),
        world.truth());
    const int status = report(options, killed, comparison);
    print_row(options, points.size(), killed, comparison);
    cluster.reset();
    if (status == 0 && options.keep.empty()) {
        fs::remove_all(directory);
    } else {
        std::printf("kept: %s\n", directory.c_str());
    }
    return status;
}
