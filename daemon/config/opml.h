#pragma once

// OPML 2.0, the feed list of other programs, to and from [[feed]] tables. Pure.

#include "daemon/base/result.h"
#include "daemon/model/feed.h"

#include <string>
#include <string_view>
#include <vector>

namespace khabard {

struct OpmlFeed {
    std::string url;
    std::string title;  // may be empty
};

// Every outline with an xmlUrl, folders flattened, each address once. Fault::malformed: it is no
// OPML, or names no feed.
Result<std::vector<OpmlFeed>> read_opml(std::string_view utf8);

// One outline a feed, in their order; spool directories are left out. Addresses are those for
// display: credentials stay with the configuration.
std::string write_opml(const std::vector<Feed>& feeds);

struct NewFeedTables {
    std::string toml;                  // [[feed]] tables, to be added to feeds.toml
    std::vector<std::string> added;    // their ids
    std::vector<std::string> skipped;  // addresses that are configured already, or are no http(s)
};

// Ids are made from host and path, and differ from each other and from those of `known`.
NewFeedTables feed_tables(const std::vector<OpmlFeed>& feeds, const std::vector<Feed>& known);

}  // namespace khabard
