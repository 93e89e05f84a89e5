#include "daemon/dedup/fact_words.h"

#include "daemon/dedup/fact_words_table.h"
#include "daemon/lib/hash/hash.h"

#include <cstddef>
#include <string>
#include <vector>

namespace khabard {
namespace {

// Open addressing with room to spare: most words of a text are no facts, and most of those end at
// an empty place.
class FactTable {
public:
    FactTable() : places_(places_count) {
        for (const FactWord& row : fact_words()) {
            const std::uint64_t fact = hash64(row.fact);
            for (const FactPrefix& prefix : fact_prefixes()) {
                if (prefix.has_article || !row.needs_article) {
                    insert(hash64(std::string(prefix.letters) + std::string(row.word)), fact);
                }
            }
        }
    }

    std::optional<std::uint64_t> find(std::uint64_t word) const noexcept {
        for (std::size_t at = word & mask; places_[at].word != 0; at = (at + 1) & mask) {
            if (places_[at].word == word) {
                return places_[at].fact;
            }
        }
        return std::nullopt;
    }

private:
    struct Place {
        std::uint64_t word = 0;  // 0: empty
        std::uint64_t fact = 0;
    };
    static constexpr std::size_t places_count = 4096;
    static constexpr std::size_t mask = places_count - 1;

    void insert(std::uint64_t word, std::uint64_t fact) {
        std::size_t at = word & mask;
        while (places_[at].word != 0 && places_[at].word != word) {
            at = (at + 1) & mask;
        }
        places_[at] = Place{word, fact};
    }

    std::vector<Place> places_;
};

}  // namespace

std::optional<std::uint64_t> fact_of_word(std::uint64_t token_hash) noexcept {
    static const FactTable table;
    return table.find(token_hash);
}

}  // namespace khabard
