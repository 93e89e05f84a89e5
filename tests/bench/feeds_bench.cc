// feeds_bench [--feeds N] [--addresses N] [--time-scale X] [--cycles N] [--quick]
//
// How many feeds one daemon polls, at what price. The real binary polls a loopback web of N feeds
// on many addresses: one in twenty changes, one in fifty fails, in twelve ways. Waits are divided
// by --time-scale, so that a cycle of 15 minutes passes in seconds; the work of a cycle does not
// shrink, so the CPU share of real time is the measured one divided by the scale.
//
// Without --feeds two rows are measured: 10,000 and 100,000.

#include "tests/bench/many_feeds.h"
#include "tests/support/child.h"

#include <dirent.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

using namespace khabard;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

struct Setup {
    std::size_t feeds;
    std::size_t addresses;
    double time_scale;
    int cycles;
};

milliseconds scaled(milliseconds real, const Setup& setup) {
    return milliseconds{
        static_cast<std::int64_t>(static_cast<double>(real.count()) / setup.time_scale)};
}

// What the kernel says of a process.
struct Usage {
    double cpu_seconds;
    double resident_mib;
    std::size_t descriptors;
};

Usage usage_of(pid_t pid) {
    const std::string proc = "/proc/" + std::to_string(pid);
    Usage usage{};
    std::ifstream stat(proc + "/stat");
    std::string text((std::istreambuf_iterator<char>(stat)), std::istreambuf_iterator<char>());
    std::istringstream fields(text.substr(text.rfind(')') + 1));
    std::string word;
    for (int i = 3; i <= 24 && fields >> word; ++i) {  // numbered as in proc(5)
        if (i == 14 || i == 15) {
            usage.cpu_seconds +=
                std::strtod(word.c_str(), nullptr) / static_cast<double>(::sysconf(_SC_CLK_TCK));
        } else if (i == 24) {
            usage.resident_mib = std::strtod(word.c_str(), nullptr) *
                                 static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1048576;
        }
    }
    if (DIR* folder = ::opendir((proc + "/fd").c_str())) {
        while (::readdir(folder) != nullptr) {
            ++usage.descriptors;
        }
        ::closedir(folder);
    }
    return usage;
}

// Reads what is added to the topic files: when each guid was there for consumers.
class Reader {
public:
    explicit Reader(std::filesystem::path folder) : folder_(std::move(folder)) {}

    void look() {
        const BenchTime now = std::chrono::steady_clock::now();
        std::error_code none;
        for (const auto& entry : std::filesystem::directory_iterator(folder_, none)) {
            if (entry.path().extension() == ".ndjson") {
                read_on(entry.path(), now);
            }
        }
    }
    std::map<std::string, BenchTime> seen;

private:
    void read_on(const std::filesystem::path& path, BenchTime now) {
        std::ifstream file(path);
        std::streamoff& from = offsets_[path.string()];
        file.seekg(from);
        for (std::string line; std::getline(file, line) && !file.eof();) {
            from += static_cast<std::streamoff>(line.size()) + 1;
            constexpr const char* key = "\"guid\":\"";
            const std::size_t at = line.find(key);
            if (at != std::string::npos) {
                const std::size_t begin = at + std::strlen(key);
                seen.emplace(line.substr(begin, line.find('"', begin) - begin), now);
            }
        }
    }

    std::filesystem::path folder_;
    std::map<std::string, std::streamoff> offsets_;
};

// Gone with the run.
struct WorkFolder {
    WorkFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "feeds_bench.XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) {
            std::perror(name.c_str());
            std::exit(1);
        }
        path = name;
    }
    ~WorkFolder() {
        std::error_code none;
        std::filesystem::remove_all(path, none);
    }
    WorkFolder(const WorkFolder&) = delete;
    WorkFolder& operator=(const WorkFolder&) = delete;
    std::string path;
};

void write_text(const std::string& path, const std::string& text) {
    std::ofstream(path) << text;
}

void write_configuration(const std::string& root, const Setup& setup, const ManyFeeds& web) {
    const std::filesystem::path shipped = KHABARD_SOURCE_DIR "/config";
    std::filesystem::copy(shipped, root + "/config", std::filesystem::copy_options::recursive);
    std::ostringstream main;
    main << "[fetch]\ncontact = \"desk@example.org\"\nallow_addresses = [\"127.0.0.0/8\"]\n"
         << "concurrency = 200\n"
         << "[publish]\nsink = \"files\"\noutbox_rows = 10000000\n"
         << "[publish.files]\ndirectory = \"../topics\"\nrotate_bytes = \"0\"\n"
         << "[state]\ndirectory = \"../state\"\n[http]\nlisten = \"\"\n"
         << "[log]\nlevel = \"warning\"\nformat = \"json\"\n"
         << "[rehearsal]\ntime_scale = " << std::fixed << setup.time_scale << "\n";
    write_text(root + "/config/khabard.toml", main.str());
    std::ostringstream feeds;
    for (std::size_t i = 0; i < setup.feeds; ++i) {
        feeds << "[[feed]]\nid = \"f" << i << "\"\nurl = \"" << web.url(i)
              << "\"\nfetch_pages = \"never\"\n";
    }
    write_text(root + "/config/feeds.toml", feeds.str());
}

struct Measured {
    std::size_t free_feeds;
    double half_seconds;         // until half of them were asked once
    double most_seconds;         // until 95 % were
    double first_cycle_seconds;  // until all were
    double steady_seconds;
    double steady_cpu;
    double first_cpu;
    double resident_mib;
    std::size_t descriptors;
};

double seconds_since(BenchTime then) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - then).count();
}

// Feeds whose host gives no reason to wait.
std::size_t free_feeds(const Setup& setup, const ManyFeeds& web) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < setup.feeds; ++i) {
        count += web.troubled(i) ? 0 : 1;
    }
    return count;
}

Measured measure(const Setup& setup, ManyFeeds& web, Child& daemon, Reader& reader) {
    Measured measured{};
    const auto watch = [&] {
        const Usage usage = usage_of(daemon.pid());
        measured.resident_mib = std::max(measured.resident_mib, usage.resident_mib);
        measured.descriptors = std::max(measured.descriptors, usage.descriptors);
        reader.look();
        return usage.cpu_seconds;
    };
    const BenchTime begin = std::chrono::steady_clock::now();
    const std::size_t wanted = free_feeds(setup, web);
    measured.free_feeds = wanted;
    double cpu = 0;
    while (web.counts().feeds_asked < wanted && seconds_since(begin) < 1800 &&
           !daemon.wait(100ms)) {
        cpu = watch();
        const std::size_t asked = web.counts().feeds_asked;
        if (asked * 2 < wanted) {
            measured.half_seconds = seconds_since(begin);
        }
        if (asked * 20 < wanted * 19) {
            measured.most_seconds = seconds_since(begin);
        }
    }
    measured.first_cycle_seconds = seconds_since(begin);
    measured.first_cpu = cpu;
    web.begin_changes();
    const BenchTime steady = std::chrono::steady_clock::now();
    const milliseconds length = scaled(15min, setup) * setup.cycles;
    while (std::chrono::steady_clock::now() < steady + length && !daemon.wait(100ms)) {
        watch();
    }
    web.end_changes();
    measured.steady_seconds = seconds_since(steady);
    measured.steady_cpu = watch() - cpu;
    // What appeared last is noticed within an hour: intervals grow while nothing is new.
    const BenchTime end = std::chrono::steady_clock::now();
    while (std::chrono::steady_clock::now() < end + scaled(60min, setup)) {
        std::this_thread::sleep_for(100ms);
        reader.look();
    }
    return measured;
}

double percentile(std::vector<double>& sorted, double share) {
    if (sorted.empty()) {
        return 0;
    }
    std::sort(sorted.begin(), sorted.end());
    const auto place = static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1));
    return sorted[place];
}

void report(const Setup& setup, const ManyFeeds& web, const Measured& measured,
            const Reader& reader) {
    std::vector<double> minutes;
    std::size_t missed = 0;
    for (const auto& [guid, appeared] : web.appeared()) {
        const auto seen = reader.seen.find(guid);
        if (seen == reader.seen.end()) {
            ++missed;
            continue;
        }
        minutes.push_back(std::chrono::duration<double>(seen->second - appeared).count() *
                          setup.time_scale / 60);
    }
    const ManyFeedsCounts counts = web.counts();
    const double share = 100 * measured.steady_cpu / measured.steady_seconds;
    std::printf("%zu feeds on %zu addresses, waits divided by %g\n", setup.feeds, setup.addresses,
                setup.time_scale);
    std::printf(
        "  first cycle            of %zu feeds without a failing neighbour half after %.1f s, "
        "95 %% after %.1f s, all after %.1f s; %.1f s of CPU\n",
        measured.free_feeds, measured.half_seconds, measured.most_seconds,
        measured.first_cycle_seconds, measured.first_cpu);
    std::printf("  steady                 %.1f s, %.0f %% of one CPU; unscaled %.2f %%\n",
                measured.steady_seconds, share, share / setup.time_scale);
    std::printf("  requests               %llu, of them %llu robots.txt, %llu answers 304\n",
                static_cast<unsigned long long>(counts.requests),
                static_cast<unsigned long long>(counts.robots),
                static_cast<unsigned long long>(counts.not_modified));
    std::printf("  resident memory        %.0f MiB; descriptors %zu\n", measured.resident_mib,
                measured.descriptors);
    std::printf("  host budgets breached  %llu early, %llu at once\n",
                static_cast<unsigned long long>(counts.early),
                static_cast<unsigned long long>(counts.overlaps));
    std::printf(
        "  new items              %zu; noticed and published after p50 %.1f, p99 %.1f "
        "minutes of an interval of 15; not yet: %zu\n",
        minutes.size() + missed, percentile(minutes, 0.5), percentile(minutes, 0.99), missed);
}

int run(const Setup& setup) {
    const WorkFolder folder;
    const std::string& root = folder.path;
    ManyFeeds web({.feeds = setup.feeds,
                   .addresses = setup.addresses,
                   .gap = scaled(5s, setup),
                   .new_item = scaled(45min, setup),
                   .seed = 1});
    write_configuration(root, setup, web);
    Child daemon({.arguments = {KHABARD_BINARY, "run", "--config", root + "/config"},
                  .environment = {},
                  .output = root + "/log"});
    Reader reader(root + "/topics");
    const Measured measured = measure(setup, web, daemon, reader);
    daemon.signal(SIGTERM);
    const auto end = daemon.wait(60s);
    if (!end || !end->exited || end->value != 0) {
        std::fprintf(stderr, "the daemon did not end well; its log:\n");
        std::ifstream log(root + "/log");
        std::string line;
        for (int i = 0; i < 20 && std::getline(log, line); ++i) {
            std::fprintf(stderr, "%s\n", line.c_str());
        }
        return 1;
    }
    report(setup, web, measured, reader);
    return web.counts().early + web.counts().overlaps == 0 ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
    Setup setup{.feeds = 0, .addresses = 5'000, .time_scale = 20, .cycles = 6};
    for (int i = 1; i < count; ++i) {
        const std::string word = words[i];
        const double value = i + 1 < count ? std::strtod(words[i + 1], nullptr) : 0;
        if (word == "--quick") {
            setup = {.feeds = 500, .addresses = 250, .time_scale = 60, .cycles = 4};
            continue;
        }
        if (value <= 0) {
            std::fprintf(stderr, "%s needs a number above 0\n", word.c_str());
            return 2;
        }
        ++i;
        if (word == "--feeds") {
            setup.feeds = static_cast<std::size_t>(value);
        } else if (word == "--addresses") {
            setup.addresses = static_cast<std::size_t>(value);
        } else if (word == "--time-scale") {
            setup.time_scale = value;
        } else if (word == "--cycles") {
            setup.cycles = static_cast<int>(value);
        } else {
            std::fprintf(stderr, "unknown option %s\n", word.c_str());
            return 2;
        }
    }
    if (setup.feeds > 0) {
        return run(setup);
    }
    const int ten = run({.feeds = 10'000, .addresses = 5'000, .time_scale = 20, .cycles = 6});
    const int hundred = run({.feeds = 100'000, .addresses = 50'000, .time_scale = 5, .cycles = 1});
    return ten != 0 ? ten : hundred;
}
