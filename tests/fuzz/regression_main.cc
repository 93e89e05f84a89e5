// Replays the corpora: every input as it stands, and mutations of it that are the same in each run.
//
//     fuzz_regression [--mutations N] [--seed S] [--target NAME] [--export DIR]
//
// On a failure the input lies in fuzz-failure.bin and its name is on stderr. --export writes the
// inputs as files, one folder a target, for libFuzzer to begin with.

#include "tests/fuzz/corpus.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>

// The sanitizers end with the signal that the handler below waits for.
// NOLINTBEGIN(bugprone-reserved-identifier): the names are theirs.
extern "C" const char* __asan_default_options();
extern "C" const char* __ubsan_default_options();
extern "C" const char* __asan_default_options() {
    return "abort_on_error=1";
}
extern "C" const char* __ubsan_default_options() {
    return "abort_on_error=1:print_stacktrace=1";
}
// NOLINTEND(bugprone-reserved-identifier)

namespace {

using khabard::fuzz::Input;
using khabard::fuzz::Target;

struct Options {
    std::uint32_t mutations = 400;
    std::uint32_t seed = 1;
    std::string target;  // empty: all
    std::string folder;  // to export to; empty: run
};

// What is being tried; read by the handler of a failure.
std::string current_name;
std::string current_bytes;

void on_failure(int signal) {
    std::fprintf(stderr, "fuzz_regression: signal %d on %s; see fuzz-failure.bin\n", signal,
                 current_name.c_str());
    if (std::FILE* file = std::fopen("fuzz-failure.bin", "wb"); file != nullptr) {
        std::fwrite(current_bytes.data(), 1, current_bytes.size(), file);
        std::fclose(file);
    }
    std::_Exit(1);
}

void try_input(const Target& target, std::string name, std::string bytes) {
    current_name = std::string(target.name) + "/" + std::move(name);
    current_bytes = std::move(bytes);
    target.run(current_bytes);
}

std::size_t replay(const Target& target, const Options& options) {
    const auto inputs = khabard::fuzz::corpus_of(target);
    if (inputs.empty()) {
        std::fprintf(stderr, "fuzz_regression: no corpus for %s\n", target.name);
        std::exit(1);
    }
    std::size_t tried = 0;
    try_input(target, "nothing", {});
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        try_input(target, inputs[i].name, inputs[i].bytes);
        for (std::uint32_t n = 0; n < options.mutations; ++n) {
            const Input& other = inputs[(i + n + 1) % inputs.size()];
            const auto seed = static_cast<std::uint32_t>(options.seed * 1'000'003U + i * 4099U + n);
            try_input(target, inputs[i].name + " with seed " + std::to_string(seed),
                      khabard::fuzz::mutated(inputs[i].bytes, other.bytes, seed));
        }
        tried += 1 + options.mutations;
    }
    return tried;
}

void export_to(const std::string& folder, const Target& target) {
    const auto path = std::filesystem::path(folder) / target.name;
    std::filesystem::create_directories(path);
    for (const Input& input : khabard::fuzz::corpus_of(target)) {
        std::ofstream(path / input.name, std::ios::binary) << input.bytes;
    }
}

Options read_options(int count, char** words) {
    Options options;
    for (int i = 1; i + 1 < count; i += 2) {
        const std::string key = words[i];
        const char* value = words[i + 1];
        if (key == "--mutations") {
            options.mutations = static_cast<std::uint32_t>(std::strtoul(value, nullptr, 10));
        } else if (key == "--seed") {
            options.seed = static_cast<std::uint32_t>(std::strtoul(value, nullptr, 10));
        } else if (key == "--target") {
            options.target = value;
        } else if (key == "--export") {
            options.folder = value;
        }
    }
    return options;
}

}  // namespace

int main(int count, char** words) {
    const Options options = read_options(count, words);
    for (const int signal : {SIGABRT, SIGSEGV, SIGFPE, SIGILL, SIGBUS}) {
        std::signal(signal, on_failure);
    }
    for (const Target& target : khabard::fuzz::all_targets()) {
        if (!options.target.empty() && options.target != target.name) {
            continue;
        }
        if (!options.folder.empty()) {
            export_to(options.folder, target);
            continue;
        }
        const std::clock_t begin = std::clock();
        const std::size_t tried = replay(target, options);
        const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
        std::printf("%-12s %6zu inputs %6.2f s\n", target.name, tried, seconds);
    }
    return 0;
}
