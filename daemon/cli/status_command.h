#pragma once

// The commands that ask the running daemon how it is.

#include "daemon/cli/arguments.h"
#include "daemon/cli/edge.h"

namespace khabard {

// `feeds health` and `feeds why ID`.
int show_feeds(Edge& edge, const FeedsArguments& arguments);

}  // namespace khabard
