#include "daemon/dates/civil.h"
#include "daemon/dates/dates.h"
#include "daemon/dates/tokens.h"

namespace khabard {
namespace {

constexpr std::size_t tokens_searched_max = 4096;
constexpr std::string_view al_utf8 = "\xD8\xA7\xD9\x84";

struct Named {
    int weekday;
    std::optional<int> days_from_writing;  // "today" 0, "yesterday" -1; nullopt: neither is said
};

// A weekday that cannot be another word: with its article (without it the name of Sunday is "one
// of"), or introduced by "today" and its like.
std::optional<Named> named_weekday(const TokenList& list, std::size_t index) {
    const auto today = find_word(list, index, DateWordKind::day_word);
    const std::size_t at = today ? today->end : index;
    const auto weekday = find_word(list, at, DateWordKind::weekday);
    if (!weekday || !list.word(at).starts_with(al_utf8)) {
        return std::nullopt;
    }
    if (find_word(list, weekday->end, DateWordKind::next)) {
        return std::nullopt;
    }
    return Named{weekday->value, today ? std::optional(today->value) : std::nullopt};
}

// How much a phrase tells of the day of writing; 0 is the most.
int rank(const Named& named) {
    return named.days_from_writing ? (*named.days_from_writing == 0 ? 0 : 1) : 2;
}

}  // namespace

std::optional<ReadDate> weekday_before(std::string_view text, Instant reference) {
    const TokenList list = tokenize_date(text, tokens_searched_max);
    std::optional<Named> best;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const auto named = named_weekday(list, i);
        if (named && (!best || rank(*named) < rank(*best))) {
            best = named;
        }
    }
    if (!best) {
        return std::nullopt;
    }
    const auto today = std::chrono::floor<std::chrono::days>(reference);
    const int written_on = (best->weekday - best->days_from_writing.value_or(0) + 14) % 7;
    const int days_ago = (weekday_of(today) - written_on + 7) % 7;
    return ReadDate{.at = Instant{today - std::chrono::days{days_ago}},
                    .precision = DatePrecision::day,
                    .zone_assumed = true,
                    .relative = true,
                    .hijri_converted = false};
}

}  // namespace khabard
