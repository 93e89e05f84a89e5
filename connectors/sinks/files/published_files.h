#pragma once

// What the files sink has published, read back: rotated files and the topic files up to the lengths
// that the checkpoint names. For `khabard state rebuild`.

#include "connectors/sinks/on_published.h"
#include "daemon/base/result.h"
#include "daemon/model/ids.h"
#include "daemon/ports/files.h"

#include <string>

namespace khabard {

// Ends at the first error, its own or one that `on_record` returns. Lines that are none of ours
// are an error that names the file: nothing else writes there. A file is held in memory whole.
Status read_published_files(Files& files, const std::string& directory,
                            const OnPublished& on_record);

// Makes what stands in the topic files the truth for the state file `owner`, which has published
// nothing yet: a checkpoint with the length of every whole line. Call it with the directory locked.
Status adopt_published_files(Files& files, const std::string& directory, const StateId& owner);

}  // namespace khabard
