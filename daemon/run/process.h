#pragma once

// `khabard process`: the whole pipeline offline over files. The files are successive polls of one
// feed with one memory; each article becomes a record on standard output, in input order,
// duplicates included; what cannot be read is one JSON line on standard error, and the rest goes
// on.

#include "connectors/readers/readers.h"
#include "daemon/config/rules.h"
#include "daemon/model/feed.h"
#include "daemon/ports/bytes.h"
#include "daemon/ports/ledger.h"

#include <memory>
#include <string>
#include <vector>

namespace khabard {

struct ProcessOptions {
    std::vector<std::string> files;  // "-": standard input
    ReadAs read_as;                  // detect: by the file's name, then by its content
    std::string url;                 // of the documents; may be empty
    std::string charset;             // empty: found out
    Instant now;
    Feed feed;  // whose polls the files are
    std::shared_ptr<const Rules> rules;
};

struct ProcessPorts {
    ByteSources& sources;
    Terminal& terminal;
    Ledger& ledger;
};

// The feed that documents of `url` belong to: the configured one of that url, else a feed named
// "process".
Feed process_feed(const Rules& rules, const std::string& url);

// {"error":...,"file":...,"stage":...} and a line feed: how bad input is reported.
std::string process_error_line(const std::string& file, const char* stage, const std::string& what);

// Exit status: 0 all was read, 3 some input was refused, 74 the ledger or the output failed.
int process(const ProcessOptions& options, ProcessPorts ports);

}  // namespace khabard
