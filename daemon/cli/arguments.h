#pragma once

// The command line as values. Parsing decides nothing: main asks which alternative it holds and
// carries it out. Help and mistakes come back as text with an exit code; nothing is printed here.
//
//     const ParsedArguments parsed = parse_arguments(argc, argv, isatty(STDOUT_FILENO) != 0);
//     if (!parsed.arguments) {
//         print(parsed.exit_code == 0 ? stdout : stderr, parsed.text);
//         return parsed.exit_code;
//     }

#include "daemon/base/time.h"
#include "daemon/cli/config_arguments.h"
#include "daemon/cli/themes_arguments.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace khabard {

struct RunArguments {
    ConfigArguments config;
    bool once;
};

struct CheckArguments {
    ConfigArguments config;
};

enum class InputKind : std::uint8_t { automatic, feed, page, text, ndjson };

struct ProcessArguments {
    ConfigArguments config;
    InputKind input;
    std::string url;             // empty: not stated
    std::string charset;         // empty: not stated
    std::optional<Instant> now;  // nullopt: the real time
    std::optional<std::string> state;
    std::vector<std::string> files;  // never empty; "-" is standard input
};

enum class InspectKind : std::uint8_t { automatic, feed, page, text, date, url };

struct InspectArguments {
    ConfigArguments config;
    InspectKind as;
    std::string url;
    std::string content_type;
    std::optional<Instant> now;
    std::string file;
};

struct ExplainArguments {
    ConfigArguments config;
    std::string url;
    std::optional<Instant> now;
    std::string file;
};

struct StatusArguments {
    ConfigArguments config;
    bool json;
};

struct ReloadArguments {
    ConfigArguments config;
    bool wait;
};

enum class TopicsAction : std::uint8_t { plan, ensure };

struct TopicsArguments {
    ConfigArguments config;
    TopicsAction action;
};

enum class FeedsAction : std::uint8_t { import, export_, find, health, why };

struct FeedsArguments {
    ConfigArguments config;
    FeedsAction action;
    std::string target;  // an OPML file, the URL of a site, or the id of a feed; of health: empty
};

enum class DlqAction : std::uint8_t { list, show, replay };

struct DlqArguments {
    ConfigArguments config;
    DlqAction action;
    std::vector<std::uint64_t> letters;  // of show and replay; empty: all
    bool json;
};

struct RetractArguments {
    ConfigArguments config;
    std::string article;  // 32 hex digits
    std::string reason;
};

// Of articles first seen since a time, or within the time before now; neither: of all.
struct RelabelArguments {
    ConfigArguments config;
    std::optional<Instant> since;
    std::optional<std::chrono::milliseconds> within;
    bool dry_run;
};

enum class StateAction : std::uint8_t { check, rebuild, backup };

struct StateArguments {
    ConfigArguments config;
    StateAction action;
    std::string file;  // of backup, or to check instead of the configured one; may be empty
};

struct VersionRequest {};

using Arguments = std::variant<RunArguments, CheckArguments, ProcessArguments, InspectArguments,
                               ExplainArguments, StatusArguments, ReloadArguments, TopicsArguments,
                               FeedsArguments, DlqArguments, RetractArguments, RelabelArguments,
                               StateArguments, ThemesArguments, VersionRequest>;

struct ParsedArguments {
    std::optional<Arguments> arguments;
    int exit_code;     // without arguments: 0 after --help, 2 after a mistake
    std::string text;  // help for stdout, or what is wrong for stderr; ends with a newline
};

// `colour`: help and mistakes go to a terminal.
ParsedArguments parse_arguments(int count, const char* const* words, bool colour);

// --config, or /etc/khabard: for the commands that work on an installed daemon.
std::string config_path(const ConfigArguments& config);

// "CLI11 1.2.3", for --version.
std::string cli_library_version();

}  // namespace khabard
