#pragma once

// The commands of the binary as data: their names, and what `--help` says of them.

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
};

std::span<const CommandRow> command_table();

// nullptr for a word that is no command.
const CommandRow* find_command(std::string_view word);

// The words of all commands.
std::vector<std::string> command_words();

}  // namespace khabard
