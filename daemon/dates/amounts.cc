#include "daemon/dates/amounts.h"

namespace khabard {
namespace {

constexpr std::int64_t amount_max = 9999;

std::optional<WordMatch> number_word(const TokenList& list, std::size_t index) {
    if (auto cardinal = find_word(list, index, DateWordKind::cardinal)) {
        return cardinal;
    }
    return find_word(list, index, DateWordKind::ordinal);
}

}  // namespace

std::optional<Amount> read_amount(const TokenList& list, std::size_t index, Joining joining) {
    if (list.is_number(index)) {
        const DateToken& token = list.tokens[index];
        if (token.value > amount_max) {
            return std::nullopt;
        }
        return Amount{static_cast<int>(token.value), false, index + 1};
    }
    const auto first = number_word(list, index);
    if (!first) {
        return std::nullopt;
    }
    Amount amount{first->value, true, first->end};
    if (amount.value >= 10 || !list.is_word(amount.end)) {
        return amount;
    }
    const auto second = find_word(list, amount.end, DateWordKind::cardinal);
    if (!second) {
        return amount;
    }
    const bool joined = list.tokens[amount.end].conjunction;
    if (second->value == 10 && !joined) {
        return Amount{amount.value + 10, true, second->end};
    }
    if (second->value >= 20 && second->value <= 90 && joined && joining == Joining::allowed) {
        return Amount{amount.value + second->value, true, second->end};
    }
    return amount;
}

}  // namespace khabard
