#include "daemon/cli/command_parser.h"

#include "daemon/cli/help.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <utility>

namespace khabard {
namespace {

// "  --config PATH      meaning" for each option.
std::string options_text(const CLI::App& app) {
    std::vector<std::pair<std::string, std::string>> lines;
    std::size_t longest = 0;
    for (const CLI::Option* option : app.get_options()) {
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

}  // namespace

struct CommandParser::Line {
    const CommandRow& row;
    CLI::App app;
    std::string config_path;
    CommandWords overrides;
};

CommandParser::CommandParser(const CommandRow& row)
    : line_(new Line{row, CLI::App(row.summary, row.word), {}, {}}) {
    CLI::App& app = line_->app;
    app.set_help_flag("-h,--help", "this text");
    app.add_option("--config", line_->config_path,
                   "directory of the configuration, or its khabard.toml")
        ->type_name("PATH");
    app.add_option("--set", line_->overrides, "override one key of khabard.toml; may be repeated")
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false);
}

CommandParser::~CommandParser() = default;

void CommandParser::flag(const std::string& name, bool& value, const std::string& meaning) {
    line_->app.add_flag(name, value, meaning);
}

void CommandParser::option(const std::string& name, std::string& value, const std::string& type,
                           const std::string& meaning) {
    line_->app.add_option(name, value, meaning)->type_name(type);
}

void CommandParser::words(CommandWords& values, const std::string& meaning) {
    // The name is what messages call them.
    line_->app.add_option("FILE", values, meaning)->type_name("");
}

void CommandParser::parse(CommandWords words) {
    std::reverse(words.begin(), words.end());  // CLI11 takes them from the back
    line_->app.parse(std::move(words));
}

bool CommandParser::given(const std::string& option) const {
    return line_->app.count(option) > 0;
}

ConfigArguments CommandParser::config() const {
    ConfigArguments config{std::nullopt, line_->overrides};
    if (line_->app.count("--config") > 0) {
        config.path = line_->config_path;
    }
    return config;
}

std::string CommandParser::help(bool colour) const {
    return command_help(line_->row, options_text(line_->app), colour);
}

std::vector<std::string> CommandParser::option_names() const {
    std::vector<std::string> names;
    for (const CLI::Option* option : line_->app.get_options()) {
        for (const std::string& name : option->get_lnames()) {
            names.push_back("--" + name);
        }
    }
    return names;
}

CommandWords CommandParser::unexpected() const {
    return line_->app.remaining();
}

std::size_t index_of(std::span<const char* const> words, const std::string& word,
                     const char* what) {
    const auto found = std::find(words.begin(), words.end(), word);
    if (found == words.end()) {
        throw Mistake{unknown_word(what, word, {words.begin(), words.end()})};
    }
    return static_cast<std::size_t>(found - words.begin());
}

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

std::string only_word(const CommandWords& words, const std::string& fallback) {
    if (words.size() > 1) {
        throw Mistake{"one file at a time, and '" + words[1] + "' is the second"};
    }
    return words.empty() ? fallback : words.front();
}

std::size_t read_action(std::span<const char* const> actions, const CommandWords& words) {
    if (words.empty()) {
        std::string list;
        for (const char* action : actions) {
            list += (list.empty() ? "" : ", ") + std::string(action);
        }
        throw Mistake{"what to do is missing: one of " + list};
    }
    return index_of(actions, words.front(), "action");
}

void expect_count(const CommandWords& words, std::size_t count, const char* missing) {
    if (words.size() < count) {
        throw Mistake{std::string(missing) + " is missing"};
    }
    if (words.size() > count) {
        throw Mistake{"'" + words[count] + "' is one word too many"};
    }
}

}  // namespace khabard
