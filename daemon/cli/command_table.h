#pragma once

// The commands of the binary as data: their names, what `--help` says of them, and whether this
// build can carry them out. A command that is not wired is parsed, and advertised nowhere.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace khabard {

enum class CommandName : std::uint8_t {
    run,
    check,
    process,
    inspect,
    explain,
    status,
    reload,
    topics,
    feeds,
    dlq,
    retract,
    relabel,
    state,
    themes,
};

struct CommandRow {
    CommandName name;
    const char* word;      // as typed: "run"
    const char* synopsis;  // behind the word: "--config PATH [--once]"
    const char* summary;   // one line
    const char* help;      // what it does, in a paragraph
    const char* examples;  // lines that can be copied
    bool wired;
};

std::span<const CommandRow> command_table();

// nullptr for a word that is no command.
const CommandRow* find_command(std::string_view word);

// The words of all commands that are wired.
std::vector<std::string> command_words();

}  // namespace khabard
