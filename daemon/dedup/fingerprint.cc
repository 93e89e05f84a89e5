#include "daemon/dedup/fingerprint.h"

#include "daemon/lib/hash/hash.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace khabard {
namespace {

constexpr std::size_t shingle_words = 3;
constexpr std::size_t lead_words = 60;
constexpr std::size_t opening_words = 150;
// Shorter texts have too few shingles of their own: headline and summary are taken in.
constexpr std::size_t short_text_words = 40;
// Sketches rank shingles by another hash than the one they are compared by.
constexpr std::uint64_t sketch_seed = 0x6b68616261726432;

using Hashes = std::vector<std::uint64_t>;

Hashes hashes_of(const DedupTokens& tokens, Zone zone) {
    Hashes hashes;
    for (const Token& token : tokens.tokens) {
        if (token.zone == zone) {
            hashes.push_back(token.hash);
        }
    }
    return hashes;
}

std::uint64_t hash_of(std::span<const std::uint64_t> words) {
    std::uint64_t hash = 0;
    for (const std::uint64_t word : words) {
        hash = combine64(hash, word);
    }
    return hash;
}

Hashes grams(std::span<const std::uint64_t> words, std::size_t length) {
    Hashes result;
    if (words.empty()) {
        return result;
    }
    if (words.size() < length) {
        result.push_back(hash_of(words));
        return result;
    }
    for (std::size_t i = 0; i + length <= words.size(); ++i) {
        result.push_back(hash_of(words.subspan(i, length)));
    }
    return result;
}

template <class Number>
void sort_unique(std::vector<Number>& values) {
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
}

std::vector<std::uint32_t> narrow(const Hashes& hashes) {
    std::vector<std::uint32_t> narrowed;
    narrowed.reserve(hashes.size());
    for (const std::uint64_t hash : hashes) {
        narrowed.push_back(static_cast<std::uint32_t>(hash >> 32U));
    }
    sort_unique(narrowed);
    return narrowed;
}

std::span<const std::uint64_t> first(const Hashes& words, std::size_t count) {
    return std::span(words).first(std::min(words.size(), count));
}

Hashes sketch_of(const Hashes& shingles, std::size_t size) {
    Hashes ranked;
    ranked.reserve(shingles.size());
    for (const std::uint64_t shingle : shingles) {
        ranked.push_back(combine64(sketch_seed, shingle));
    }
    sort_unique(ranked);
    ranked.resize(std::min(ranked.size(), size));
    return ranked;
}

// Headline and body, in reading order, the border between them marked: moving a word from one to
// the other is a change.
ContentHash content_hash(const Hashes& headline, const Hashes& body, const Hashes& summary) {
    std::string bytes;
    const auto add = [&bytes](const Hashes& hashes) {
        for (const std::uint64_t hash : hashes) {
            for (unsigned shift = 0; shift < 64; shift += 8) {
                bytes.push_back(static_cast<char>(hash >> shift));
            }
        }
        bytes += "\n";
    };
    add(headline);
    add(body.empty() ? summary : body);
    return ContentHash{"xxh3:" + to_hex(hash128(bytes))};
}

std::vector<std::uint32_t> numbers_of(const DedupTokens& tokens) {
    Hashes numbers;
    for (const Token& token : tokens.tokens) {
        if (token.number) {
            numbers.push_back(token.hash);
        }
    }
    return narrow(numbers);
}

}  // namespace

Fingerprint make_fingerprint(const DedupTokens& dedup, const Limits& limits) {
    const Hashes headline = hashes_of(dedup, Zone::headline);
    const Hashes summary = hashes_of(dedup, Zone::summary);
    const Hashes body = hashes_of(dedup, Zone::body);
    Hashes words = body;
    if (words.size() < short_text_words) {
        words.insert(words.begin(), summary.begin(), summary.end());
        words.insert(words.begin(), headline.begin(), headline.end());
    }
    const Hashes shingles = grams(words, shingle_words);
    return Fingerprint{.content = content_hash(headline, body, summary),
                       .spelling = 0,
                       .shingles = narrow(shingles),
                       .sketch = sketch_of(shingles, limits.sketch_shingles),
                       .lead = narrow(grams(first(words, lead_words), 2)),
                       .opening = narrow(grams(first(words, opening_words), 2)),
                       .headline = narrow(headline),
                       .numbers = numbers_of(dedup),
                       .token_count = static_cast<std::uint32_t>(words.size())};
}

}  // namespace khabard
