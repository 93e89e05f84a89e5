#pragma once

// A file of articles, read and prepared piece by piece: a document at once, ndjson a number of
// lines at a time, so that a file of any size takes bounded memory. What `process` and the trial of
// a theme read their input with.

#include "connectors/readers/readers.h"
#include "daemon/config/rules.h"
#include "daemon/model/feed.h"
#include "daemon/pipeline/prepare.h"
#include "daemon/ports/bytes.h"
#include "daemon/run/line_reader.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace khabard {

struct InputOptions {
    ReadAs read_as;       // detect: by the file's name, then by its content
    std::string url;      // of the documents; may be empty
    std::string charset;  // empty: found out
    Instant now;
    Feed feed;  // whose polls the files are
    std::shared_ptr<const Rules> rules;
};

// What was read, or why a part of the file, or all of it, could not be.
struct InputPiece {
    std::optional<Prepared> prepared;
    const char* stage;  // open | read, when it was not prepared
    std::string what;
};

class InputFile {
public:
    // "-": standard input. All of them outlive the file.
    InputFile(ByteSources& sources, const InputOptions& options, std::string name);

    // The next piece; nullopt: the end.
    std::optional<InputPiece> next();

private:
    std::optional<InputPiece> failed(const char* stage, std::string what);
    std::optional<InputPiece> document();
    std::optional<InputPiece> lines();
    void line(std::string_view text, RawFeed& batch);
    Job job(std::string bytes) const;

    ByteSources& sources_;
    const InputOptions& options_;
    std::string name_;
    ReadAs as_;
    std::unique_ptr<ByteSource> source_;
    std::optional<LineReader> reader_;
    std::optional<RawFeed> batch_;  // of ndjson, in the making
    std::uint64_t line_number_ = 0;
    bool ended_ = false;
};

// What the extension of a file's name says it holds; detect: nothing.
ReadAs read_as_by_name(std::string_view name);

// A file as if it had been fetched: a 200 answer without headers.
Fetched local_document(const std::string& url, std::string bytes, Instant now);

}  // namespace khabard
