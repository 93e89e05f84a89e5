#pragma once

// One command's line over CLI11, which stays behind this header. The functions here report by
// exceptions, as CLI11 does; parse_arguments (arguments.cc) catches them all.

#include "daemon/cli/arguments.h"
#include "daemon/cli/command_table.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace khabard {

using CommandWords = std::vector<std::string>;

// What is wrong with a line, beyond what CLI11 knows of.
struct Mistake {
    std::string message;
};

// Declares options, parses, and reads what was given. --config and --set are declared already.
class CommandParser {
public:
    // `row` outlives the parser, and so does every value that an option is declared with.
    explicit CommandParser(const CommandRow& row);
    ~CommandParser();
    CommandParser(const CommandParser&) = delete;
    CommandParser& operator=(const CommandParser&) = delete;

    void flag(const std::string& name, bool& value, const std::string& meaning);
    void option(const std::string& name, std::string& value, const std::string& type,
                const std::string& meaning);
    // CommandWords without an option in front.
    void words(CommandWords& values, const std::string& meaning);

    // Throws CLI::Error or Mistake.
    void parse(CommandWords words);

    // After parse(): the option stands on the line, with a value or an empty one.
    bool given(const std::string& option) const;
    ConfigArguments config() const;
    std::string help(bool colour) const;
    std::vector<std::string> option_names() const;
    CommandWords unexpected() const;

private:
    struct Line;
    std::unique_ptr<Line> line_;
};

// The place of `word` in `words`; throws a Mistake that says what is close to it.
std::size_t index_of(std::span<const char* const> words, const std::string& word, const char* what);
// nullopt for an empty text; throws where it is no RFC 3339 time.
std::optional<Instant> read_now(const std::string& text);
// The single word that a command takes, or `fallback`; throws when there are two.
std::string only_word(const CommandWords& words, const std::string& fallback);
// The place of the first word, which names what to do, in `actions`; throws when it is none.
std::size_t read_action(std::span<const char* const> actions, const CommandWords& words);
// Throws unless there are `count` words; `missing` says what is not there.
void expect_count(const CommandWords& words, std::size_t count, const char* missing);

// The lines of the commands that speak to an installed daemon (arguments_daemon.cc).
Arguments parse_status(CommandParser& line, const CommandWords& words);
Arguments parse_reload(CommandParser& line, const CommandWords& words);
Arguments parse_topics(CommandParser& line, const CommandWords& words);
Arguments parse_feeds(CommandParser& line, const CommandWords& words);
Arguments parse_dlq(CommandParser& line, const CommandWords& words);
Arguments parse_retract(CommandParser& line, const CommandWords& words);
Arguments parse_relabel(CommandParser& line, const CommandWords& words);
Arguments parse_state(CommandParser& line, const CommandWords& words);
Arguments parse_themes(CommandParser& line, const CommandWords& words);

}  // namespace khabard
