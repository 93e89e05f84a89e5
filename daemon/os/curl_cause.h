#pragma once

// What a libcurl result code means to us: each failure has one FetchCause, which decides when the
// feed is asked again. Included inside daemon/os by the curl_*.cc files only.

#include "daemon/model/fetched.h"

#include <curl/curl.h>

namespace khabard {

// REQUIRES: code is not CURLE_OK. What we stopped ourselves (caps, guard, cancel) never comes here.
FetchCause cause_of(CURLcode code);

}  // namespace khabard
