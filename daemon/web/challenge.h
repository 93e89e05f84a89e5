#pragma once

// Whether an answer is a page that wants to know whether we are human, in place of what was asked
// for. Pure; by what the common providers put into headers and pages. We never try to solve one.

#include "daemon/model/fetched.h"

namespace khabard {

// Who stands in the way ("cloudflare", "captcha" ...), or nullptr: no challenge that is known.
const char* challenge_of(const Fetched& fetched);

}  // namespace khabard
