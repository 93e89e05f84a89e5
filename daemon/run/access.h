#pragma once

// What a feed's requests carry beyond their address. It goes with every request that is made for
// the feed, hops and pages too: the fetcher shows the secrets in it to the feed's own origin only.

#include "daemon/model/feed.h"
#include "daemon/ports/fetcher.h"

namespace khabard {

FetchAccess access_of(const Feed& feed);

// Makes it a request of the feed: access, and its headers where the address is at home with it.
void give_access(FetchRequest& request, const Feed& feed);

}  // namespace khabard
