#pragma once

// identify: by which keys an article is recognised, and what an entry of a feed looked like. The
// strongest key comes first: canonical url, then feed id + guid, then content.

#include "daemon/model/article.h"
#include "daemon/model/known.h"
#include "daemon/model/raw_feed.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace khabard {

struct IdentifyContext {
    FeedId feed;
    std::size_t part;  // 1 for the first article of an item, 2 for the next ...
    // The text came from the entry's page: the canonical URL is the page's, the entry's own address
    // remains what it is known by.
    bool from_page = false;
    bool guid_tells = true;  // false: entries of one document share it, so it identifies none
};

// What an article is called by its publisher; each may be empty.
struct ArticleNames {
    const std::string& guid;
    const std::string& url;
    const std::string& canonical_url;
};

// An address that is only a site's front page identifies nothing and gives no key.
// REQUIRES: `canonical_url` is empty or what canonical_url (daemon/web/url.h) made.
Keys identify(const ArticleNames& names, const ContentHash& content,
              const IdentifyContext& context);
Keys identify(const Article& article, const ContentHash& content, const IdentifyContext& context);

// The key under which the article of this address is known; nullopt: it names none.
std::optional<Digest> address_key(std::string_view url);

// The keys that an entry states by itself: its address and its guid.
std::vector<IdentityKey> keys_without_text(const RawItem& item, const FeedId& feed);

// Whose article it is: the registrable domain of its address, because an aggregator's feed brings
// those of many outlets; without an address the feed's source.
std::string outlet_of(const ArticleNames& names, const std::string& source_id);

// Digest of which entry of the feed this is, and of everything it states.
SeenMark seen_mark(const RawItem& item, const FeedId& feed);

// Digest of any bytes: bodies, pages.
Digest digest_of(const std::string& bytes);
// 32 lower-case hex digits: a digest as a name.
std::string to_hex(const Digest& digest);

}  // namespace khabard
