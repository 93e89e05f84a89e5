#include "daemon/lib/hash/hash.h"
#include "daemon/text/fold.h"
#include "daemon/text/proclitics.h"

#include <string>

namespace khabard {

namespace {

struct Words {
    std::string first;
    std::string second;  // empty: one word
    std::size_t count;
};

Words split(const std::string& folded) {
    const std::size_t blank = folded.find(' ');
    if (blank == std::string::npos) {
        return {folded, {}, folded.empty() ? 0U : 1U};
    }
    const std::string rest = folded.substr(blank + 1);
    return {folded.substr(0, blank), rest, rest.find(' ') == std::string::npos ? 2U : 3U};
}

}  // namespace

bool add_alias(Aliases& aliases, std::string_view variant, std::string_view canonical) {
    const Words from = split(fold_for_dedup(variant));
    const Words to = split(fold_for_dedup(canonical));
    if (from.count == 0 || from.count > 2 || to.count != 1) {
        return false;
    }
    if (from.count == 1 && from.first == to.first) {
        return true;  // folding unites them already
    }
    for (const std::string& prefix : folded_proclitics()) {
        const std::uint64_t first = token_hash(prefix + from.first);
        const std::uint64_t target = token_hash(prefix + to.first);
        if (from.count == 1) {
            aliases.by_hash.insert_or_assign(first, target);
        } else {
            aliases.by_pair.insert_or_assign(combine64(first, token_hash(from.second)), target);
            aliases.first.insert(first);
        }
    }
    return true;
}

void apply_aliases(const Aliases& aliases, DedupTokens& tokens, std::size_t first) {
    if (aliases.by_hash.empty() && aliases.by_pair.empty()) {
        return;
    }
    std::vector<Token>& all = tokens.tokens;
    std::size_t kept = first;
    for (std::size_t i = first; i < all.size(); ++i, ++kept) {
        Token token = all[i];
        if (i + 1 < all.size() && aliases.first.count(token.hash) != 0) {
            const Token& next = all[i + 1];
            const auto pair = aliases.by_pair.find(combine64(token.hash, next.hash));
            if (pair != aliases.by_pair.end() && next.sentence == token.sentence) {
                token.hash = pair->second;
                token.length = static_cast<std::uint32_t>(next.offset.get() + next.length -
                                                          token.offset.get());
                ++i;
            }
        }
        const auto single = aliases.by_hash.find(token.hash);
        if (single != aliases.by_hash.end()) {
            token.hash = single->second;
        }
        all[kept] = token;
    }
    all.erase(all.begin() + static_cast<std::ptrdiff_t>(kept), all.end());
}

}  // namespace khabard
