#pragma once

// The [[feed]] tables of a configuration file.

#include "daemon/config/config.h"
#include "daemon/config/section_reader.h"
#include "daemon/lib/toml/toml_value.h"

#include <map>
#include <string>
#include <vector>

namespace khabard {

struct FeedList {
    std::vector<Feed> feeds;
    std::map<std::string, KeyPlace> places;   // by id
    std::map<std::string, std::string> urls;  // url -> id of the first feed that has it
};

// Adds the feeds of `file` to `list`. A feed with errors is complained about, and added only when
// its id and url can be used; a second feed of the same id is not.
void read_feeds(const TomlTable& file, FileReading& reading, FeedList& list);

}  // namespace khabard
