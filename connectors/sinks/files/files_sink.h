#pragma once

// The embedded sink: one NDJSON file per topic in a directory, exactly once across kill and power
// cut. A batch is appended to its topic files, each is synced, then the checkpoint is renamed into
// place; start truncates every file to what the checkpoint names, so a record of two topics is in
// both or in none.

#include "daemon/ports/clock.h"
#include "daemon/ports/files.h"
#include "daemon/ports/sink.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace khabard {

struct FilesSinkOptions {
    std::string directory;
    std::uint64_t rotate_bytes;                 // 0: never by size
    std::chrono::milliseconds rotate_interval;  // 0: never by age
};

// `files` and `clock` outlive the sink.
std::unique_ptr<Sink> make_files_sink(FilesSinkOptions options, Files& files, const Clock& clock);

// The line of one record in one topic's file, with its line feed.
std::string files_sink_line(const OutboxRow& row, const Record::TopicTheme& topic);

}  // namespace khabard
