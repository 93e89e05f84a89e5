#pragma once

// Reads one section of a configuration file by the key table: type, limits and default of a key
// are those of its row, so that the code, the document and the messages cannot disagree. A value
// that is wrong is complained about and replaced by the default, so that the search goes on.

#include "daemon/config/config.h"
#include "daemon/config/expand.h"
#include "daemon/config/key_table.h"
#include "daemon/lib/toml/table_reader.h"

#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace khabard {

// What the readers of the sections of one file share; all of it outlives them.
struct FileReading {
    const std::string& file;
    std::string directory;  // relative paths start here
    const Expansions& expansions;
    Complaints& complaints;
    std::map<std::string, Setting>* settings;  // where values are written down; nullptr: nowhere
};

class SectionReader {
public:
    // The section `prefix` ("publish.files") that `table` holds.
    SectionReader(FileReading& reading, std::string prefix, const TomlTable& table,
                  TomlPlace place);

    // The section inside this one; an empty one when it is absent.
    SectionReader section(std::string_view name);

    // REQUIRES for all: a row "<prefix>.<name>" of that type.
    std::string text(std::string_view name);
    std::string path(std::string_view name);
    bool boolean(std::string_view name);
    std::size_t integer(std::string_view name);
    double number(std::string_view name);
    std::size_t size(std::string_view name);
    std::chrono::milliseconds duration(std::string_view name);
    std::size_t choice(std::string_view name);  // index among limit_words()
    std::vector<std::string> list(std::string_view name);
    // All names of the section with their values; numbers and booleans become text. Names with
    // dots that were written without quotes are put together again.
    std::map<std::string, std::string> texts();

    bool has(std::string_view name) const;
    std::string full_key(std::string_view name) const;
    TomlPlace place_of(std::string_view name) const;
    // The text as it may be shown: without what ${...} put in.
    std::string display(std::string_view name, const std::string& value) const;
    void complain(std::string_view name, std::string message, std::string hint = {});
    void warn(std::string_view name, std::string message, std::string hint = {});

private:
    const KeyRow& row(std::string_view name, KeyType type) const;
    void record(std::string_view name, std::string text);
    void collect(const TomlTable& table, const std::string& stem,
                 std::map<std::string, std::string>& out);

    FileReading& reading_;
    std::string prefix_;
    const TomlTable& table_;
    TomlPlace place_;
    TableReader reader_;
};

// Complains about every key of `table` that is in no row of the key table, with the nearest that
// is, or the section that it belongs to. `prefix` is "" for a whole file.
void reject_unknown_keys(const TomlTable& table, const std::string& prefix, FileReading& reading);

// `path` as seen from `directory`, without "." and "..".
std::string resolve_path(const std::string& directory, const std::string& path);

}  // namespace khabard
