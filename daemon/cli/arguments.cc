#include "daemon/cli/arguments.h"

#include "daemon/cli/command_table.h"
#include "daemon/cli/help.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

// CLI11 reports by exceptions, so this file (and no other) is compiled with them; none leaves it.

namespace khabard {
namespace {

constexpr const char* standard_input = "-";

struct Mistake {  // that CLI11 does not know of
    std::string message;
};

// The words of an enum, in its order.
template <std::size_t N>
std::size_t index_of(const std::array<const char*, N>& words, const std::string& word,
                     const char* what) {
    const auto found = std::find(words.begin(), words.end(), word);
    if (found == words.end()) {
        throw Mistake{unknown_word(what, word, {words.begin(), words.end()})};
    }
    return static_cast<std::size_t>(found - words.begin());
}

constexpr std::array input_words = {"auto", "feed", "page", "text", "ndjson"};
constexpr std::array inspect_words = {"auto", "feed", "page", "text", "date", "url"};

// One command's line: declares options, parses, and reads what was given.
class CommandParser {
public:
    explicit CommandParser(const CommandRow& row) : row_(row), app_(row.summary, row.word) {
        app_.set_help_flag("-h,--help", "this text");
        app_.add_option("--config", config_path_,
                        "directory of the configuration, or its khabard.toml")
            ->type_name("PATH");
        app_.add_option("--set", overrides_, "override one key of khabard.toml; may be repeated")
            ->type_name("KEY=VALUE")
            ->allow_extra_args(false);
    }

    void flag(const std::string& name, bool& value, const std::string& meaning) {
        app_.add_flag(name, value, meaning);
    }
    void option(const std::string& name, std::string& value, const std::string& type,
                const std::string& meaning) {
        app_.add_option(name, value, meaning)->type_name(type);
    }
    // Words without an option in front; an option's name is what messages call them.
    void words(std::vector<std::string>& values, const std::string& meaning) {
        app_.add_option("FILE", values, meaning)->type_name("");
    }

    // Throws CLI::Error or Mistake.
    void parse(std::vector<std::string> words) {
        std::reverse(words.begin(), words.end());  // CLI11 takes them from the back
        app_.parse(std::move(words));
    }

    ConfigArguments config() const {
        ConfigArguments config{std::nullopt, overrides_};
        if (app_.count("--config") > 0) {
            config.path = config_path_;
        }
        return config;
    }

    std::string help(bool colour) const { return command_help(row_, options_text(), colour); }

    std::vector<std::string> option_names() const {
        std::vector<std::string> names;
        for (const CLI::Option* option : app_.get_options()) {
            for (const std::string& name : option->get_lnames()) {
                names.push_back("--" + name);
            }
        }
        return names;
    }
    std::vector<std::string> unexpected() const { return app_.remaining(); }

private:
    // "  --config PATH      meaning" for each option.
    std::string options_text() const {
        std::vector<std::pair<std::string, std::string>> lines;
        std::size_t longest = 0;
        for (const CLI::Option* option : app_.get_options()) {
            if (option->get_positional()) {
                continue;
            }
            std::string name = option->get_snames().empty() ? "    " : "-h, ";
            name += "--" + option->get_lnames().front();
            if (!option->get_type_name().empty()) {
                name += " " + option->get_type_name();
            }
            longest = std::max(longest, name.size());
            lines.emplace_back(std::move(name), option->get_description());
        }
        std::string out;
        for (const auto& [name, meaning] : lines) {
            out.append("  ").append(name).append(longest - name.size() + 2, ' ');
            out.append(meaning).append("\n");
        }
        return out;
    }

    const CommandRow& row_;
    CLI::App app_;
    std::string config_path_;
    std::vector<std::string> overrides_;
};

using Words = std::vector<std::string>;

std::optional<Instant> read_now(const std::string& text) {
    if (text.empty()) {
        return std::nullopt;
    }
    const auto now = parse_rfc3339(text);
    if (!now) {
        throw Mistake{"--now '" + text +
                      "' is no RFC 3339 time; write it like 2026-01-31T08:15:00Z"};
    }
    return now;
}

// The single word that a command takes, or `fallback`.
std::string only_word(const Words& words, const std::string& fallback) {
    if (words.size() > 1) {
        throw Mistake{"one file at a time, and '" + words[1] + "' is the second"};
    }
    return words.empty() ? fallback : words.front();
}

// The first word names what to do; `wanted` words follow it.
template <std::size_t N>
std::size_t read_action(const std::array<const char*, N>& actions, const Words& words) {
    if (words.empty()) {
        std::string list;
        for (const char* action : actions) {
            list += (list.empty() ? "" : ", ") + std::string(action);
        }
        throw Mistake{"what to do is missing: one of " + list};
    }
    return index_of(actions, words.front(), "action");
}

void expect_count(const Words& words, std::size_t count, const char* missing) {
    if (words.size() < count) {
        throw Mistake{std::string(missing) + " is missing"};
    }
    if (words.size() > count) {
        throw Mistake{"'" + words[count] + "' is one word too many"};
    }
}

Arguments parse_run(CommandParser& line, const Words& words) {
    bool once = false;
    line.flag("--once", once, "poll every enabled feed once, publish, and exit");
    line.parse(words);
    return RunArguments{line.config(), once};
}

Arguments parse_check(CommandParser& line, const Words& words) {
    line.parse(words);
    return CheckArguments{line.config()};
}

Arguments parse_process(CommandParser& line, const Words& words) {
    std::string input = input_words.front();
    std::string url;
    std::string charset;
    std::string now;
    std::string state;
    Words files;
    line.option("--input", input, "KIND", "auto, feed, page, text or ndjson; default: auto");
    line.option("--url", url, "URL", "where the files are from; chooses the feed of that address");
    line.option("--charset", charset, "NAME", "charset of the files; default: found out");
    line.option("--now", now, "RFC3339", "time of the crawl; default: the real time");
    line.option("--state", state, "FILE", "keep what was read in this file; default: forget it");
    line.words(files, "files, or - for standard input");
    line.parse(words);
    if (files.empty()) {
        files.emplace_back(standard_input);
    }
    const auto kind = static_cast<InputKind>(index_of(input_words, input, "kind of input"));
    return ProcessArguments{.config = line.config(),
                            .input = kind,
                            .url = url,
                            .charset = charset,
                            .now = read_now(now),
                            .state = state.empty() ? std::nullopt : std::optional(state),
                            .files = files};
}

Arguments parse_inspect(CommandParser& line, const Words& words) {
    std::string as = inspect_words.front();
    std::string url;
    std::string content_type;
    std::string now;
    Words files;
    line.option("--as", as, "KIND", "auto, feed, page, text, date or url; default: auto");
    line.option("--url", url, "URL", "where the document is from; links start there");
    line.option("--content-type", content_type, "TYPE", "Content-Type of the HTTP answer");
    line.option("--now", now, "RFC3339", "time of the crawl; default: the real time");
    line.words(files, "a file, or - for standard input");
    line.parse(words);
    const auto kind = static_cast<InspectKind>(index_of(inspect_words, as, "kind"));
    return InspectArguments{.config = line.config(),
                            .as = kind,
                            .url = url,
                            .content_type = content_type,
                            .now = read_now(now),
                            .file = only_word(files, standard_input)};
}

Arguments parse_explain(CommandParser& line, const Words& words) {
    std::string url;
    std::string now;
    Words files;
    line.option("--url", url, "URL", "where the document is from");
    line.option("--now", now, "RFC3339", "time of the crawl; default: the real time");
    line.words(files, "a file, or - for standard input");
    line.parse(words);
    return ExplainArguments{.config = line.config(),
                            .url = url,
                            .now = read_now(now),
                            .file = only_word(files, standard_input)};
}

Arguments parse_status(CommandParser& line, const Words& words) {
    bool json = false;
    line.flag("--json", json, "as JSON, for scripts");
    line.parse(words);
    return StatusArguments{line.config(), json};
}

Arguments parse_reload(CommandParser& line, const Words& words) {
    bool wait = false;
    line.flag("--wait", wait, "return when the new configuration is live");
    line.parse(words);
    return ReloadArguments{line.config(), wait};
}

Arguments parse_topics(CommandParser& line, const Words& words) {
    Words given;
    line.words(given, "plan or ensure");
    line.parse(words);
    const auto action = static_cast<TopicsAction>(read_action(std::array{"plan", "ensure"}, given));
    expect_count(given, 1, "");
    return TopicsArguments{line.config(), action};
}

Arguments parse_feeds(CommandParser& line, const Words& words) {
    Words given;
    line.words(given, "import FILE, export FILE or find URL");
    line.parse(words);
    const std::size_t which = read_action(std::array{"import", "export", "find"}, given);
    const auto action = static_cast<FeedsAction>(which);
    expect_count(given, 2, action == FeedsAction::find ? "the URL" : "the OPML file");
    return FeedsArguments{line.config(), action, given[1]};
}

Arguments parse_dlq(CommandParser& line, const Words& words) {
    Words given;
    line.words(given, "list or replay");
    line.parse(words);
    const auto action = static_cast<DlqAction>(read_action(std::array{"list", "replay"}, given));
    expect_count(given, 1, "");
    return DlqArguments{line.config(), action};
}

Arguments parse_retract(CommandParser& line, const Words& words) {
    std::string reason;
    Words given;
    line.option("--reason", reason, "TEXT", "why; stands on the record and in the log");
    line.words(given, "id of the article");
    line.parse(words);
    expect_count(given, 1, "the id of the article");
    const std::string& id = given.front();
    if (id.size() != 32 || id.find_first_not_of("0123456789abcdef") != std::string::npos) {
        throw Mistake{"'" + id + "' is no article id; it has 32 hex digits"};
    }
    if (reason.empty()) {
        throw Mistake{"--reason is missing: a withdrawal is explained to its readers"};
    }
    return RetractArguments{line.config(), id, reason};
}

Arguments parse_relabel(CommandParser& line, const Words& words) {
    line.parse(words);
    return RelabelArguments{line.config()};
}

Arguments parse_state(CommandParser& line, const Words& words) {
    Words given;
    line.words(given, "check, rebuild or backup FILE");
    line.parse(words);
    const auto action =
        static_cast<StateAction>(read_action(std::array{"check", "rebuild", "backup"}, given));
    const bool backup = action == StateAction::backup;
    expect_count(given, backup ? 2 : 1, "the file");
    return StateArguments{line.config(), action, backup ? given[1] : ""};
}

Arguments parse_command(const CommandRow& row, CommandParser& line, const Words& words) {
    switch (row.name) {
        case CommandName::run: return parse_run(line, words);
        case CommandName::check: return parse_check(line, words);
        case CommandName::process: return parse_process(line, words);
        case CommandName::inspect: return parse_inspect(line, words);
        case CommandName::explain: return parse_explain(line, words);
        case CommandName::status: return parse_status(line, words);
        case CommandName::reload: return parse_reload(line, words);
        case CommandName::topics: return parse_topics(line, words);
        case CommandName::feeds: return parse_feeds(line, words);
        case CommandName::dlq: return parse_dlq(line, words);
        case CommandName::retract: return parse_retract(line, words);
        case CommandName::relabel: return parse_relabel(line, words);
        case CommandName::state: return parse_state(line, words);
    }
    throw Mistake{"no such command"};
}

// What CLI11 found wrong, in our words where it is an option that nobody declared.
std::string mistake_text(const CommandParser& line, const CLI::ParseError& error) {
    const Words unexpected = line.unexpected();
    if (!unexpected.empty()) {
        const std::string& word = unexpected.front();
        const std::string name = word.substr(0, word.find('='));
        if (name.starts_with('-')) {
            return unknown_word("option", name, line.option_names());
        }
        return "'" + word + "' is one word too many";
    }
    return error.what();
}

ParsedArguments parse_words_of(const CommandRow& row, const Words& words, bool colour) {
    CommandParser line(row);
    try {
        return ParsedArguments{parse_command(row, line, words), 0, ""};
    } catch (const CLI::CallForHelp&) {
        return ParsedArguments{std::nullopt, 0, line.help(colour)};
    } catch (const CLI::ParseError& error) {
        return ParsedArguments{std::nullopt, 2,
                               usage_error(row.word, mistake_text(line, error), colour)};
    } catch (const Mistake& mistake) {
        return ParsedArguments{std::nullopt, 2, usage_error(row.word, mistake.message, colour)};
    }
}

bool is_help(std::string_view word) {
    return word == "--help" || word == "-h" || word == "help";
}

}  // namespace

ParsedArguments parse_arguments(int count, const char* const* words, bool colour) {
    Words given(words + std::min(count, 1), words + count);
    if (given.empty()) {
        return ParsedArguments{std::nullopt, 2, overview(colour)};
    }
    if (given.front() == "help" && given.size() > 1) {  // `khabard help run`
        given = {given[1], "--help"};
    }
    const std::string& first = given.front();
    if (is_help(first)) {
        return ParsedArguments{std::nullopt, 0, overview(colour)};
    }
    if (first == "--version" || first == "-V") {
        return ParsedArguments{VersionRequest{}, 0, ""};
    }
    if (const CommandRow* row = find_command(first)) {
        return parse_words_of(*row, Words(given.begin() + 1, given.end()), colour);
    }
    const char* what = first.starts_with('-') ? "option" : "command";
    const std::vector<std::string> known =
        first.starts_with('-') ? std::vector<std::string>{"--help", "--version"} : command_words();
    return ParsedArguments{std::nullopt, 2,
                           usage_error("", unknown_word(what, first, known), colour)};
}

std::string config_path(const ConfigArguments& config) {
    return config.path.value_or("/etc/khabard");
}

std::string cli_library_version() {
    return std::string("CLI11 ") + CLI11_VERSION;
}

}  // namespace khabard
