#include "daemon/cli/help.h"

#include "daemon/lib/toml/table_reader.h"

#include <algorithm>
#include <cstddef>

namespace khabard {
namespace {

std::string heading(const char* text, bool colour) {
    return colour ? "\033[1m" + std::string(text) + "\033[0m\n" : std::string(text) + "\n";
}

}  // namespace

std::string overview(bool colour) {
    std::string out =
        "khabard pulls Arabic news from feeds and pages, cleans and labels it by theme, and\n"
        "publishes each version of an article exactly once.\n\n";
    out += heading("Usage:", colour) + "  khabard COMMAND [OPTIONS]\n\n";
    out += heading("Commands:", colour);
    std::size_t longest = 0;
    for (const std::string& word : command_words()) {
        longest = std::max(longest, word.size());
    }
    for (const CommandRow& row : command_table()) {
        const std::string word = row.word;
        out += "  " + word + std::string(longest - word.size() + 2, ' ') + row.summary + "\n";
    }
    out += "\n" + heading("Begin with:", colour);
    out +=
        "  khabard process article.txt      one article, without network: is it labelled right?\n"
        "  khabard check --config DIR       is a configuration right?\n"
        "  khabard run --config DIR         the service\n\n"
        "khabard COMMAND --help explains a command with examples; khabard --version names the\n"
        "version and those of the libraries.\n";
    return out;
}

std::string command_help(const CommandRow& row, const std::string& options, bool colour) {
    std::string out = std::string(row.word) + ": " + row.summary + "\n\n";
    out += heading("Usage:", colour) + "  khabard " + row.word + " " + row.synopsis + "\n\n";
    out += std::string(row.help) + "\n\n";
    out += heading("Options:", colour) + options + "\n";
    out += heading("Examples:", colour) + row.examples + "\n";
    return out;
}

std::string unknown_word(std::string_view what, std::string_view word,
                         const std::vector<std::string>& known) {
    std::string out = "unknown " + std::string(what) + " '" + std::string(word) + "'";
    if (const auto near = nearest(word, known)) {
        return out + "; did you mean '" + *near + "'?";
    }
    std::string list;
    for (const std::string& name : known) {
        list += (list.empty() ? "" : ", ") + name;
    }
    return out + "; there are " + list;
}

std::string usage_error(std::string_view command, const std::string& message, bool colour) {
    const std::string program = command.empty() ? "khabard" : "khabard " + std::string(command);
    const std::string name = colour ? "\033[1;31m" + program + "\033[0m" : program;
    return name + ": " + message + "\nTry '" + program + " --help'.\n";
}

}  // namespace khabard
