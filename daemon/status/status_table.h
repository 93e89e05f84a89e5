#pragma once

// A snapshot for people at a terminal: `khabard status`, `khabard feeds health`, `khabard feeds
// why`. Times are told from now ("3 min ago"). Colour only marks what the words say too. What the
// world wrote cannot paint on the terminal: control characters are gone before it gets here.

#include "daemon/status/snapshot.h"

#include <string>

namespace khabard {

// Who and what is running, whether it is healthy, numbers, feeds that need a look, last errors.
std::string status_text(const StatusSnapshot& status, bool colour);

// Every feed with its state, the gravest first.
std::string feeds_text(const StatusSnapshot& status, bool colour);

// One feed, and the last decisions about it, the newest first.
std::string feed_text(const FeedStatus& feed, Instant now, bool colour);

// "12 s", "3 min", "2 h", "5 days".
std::string span_text(std::chrono::milliseconds span);

}  // namespace khabard
