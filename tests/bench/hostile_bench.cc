// What hostile servers cost the good ones: the time from an item's appearing on its server to its
// committed record, with the good feeds alone and with hostile feeds of every sort beside them, by
// turns in one run.
//
//     hostile_bench KHABARD [ROUNDS [SECONDS [GOOD [HOSTILE_OF_EACH_SORT]]]]
//
// By default 2 rounds of 150 s with 60 good feeds and 20 hostile ones of each sort. Fifteen minutes
// of scheduling pass in three seconds, so hostile servers cost 300 times what they would cost a
// service; transport timeouts are the shipped ones. Prints both medians and their ratio.

#include "tests/integration/hostile_web.h"
#include "tests/integration/latency.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace {

using khabard::integration::Latency;
using khabard::integration::LatencyOptions;

std::size_t number(int argc, char** argv, int at, std::size_t otherwise) {
    return argc > at ? std::strtoul(argv[at], nullptr, 10) : otherwise;
}

Latency run(LatencyOptions options, const char* name) {
    std::string pattern = (std::filesystem::temp_directory_path() / "khabard-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) {
        std::perror("mkdtemp");
        std::exit(1);
    }
    options.directory = pattern;
    Latency latency = khabard::integration::measure_latency(options);
    std::error_code ignored;
    std::filesystem::remove_all(pattern, ignored);
    std::printf("%-8s  median %.3f s  p99 %.3f s  items %zu  missing %zu  hostile requests %zu\n",
                name, latency.median(), latency.p99(), latency.appeared, latency.missing,
                latency.hostile_requests);
    std::fflush(stdout);
    return latency;
}

void join(Latency& all, const Latency& one) {
    all.seconds.insert(all.seconds.end(), one.seconds.begin(), one.seconds.end());
    std::sort(all.seconds.begin(), all.seconds.end());
    all.missing += one.missing;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: hostile_bench KHABARD [ROUNDS [SECONDS [GOOD [HOSTILE]]]]\n");
        return 2;
    }
    const std::size_t rounds = number(argc, argv, 2, 2);
    const LatencyOptions alone{.binary = argv[1],
                               .directory = {},
                               .good_feeds = number(argc, argv, 4, 60),
                               .hostile_of_each_sort = 0,
                               .length = std::chrono::seconds(number(argc, argv, 3, 150)),
                               .time_scale = 300,
                               .more = {}};
    LatencyOptions beside = alone;
    beside.hostile_of_each_sort = number(argc, argv, 5, 20);
    std::printf("%zu good feeds; beside them %zu hostile feeds of each of %zu sorts\n",
                alone.good_feeds, beside.hostile_of_each_sort,
                khabard::integration::hostile_sorts().size());
    Latency all_alone;
    Latency all_beside;
    for (std::size_t round = 0; round < rounds; ++round) {
        join(all_alone, run(alone, "alone"));
        join(all_beside, run(beside, "hostile"));
    }
    std::printf("median alone %.4f s, beside hostile feeds %.4f s: ratio %.3f; missing %zu\n",
                all_alone.median(), all_beside.median(), all_beside.median() / all_alone.median(),
                all_alone.missing + all_beside.missing);
    return all_alone.missing + all_beside.missing == 0 ? 0 : 1;
}
