#pragma once

// What the end-to-end tests stand on: a directory of its own with a configuration, the real binary
// as a child process, and its topic files and log to look at. Waiting polls with a deadline.

#include "daemon/lib/json/json_value.h"
#include "tests/os/temporary_directory.h"
#include "tests/support/child.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace khabard::integration {

using Arguments = std::vector<std::string>;

// True as soon as `condition` holds; false when it never did within `patience`.
bool eventually(const std::function<bool()>& condition,
                std::chrono::milliseconds patience = std::chrono::seconds{20});

std::string read_file(const std::string& path);  // "" where there is none
void write_file(const std::string& path, const std::string& text);
std::size_t occurrences(const std::string& text, const std::string& what);

// A command that ended: its exit status (-1: a signal, or not within a minute) and what it wrote.
struct Ran {
    int status;
    std::string out;
    std::string err;
};

std::string khabard_binary();

// Runs `khabard ARGUMENTS...` with `input` as standard input. `before` is shell that runs first
// ("cd /elsewhere;").
Ran run_khabard(const Arguments& arguments, const std::string& input = "",
                const std::string& before = "");

// Each line as JSON; a line that is none fails the test.
std::vector<JsonValue> json_lines(const std::string& text);
// The string at a JSON pointer; "" where there is none.
std::string text_at(const JsonValue& value, const std::string& pointer);
// The number there; -1 where there is none.
std::int64_t number_at(const JsonValue& value, const std::string& pointer);
std::vector<std::string> texts_at(const JsonValue& value, const std::string& pointer);

// Where a daemon runs: in this mount namespace, or in one of its own, so that `before` may mount.
enum class Sandbox : std::uint8_t { none, mounts };

// Configuration in config/, state in state/, topic files in topics/. Fifteen minutes pass in a
// third of a second, every feed stands on loopback, and the themes are two small ones of our own.
class Bench {
public:
    Bench();

    std::string path(const std::string& name) const { return directory_ / name; }
    // Adds a feed; `more` are further lines of its table.
    void feed(const std::string& id, const std::string& url, const std::string& more = "");
    // Adds lines to khabard.toml.
    void configure(const std::string& toml);
    std::string configuration_file() const { return path("config/khabard.toml"); }

    // `khabard run --config config MORE...`; output goes to the log. `before`: shell that runs
    // first, in the same process ("ulimit -f 10;").
    std::unique_ptr<Child> start(const Arguments& more = {}, const std::string& before = "",
                                 Sandbox sandbox = Sandbox::none);
    // The same with --once, to its end: the exit status, -1 for anything else.
    int run_once(const Arguments& more = {}, const std::string& before = "",
                 Sandbox sandbox = Sandbox::none);
    // For children started from now on.
    void environment(const std::string& name, const std::string& value) {
        environment_[name] = value;
    }

    std::string log() const { return read_file(path("log")); }
    bool logs(const std::string& text) const { return log().find(text) != std::string::npos; }
    // The lines of a topic file as {"topic", "key", "seq", "headers", "value"}.
    std::vector<JsonValue> records(const std::string& topic) const;
    std::size_t count(const std::string& topic) const { return records(topic).size(); }

private:
    TemporaryDirectory directory_;
    std::map<std::string, std::string> environment_;
};

// SIGTERM, and the exit status; -1 when it did not end by itself in time.
int stop(Child& daemon, std::chrono::milliseconds patience = std::chrono::seconds{15});

}  // namespace khabard::integration
