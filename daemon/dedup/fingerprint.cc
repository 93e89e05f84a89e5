#include "daemon/dedup/fingerprint.h"

#include "daemon/dedup/fact_words.h"
#include "daemon/lib/hash/hash.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace khabard {
namespace {

constexpr std::size_t lead_words = 60;
constexpr std::size_t opening_words = 150;
constexpr std::size_t words_max = 5000;
// Shorter texts have too few shingles of their own: headline and summary are taken in.
constexpr std::size_t short_text_words = 40;

using Hashes = std::vector<std::uint64_t>;

struct Zones {
    Hashes headline;
    Hashes summary;
    Hashes body;
};

Zones zones_of(const DedupTokens& tokens) {
    Zones zones;
    zones.body.reserve(tokens.tokens.size());
    for (const Token& token : tokens.tokens) {
        switch (token.zone) {
            case Zone::headline: zones.headline.push_back(token.hash); break;
            case Zone::summary: zones.summary.push_back(token.hash); break;
            case Zone::body: zones.body.push_back(token.hash); break;
        }
    }
    return zones;
}

Hashes words_of(const Zones& zones) {
    const auto body = std::span(zones.body).first(std::min(zones.body.size(), words_max));
    Hashes words;
    if (body.size() < short_text_words) {
        words = zones.headline;
        words.insert(words.end(), zones.summary.begin(), zones.summary.end());
    }
    words.insert(words.end(), body.begin(), body.end());
    words.resize(std::min(words.size(), words_max));
    return words;
}

template <class Number>
void sort_unique(std::vector<Number>& values) {
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    values.shrink_to_fit();
}

// The upper bits of `hash`; all of them are equally good.
std::uint32_t narrow(std::uint64_t hash) {
    return static_cast<std::uint32_t>(hash >> 32U);
}

Hashes bigrams_of(const Hashes& words) {
    Hashes bigrams;
    bigrams.reserve(words.size());
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        bigrams.push_back(combine64(words[i], words[i + 1]));
    }
    return bigrams;
}

// A text of one or two words is one shingle.
std::vector<std::uint32_t> shingles_of(const Hashes& words, const Hashes& bigrams) {
    std::vector<std::uint32_t> shingles;
    shingles.reserve(words.size());
    for (std::size_t i = 0; i + 2 < words.size(); ++i) {
        shingles.push_back(narrow(combine64(bigrams[i], words[i + 2])));
    }
    if (shingles.empty() && !words.empty()) {
        shingles.push_back(narrow(bigrams.empty() ? words.front() : bigrams.front()));
    }
    sort_unique(shingles);
    return shingles;
}

std::vector<std::uint16_t> opening_of(const Hashes& bigrams) {
    std::vector<std::uint16_t> opening;
    const std::size_t count = std::min(bigrams.size(), opening_words - 1);
    opening.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        const auto bigram = static_cast<std::uint16_t>(bigrams[i] >> 48U);
        const bool in_lead = i + 1 < lead_words;
        opening.push_back(static_cast<std::uint16_t>((bigram & ~1U) | (in_lead ? 1U : 0U)));
    }
    std::sort(opening.begin(), opening.end());
    // Of a bigram that occurs twice, the lead's stays: it sorts last.
    const auto same_bigram = [](std::uint16_t a, std::uint16_t b) { return (a | 1U) == (b | 1U); };
    opening.erase(opening.begin(),
                  std::unique(opening.rbegin(), opening.rend(), same_bigram).base());
    opening.shrink_to_fit();
    return opening;
}

std::vector<std::uint32_t> facts_of(const DedupTokens& tokens) {
    std::vector<std::uint32_t> facts;
    std::size_t words = 0;
    for (const Token& token : tokens.tokens) {
        words += token.zone == Zone::body ? 1 : 0;
        if (words > words_max) {
            break;
        }
        if (token.number) {
            facts.push_back(narrow(token.hash));
        } else if (const auto fact = fact_of_word(token.hash)) {
            facts.push_back(narrow(*fact));
        }
    }
    sort_unique(facts);
    return facts;
}

void append_bytes(std::string& bytes, const Hashes& hashes) {
    for (const std::uint64_t hash : hashes) {
        std::array<char, sizeof(hash)> eight{};
        for (std::size_t i = 0; i < eight.size(); ++i) {
            eight[i] = static_cast<char>(hash >> (8 * i));
        }
        bytes.append(eight.data(), eight.size());
    }
    bytes += '\n';
}

// Headline and body, in reading order, the border between them marked: moving a word from one to
// the other is a change.
ContentHash content_hash(const Zones& zones) {
    std::string bytes;
    const Hashes& text = zones.body.empty() ? zones.summary : zones.body;
    bytes.reserve((zones.headline.size() + text.size()) * sizeof(std::uint64_t) + 2);
    append_bytes(bytes, zones.headline);
    append_bytes(bytes, text);
    return ContentHash{"xxh3:" + to_hex(hash128(bytes))};
}

}  // namespace

Fingerprint make_fingerprint(const DedupTokens& dedup) {
    const Zones zones = zones_of(dedup);
    const Hashes words = words_of(zones);
    const Hashes bigrams = bigrams_of(words);
    return Fingerprint{.content = content_hash(zones),
                       .spelling = 0,
                       .shingles = shingles_of(words, bigrams),
                       .opening = opening_of(bigrams),
                       .facts = facts_of(dedup),
                       .token_count = static_cast<std::uint32_t>(words.size())};
}

}  // namespace khabard
