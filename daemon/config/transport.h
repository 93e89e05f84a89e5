#pragma once

// How a feed is reached, as far as its table says: proxy, authentication, TLS. Read here, because
// the three share what must never be shown.

#include "daemon/config/config.h"
#include "daemon/config/section_reader.h"
#include "daemon/model/feed.h"

#include <string>
#include <vector>

namespace khabard {

// The key "proxy" of a section: "http://proxy.example:3128", https, socks5 or socks5h. What is none
// is complained about and read as "": no proxy.
std::string read_proxy(SectionReader& section);

// [feed.auth] and [feed.tls]; `id` is the feed's, for the warning that its TLS is not verified.
FeedAuth read_auth(SectionReader& feed);
FeedTls read_tls(SectionReader& feed, const std::string& id);

// What of the fetching is secret however it came into the configuration: passwords, tokens,
// userinfo, headers that authenticate. Without those that are too short to hide.
std::vector<std::string> transport_secrets(const FetchConfig& fetch,
                                           const std::vector<Feed>& feeds);

}  // namespace khabard
