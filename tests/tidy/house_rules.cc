#include "tests/tidy/house_rules.h"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

namespace khabard::tidy {
namespace {

using std::string_view;

// Folder -> floor. The longest prefix counts.
const std::map<string_view, int> floors{
    {"daemon/base", 0},        {"daemon/model", 1},    {"daemon/lib", 1},
    {"daemon/web", 2},         {"daemon/dates", 2},    {"daemon/text", 2},
    {"daemon/dedup", 2},       {"daemon/themes", 2},   {"daemon/ports", 2},
    {"daemon/status", 2},      {"daemon/stages", 3},   {"daemon/config", 3},
    {"connectors/readers", 3}, {"daemon/pipeline", 4}, {"daemon/os", 4},
    {"connectors/sinks", 4},   {"daemon/run", 5},      {"daemon/cli", 6},
    {"daemon/main.cc", 7},     {"tests", 8},
};

// Neighbours on one floor that may be used, in this direction only.
const std::set<std::pair<string_view, string_view>> neighbours{{"daemon/lib", "daemon/model"},
                                                               {"daemon/dates", "daemon/text"},
                                                               {"daemon/themes", "daemon/text"},
                                                               {"daemon/ports", "daemon/dedup"},
                                                               {"daemon/config", "daemon/stages"}};

struct ForeignHeader {
    string_view prefix;
    string_view home;
};

// POSIX headers are foreign too: they belong to the edge.
constexpr ForeignHeader foreign_headers[] = {
    {"libxml/", "daemon/lib/xml/"},
    {"unicode/", "daemon/lib/icu/"},
    {"simdjson", "daemon/lib/json/"},
    {"toml++", "daemon/lib/toml/"},
    {"xxhash", "daemon/lib/hash/"},
    {"libpsl", "daemon/lib/psl/"},
    {"curl/", "daemon/os/"},
    {"sqlite3", "daemon/os/"},
    {"systemd/", "daemon/os/"},
    {"microhttpd", "daemon/os/"},
    {"librdkafka/", "connectors/sinks/kafka/"},
    {"CLI/", "daemon/cli/"},
    {"zlib", "daemon/lib/zlib/"},
    {"unistd.h", "daemon/os/"},
    {"fcntl.h", "daemon/os/"},
    {"sys/", "daemon/os/"},
    {"signal.h", "daemon/os/"},
    {"poll.h", "daemon/os/"},
    {"arpa/", "daemon/os/"},
    {"netinet/", "daemon/os/"},
    {"netdb.h", "daemon/os/"},
    {"dirent.h", "daemon/os/"},
    {"pthread.h", "daemon/os/"},
};

constexpr std::size_t source_lines_max = 400;
constexpr std::size_t header_lines_max = 150;
constexpr std::size_t line_columns_max = 100;

bool starts_with(string_view text, string_view prefix) {
    return text.starts_with(prefix);
}

bool is_cpp(const SourceFile& file) {
    return file.path.ends_with(".h") || file.path.ends_with(".cc");
}

bool is_test(const SourceFile& file) {
    return starts_with(file.path, "tests/");
}

std::vector<string_view> lines_of(string_view text) {
    std::vector<string_view> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end == string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

// Findings for every line for which `wrong` has something to say.
Findings by_line(const SourceFile& file,
                 const std::function<std::string(string_view line)>& wrong) {
    Findings findings;
    const auto lines = lines_of(file.text);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (std::string what = wrong(lines[i]); !what.empty()) {
            findings.push_back({file.path, i + 1, std::move(what)});
        }
    }
    return findings;
}

// The line without comments and string literals, as far as a line can tell.
std::string code_of(string_view line) {
    std::string code;
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (!quoted && line.substr(i, 2) == "//") {
            break;
        }
        if (line[i] == '\\' && quoted) {
            ++i;
            continue;
        }
        if (line[i] == '"') {
            quoted = !quoted;
            continue;
        }
        code += quoted ? ' ' : line[i];
    }
    return code;
}

bool has_word(const std::string& code, string_view word) {
    const auto is_word = [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
    };
    for (std::size_t at = code.find(word); at != std::string::npos; at = code.find(word, at + 1)) {
        const bool begins = at == 0 || !is_word(code[at - 1]);
        const std::size_t after = at + word.size();
        if (begins && (after == code.size() || !is_word(code[after]))) {
            return true;
        }
    }
    return false;
}

std::optional<string_view> included(string_view line, char open, char close) {
    if (!starts_with(line, "#include ")) {
        return std::nullopt;
    }
    const std::size_t begin = line.find(open);
    const std::size_t end = begin == string_view::npos ? begin : line.find(close, begin + 1);
    if (end == string_view::npos) {
        return std::nullopt;
    }
    return line.substr(begin + 1, end - begin - 1);
}

std::optional<std::pair<string_view, int>> room_of(string_view path) {
    std::optional<std::pair<string_view, int>> room;
    for (const auto& [prefix, floor] : floors) {
        if (starts_with(path, prefix) && (!room || prefix.size() > room->first.size())) {
            room = {prefix, floor};
        }
    }
    return room;
}

// In lower case, every number as 0: "Rules 31 and 32" becomes "rules 0 and 0".
std::string plain(string_view text) {
    std::string out;
    bool in_number = false;
    for (const char c : text) {
        const bool digit = c >= '0' && c <= '9';
        if (!digit || !in_number) {
            out += digit ? '0' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        }
        in_number = digit;
    }
    return out;
}

string_view folder_of(string_view path) {
    return path.substr(0, path.rfind('/'));
}

}  // namespace

Findings includes_point_down(const SourceFile& file) {
    const auto from = room_of(file.path);
    if (!is_cpp(file) || !from) {
        return {};
    }
    return by_line(file, [&](string_view line) -> std::string {
        const auto path = included(line, '"', '"');
        const auto to = path ? room_of(*path) : std::nullopt;
        if (!path) {
            return {};
        }
        if (!to) {
            return "\"" + std::string(*path) + "\" is not a path from the root";
        }
        const bool same = folder_of(file.path) == folder_of(*path) || from->first == to->first;
        if (to->second < from->second || (same && from->first != "daemon/lib") ||
            folder_of(file.path) == folder_of(*path) ||
            neighbours.contains({from->first, to->first})) {
            return {};
        }
        return "includes " + std::string(*path) + ", which does not lie below";
    });
}

Findings foreign_headers_stay_home(const SourceFile& file) {
    if (!is_cpp(file) || is_test(file)) {
        return {};
    }
    return by_line(file, [&](string_view line) -> std::string {
        const auto path = included(line, '<', '>');
        if (!path) {
            return {};
        }
        for (const ForeignHeader& foreign : foreign_headers) {
            if (starts_with(*path, foreign.prefix)) {
                return starts_with(file.path, foreign.home)
                           ? std::string()
                           : "<" + std::string(*path) + "> belongs to " + std::string(foreign.home);
            }
        }
        const bool standard = path->find_first_of("./") == string_view::npos;
        return standard ? std::string()
                        : "<" + std::string(*path) + "> has no home in the table of the rule";
    });
}

// CLI11 reports by exceptions.
bool uses_cli11(const SourceFile& file) {
    return file.path.ends_with(".cc") && (starts_with(file.path, "daemon/cli/arguments") ||
                                          file.path == "daemon/cli/command_parser.cc");
}

Findings no_exceptions(const SourceFile& file) {
    if (!is_cpp(file) || is_test(file) || uses_cli11(file)) {
        return {};
    }
    return by_line(file, [](string_view line) -> std::string {
        const std::string code = code_of(line);
        for (const char* word : {"throw", "try", "catch"}) {
            if (has_word(code, word)) {
                return std::string(word) + ": errors are values here";
            }
        }
        return {};
    });
}

Findings clocks_come_in(const SourceFile& file) {
    if (!is_cpp(file) || is_test(file) || starts_with(file.path, "daemon/os/") ||
        file.path == "daemon/base/fail_point.cc") {
        return {};
    }
    return by_line(file, [](string_view line) -> std::string {
        const std::string code = code_of(line);
        for (const char* word :
             {"system_clock", "steady_clock", "high_resolution_clock", "random_device", "getenv",
              "sleep", "usleep", "sleep_for", "sleep_until"}) {
            if (has_word(code, word)) {
                return std::string(word) + " belongs to daemon/os";
            }
        }
        return {};
    });
}

Findings no_bidi_controls(const SourceFile& file) {
    return by_line(file, [](string_view line) -> std::string {
        // U+061C, U+200E, U+200F, U+202A-202E, U+2066-2069 in UTF-8.
        static const std::set<string_view> controls{"\xd8\x9c",     "\xe2\x80\x8e", "\xe2\x80\x8f",
                                                    "\xe2\x80\xaa", "\xe2\x80\xab", "\xe2\x80\xac",
                                                    "\xe2\x80\xad", "\xe2\x80\xae", "\xe2\x81\xa6",
                                                    "\xe2\x81\xa7", "\xe2\x81\xa8", "\xe2\x81\xa9"};
        for (const string_view control : controls) {
            if (line.find(control) != string_view::npos) {
                return "a bidirectional control character; write it as an escape";
            }
        }
        return {};
    });
}

Findings ascii_sources(const SourceFile& file) {
    if (!is_cpp(file) || is_test(file) || file.path.ends_with("_table.cc")) {
        return {};
    }
    return by_line(file, [](string_view line) -> std::string {
        const bool ascii = std::all_of(line.begin(), line.end(),
                                       [](char c) { return static_cast<unsigned char>(c) < 0x80; });
        return ascii ? std::string() : "not ASCII; name the code point, or use a *_table.cc";
    });
}

Findings tidy_layout(const SourceFile& file) {
    Findings findings = by_line(file, [&](string_view line) -> std::string {
        if (line.ends_with(' ') || line.ends_with('\t') || line.ends_with('\r')) {
            return "trailing blanks";
        }
        if (is_cpp(file) && line.find('\t') != string_view::npos) {
            return "a tab";
        }
        const auto columns =
            static_cast<std::size_t>(std::count_if(line.begin(), line.end(), [](char c) {
                return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
            }));
        const bool wide = is_cpp(file) && columns > line_columns_max &&
                          !file.path.ends_with("_table.cc") && !is_test(file);
        return wide ? "longer than 100 columns" : std::string();
    });
    if (!file.text.empty() && file.text.back() != '\n') {
        findings.push_back({file.path, 0, "no line feed at the end"});
    }
    const std::size_t lines = lines_of(file.text).size();
    const bool header = file.path.ends_with(".h");
    const bool table = file.path.ends_with("_table.cc");
    if (is_cpp(file) && !is_test(file) && !table &&
        lines > (header ? header_lines_max : source_lines_max)) {
        findings.push_back({file.path, 0, std::to_string(lines) + " lines; part it"});
    }
    if (header && !starts_with(file.text, "#pragma once\n")) {
        findings.push_back({file.path, 1, "a header begins with #pragma once"});
    }
    return findings;
}

Findings display_text_makers(const SourceFile& file) {
    const bool maker =
        starts_with(file.path, "daemon/stages/c") || is_test(file) ||
        file.path == "daemon/os/ledger_reads.cc" || file.path == "daemon/stages/recall.cc" ||
        file.path == "daemon/model/text.h" || file.path == "daemon/themes/examples.cc";
    if (!is_cpp(file) || maker) {
        return {};
    }
    return by_line(file, [](string_view line) -> std::string {
        return code_of(line).find("from_cleaned") == std::string::npos
                   ? std::string()
                   : "DisplayText is made by clean and compose only";
    });
}

Findings no_leftovers(const SourceFile& file) {
    if (starts_with(file.path, "tests/tidy/")) {
        return {};
    }
    return by_line(file, [](string_view line) -> std::string {
        for (const char* word : {"TODO", "FIXME"}) {
            if (line.find(word) != string_view::npos) {
                return std::string(word) + ": file an issue instead";
            }
        }
        // Put together here, so that this file does not name one itself.
        for (const char* folder : {"work", "root", "home"}) {
            if (line.find("/" + std::string(folder) + "/") != string_view::npos) {
                return "a path of one machine";
            }
        }
        return {};
    });
}

Findings no_absent_pages(const SourceFile& file) {
    if (starts_with(file.path, "tests/tidy/")) {
        return {};
    }
    return by_line(file, [](string_view line) -> std::string {
        const std::string text = plain(line);
        bool cited = text.ends_with(" (0)\") {");  // the end of a test's name
        for (const char* word : {"rule 0", "rules 0", "contract", "fine print"}) {
            cited = cited || has_word(text, word);
        }
        return cited ? "names a page that is not in the tree; say what the rule is" : std::string();
    });
}

Findings every_file_is_listed(const std::vector<SourceFile>& files) {
    std::string lists;
    std::string includes;
    for (const SourceFile& file : files) {
        if (file.path.ends_with("CMakeLists.txt")) {
            lists += "\n" + file.path + "\n" + file.text;
        }
        for (const string_view line : lines_of(file.text)) {
            if (const auto path = included(line, '"', '"'); path && is_cpp(file)) {
                includes += "\n" + std::string(*path) + "\n";
            }
        }
    }
    Findings findings;
    for (const SourceFile& file : files) {
        const std::string name = file.path.substr(file.path.rfind('/') + 1);
        if (file.path.ends_with(".cc") && lists.find(name) == std::string::npos) {
            findings.push_back({file.path, 0, "no CMakeLists.txt names it"});
        }
        if (file.path.ends_with(".h") &&
            includes.find("\n" + file.path + "\n") == std::string::npos) {
            findings.push_back({file.path, 0, "nobody includes it"});
        }
    }
    return findings;
}

}  // namespace khabard::tidy
