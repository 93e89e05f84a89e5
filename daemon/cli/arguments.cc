#include "daemon/cli/arguments.h"

#include "daemon/cli/command_parser.h"
#include "daemon/cli/command_table.h"
#include "daemon/cli/help.h"
#include "daemon/lib/icu/charset.h"
#include "daemon/web/url.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <string_view>

// CLI11 reports by exceptions, so the files arguments*.cc and command_parser.cc (and no others) are
// compiled with them; none leaves parse_arguments.

namespace khabard {
namespace {

constexpr const char* standard_input = "-";
constexpr std::array input_words = {"auto", "feed", "page", "text", "ndjson"};
constexpr std::array inspect_words = {"auto", "feed", "page", "text", "date", "url"};

Arguments parse_run(CommandParser& line, const CommandWords& words) {
    bool once = false;
    line.flag("--once", once, "poll every enabled feed once, publish, and exit");
    line.parse(words);
    return RunArguments{line.config(), once};
}

Arguments parse_check(CommandParser& line, const CommandWords& words) {
    line.parse(words);
    return CheckArguments{line.config()};
}

// What is given and means nothing would be passed over in silence.
void refuse_meaningless(const CommandParser& line, const ProcessArguments& arguments) {
    if (line.given("--now") && !arguments.now) {
        throw Mistake{"--now is empty; write it like 2026-01-31T08:15:00Z"};
    }
    if (line.given("--charset") && !encoding_of_label(arguments.charset)) {
        throw Mistake{"--charset: '" + arguments.charset +
                      "' is no charset; write it as HTML does, windows-1256 or utf-8"};
    }
    // A feed of kind "dir" has a path in place of an address.
    const bool is_path = arguments.url.starts_with('/');
    if (line.given("--url") && !is_path && !parse_url(arguments.url)) {
        throw Mistake{"--url: '" + arguments.url +
                      "' is no URL; write it with its scheme, https://..."};
    }
}

Arguments parse_process(CommandParser& line, const CommandWords& words) {
    std::string input = input_words.front();
    std::string url;
    std::string charset;
    std::string now;
    std::string state;
    CommandWords files;
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
    const ProcessArguments arguments{.config = line.config(),
                                     .input = kind,
                                     .url = url,
                                     .charset = charset,
                                     .now = read_now(now),
                                     .state = state.empty() ? std::nullopt : std::optional(state),
                                     .files = files};
    refuse_meaningless(line, arguments);
    return arguments;
}

Arguments parse_inspect(CommandParser& line, const CommandWords& words) {
    std::string as = inspect_words.front();
    std::string url;
    std::string content_type;
    std::string now;
    CommandWords files;
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

Arguments parse_explain(CommandParser& line, const CommandWords& words) {
    std::string url;
    std::string now;
    CommandWords files;
    line.option("--url", url, "URL", "where the document is from");
    line.option("--now", now, "RFC3339", "time of the crawl; default: the real time");
    line.words(files, "a file, or - for standard input");
    line.parse(words);
    return ExplainArguments{.config = line.config(),
                            .url = url,
                            .now = read_now(now),
                            .file = only_word(files, standard_input)};
}

Arguments parse_command(const CommandRow& row, CommandParser& line, const CommandWords& words) {
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
        case CommandName::themes: return parse_themes(line, words);
    }
    throw Mistake{"no such command"};
}

// What CLI11 found wrong, in our words where it is an option that nobody declared.
std::string mistake_text(const CommandParser& line, const CLI::ParseError& error) {
    const CommandWords unexpected = line.unexpected();
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

ParsedArguments parse_words_of(const CommandRow& row, const CommandWords& words, bool colour) {
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
    CommandWords given(words + std::min(count, 1), words + count);
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
        return parse_words_of(*row, CommandWords(given.begin() + 1, given.end()), colour);
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
