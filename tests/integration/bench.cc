#include "tests/integration/bench.h"

#include "tests/support/catch.h"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

namespace khabard::integration {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::size_t line_bytes_max = 64U * 1024 * 1024;

// Small themes of our own: these tests are about the daemon, not about what linguists decide.
constexpr const char* energy_theme = R"toml([theme]
id = "energy-ceasefire"
topic = "news.ar.energy-ceasefire"
name_ar = "هدنة الطاقة"
name_en = "Energy ceasefire"
definition = "A truce that spares energy."
threshold = 6
[class.truce]
nouns = ["هدنة"]
[class.energy]
nouns = ["طاقة كهرباء"]
[[pattern]]
id = "truce-of-energy"
weight = 6
window = 20
match = "{truce} & {energy}"
[examples]
must = ["اتفق الطرفان على هدنة تشمل محطات الكهرباء."]
must_not = ["افتتحت البلدية محطة كهرباء جديدة."]
)toml";

constexpr const char* territory_theme = R"toml([theme]
id = "territory"
topic = "news.ar.territory"
name_ar = "الأراضي"
name_en = "Territory"
definition = "Who holds which land."
threshold = 6
[class.leave]
nouns = ["انسحاب"]
[class.land]
nouns = ["إقليم"]
[[pattern]]
id = "leave-the-land"
weight = 6
window = 20
match = "{leave} & {land}"
[examples]
must = ["طالبت موسكو بانسحاب القوات من إقليم دونباس."]
must_not = ["زار السياح إقليم الشمال."]
)toml";

// sh runs `before` and then becomes the program, so that the child's pid is the program's.
Arguments by_shell(const std::string& before, const Arguments& command) {
    Arguments all{"/bin/sh", "-c", before + " exec \"$@\"", "sh"};
    all.insert(all.end(), command.begin(), command.end());
    return all;
}

int status_of(const std::optional<ChildEnd>& end) {
    return end && end->exited ? end->value : -1;
}

}  // namespace

bool eventually(const std::function<bool()>& condition, milliseconds patience) {
    const auto until = std::chrono::steady_clock::now() + patience;
    while (!condition()) {
        if (std::chrono::steady_clock::now() >= until) {
            return false;
        }
        std::this_thread::sleep_for(milliseconds{10});
    }
    return true;
}

std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

void write_file(const std::string& path, const std::string& text) {
    std::ofstream file(path, std::ios::binary);
    file << text;
    REQUIRE(file.good());
}

std::size_t occurrences(const std::string& text, const std::string& what) {
    std::size_t count = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) {
        ++count;
    }
    return count;
}

std::string khabard_binary() {
    return KHABARD_BINARY;
}

Ran run_khabard(const Arguments& arguments, const std::string& input, const std::string& before) {
    const TemporaryDirectory scratch;
    write_file(scratch / "in", input);
    Arguments command{khabard_binary()};
    command.insert(command.end(), arguments.begin(), arguments.end());
    const std::string redirections = "exec < '" + (scratch / "in") + "' > '" + (scratch / "out") +
                                     "' 2> '" + (scratch / "err") + "'; ";
    Child child(
        {.arguments = by_shell(redirections + before, command), .environment = {}, .output = {}});
    const int status = status_of(child.wait(seconds{60}));
    return Ran{status, read_file(scratch / "out"), read_file(scratch / "err")};
}

std::vector<JsonValue> json_lines(const std::string& text) {
    std::vector<JsonValue> values;
    std::istringstream lines(text);
    std::string line;
    while (std::getline(lines, line)) {
        CAPTURE(line);
        auto value = parse_json(line, {.bytes_max = line_bytes_max});
        REQUIRE(value);
        values.push_back(std::move(*value));
    }
    return values;
}

std::string text_at(const JsonValue& value, const std::string& pointer) {
    const JsonValue* at = json_at(value, pointer);
    return at != nullptr && at->string() != nullptr ? *at->string() : std::string();
}

std::int64_t number_at(const JsonValue& value, const std::string& pointer) {
    const JsonValue* at = json_at(value, pointer);
    return at != nullptr && at->integer() != nullptr ? *at->integer() : -1;
}

std::vector<std::string> texts_at(const JsonValue& value, const std::string& pointer) {
    std::vector<std::string> texts;
    const JsonValue* at = json_at(value, pointer);
    if (at != nullptr && at->array() != nullptr) {
        for (const JsonValue& one : *at->array()) {
            texts.push_back(text_at(one, ""));
        }
    }
    return texts;
}

Bench::Bench() {
    fs::create_directories(path("config/themes"));
    write_file(path("config/themes/energy-ceasefire.toml"), energy_theme);
    write_file(path("config/themes/territory.toml"), territory_theme);
    configure(
        "[fetch]\ncontact = \"integration@khabard.example\"\nallow_addresses = [\"127.0.0.0/8\"]\n"
        "[publish.files]\ndirectory = \"../topics\"\n"
        "[state]\ndirectory = \"../state\"\n"
        "[http]\nlisten = \"\"\n"
        "[rehearsal]\ntime_scale = 3000.0\n");
}

void Bench::configure(const std::string& toml) {
    write_file(configuration_file(), read_file(configuration_file()) + toml);
}

void Bench::feed(const std::string& id, const std::string& url, const std::string& more) {
    const std::string feeds = path("config/feeds.toml");
    const bool stated = more.find("fetch_pages") != std::string::npos;
    write_file(feeds, read_file(feeds) + "[[feed]]\nid = \"" + id + "\"\nurl = \"" + url + "\"\n" +
                          (stated ? "" : "fetch_pages = \"never\"\n") + more + "\n");
}

std::unique_ptr<Child> Bench::start(const Arguments& more, const std::string& before,
                                    Sandbox sandbox) {
    Arguments command{khabard_binary(), "run", "--config", path("config")};
    command.insert(command.end(), more.begin(), more.end());
    command = by_shell(before, command);
    if (sandbox == Sandbox::mounts) {
        command.insert(command.begin(), {"/usr/bin/unshare", "--mount"});
    }
    return std::make_unique<Child>(
        Child::Options{.arguments = command, .environment = environment_, .output = path("log")});
}

int Bench::run_once(const Arguments& more, const std::string& before, Sandbox sandbox) {
    Arguments arguments{"--once"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return status_of(start(arguments, before, sandbox)->wait(seconds{60}));
}

std::vector<JsonValue> Bench::records(const std::string& topic) const {
    // A line may be half written while the daemon runs: it is not there yet.
    std::string text = read_file(path("topics/" + topic + ".ndjson"));
    text.resize(text.rfind('\n') == std::string::npos ? 0 : text.rfind('\n') + 1);
    return json_lines(text);
}

int stop(Child& daemon, milliseconds patience) {
    daemon.signal(SIGTERM);
    return status_of(daemon.wait(patience));
}

}  // namespace khabard::integration
