#pragma once

// How an article is recognised: by address, by the publisher's id, by content, by likeness.

#include "daemon/model/ids.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <vector>

namespace khabard {

// 128 bits of hash; the unit of every lookup in the ledger.
struct Digest {
    std::uint64_t high;
    std::uint64_t low;
    friend auto operator<=>(const Digest&, const Digest&) = default;
};

enum class KeyKind : std::uint8_t { url, guid, content };

// Identity keys in order of strength, the strongest first. `text` is kept out: a key is its digest.
struct IdentityKey {
    KeyKind kind;
    Digest digest;
};

struct Keys {
    ArticleId new_id;               // the id the article gets if it turns out to be new
    ArticleId content_id;           // the id it gets when another article already has that one
    std::vector<IdentityKey> keys;  // strongest first, never empty
    // The address that the entry's page names as its own, where that is another one. Whoever is
    // known under it is copied by this article; else the article is known under it too.
    std::optional<IdentityKey> named = std::nullopt;
};

// What likeness is judged by (daemon/dedup). All vectors are sorted and unique.
struct Fingerprint {
    ContentHash content;                  // over the dedupe tokens of headline and body
    std::uint64_t spelling;               // over the exact words: changes with any real edit
    std::vector<std::uint32_t> shingles;  // word 3-grams of the body (of all text when short)
    // Bigrams of the first 150 words, 15 bits of each; the lowest bit is set for those of the first
    // 60 words, the lead.
    std::vector<std::uint16_t> opening;
    std::vector<std::uint32_t> facts;  // numbers, in digits or in letters, and days of the week
    std::uint32_t token_count;
};

}  // namespace khabard
