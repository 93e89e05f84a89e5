#include "daemon/dates/amounts.h"
#include "daemon/dates/scan_parts.h"

namespace khabard {
namespace {

struct Modifier {
    DateTurn turn;
    int steps;
    std::size_t end;
};

// "next", "last", "the one after the next", "the one before the last".
std::optional<Modifier> read_modifier(const TokenList& list, std::size_t index) {
    const auto ahead = find_word(list, index, DateWordKind::ahead);
    const auto back = find_word(list, index, DateWordKind::back);
    const std::size_t at = ahead ? ahead->end : back ? back->end : index;
    const int steps = at == index ? 1 : 2;
    if (const auto next = find_word(list, at, DateWordKind::next); next && !back) {
        return Modifier{DateTurn::next, steps, next->end};
    }
    if (const auto previous = find_word(list, at, DateWordKind::previous); previous && !ahead) {
        return Modifier{DateTurn::previous, steps, previous->end};
    }
    return std::nullopt;
}

std::optional<WordMatch> any_unit(const TokenList& list, std::size_t index) {
    for (const DateWordKind kind : {DateWordKind::unit, DateWordKind::unit_plural}) {
        if (auto unit = find_word(list, index, kind)) {
            return unit;
        }
    }
    return std::nullopt;
}

ShiftItem make_shift(int unit, int count) {
    return ShiftItem{static_cast<TimeUnit>(unit), count, true};
}

struct Span {
    ShiftItem shift;
    std::size_t end;
};

// "3 hours", "two hours" in one word, "an hour"; a plural alone is no amount.
std::optional<Span> read_span(const TokenList& list, std::size_t index) {
    if (const auto dual = find_word(list, index, DateWordKind::unit_dual)) {
        return Span{make_shift(dual->value, 2), dual->end};
    }
    if (const auto amount = read_amount(list, index, Joining::allowed)) {
        if (const auto unit = any_unit(list, amount->end)) {
            return Span{make_shift(unit->value, amount->value), unit->end};
        }
    }
    if (const auto fraction = find_word(list, index, DateWordKind::fraction)) {
        const auto hour = find_word(list, fraction->end, DateWordKind::unit);
        if (hour && hour->value == static_cast<int>(TimeUnit::hour)) {
            return Span{ShiftItem{TimeUnit::minute, fraction->value, true}, hour->end};
        }
    }
    const auto unit = find_word(list, index, DateWordKind::unit);
    if (!unit) {
        return std::nullopt;
    }
    std::size_t end = unit->end;
    const auto one = find_word(list, end, DateWordKind::cardinal);
    if (one && one->value == 1) {
        end = one->end;
    }
    return Span{make_shift(unit->value, 1), end};
}

// "since 3 hours", "after two days"; "an hour and 20 minutes" keeps its hour and minutes as
// minutes.
std::optional<Item> counted_shift(const TokenList& list, std::size_t index) {
    const auto back = find_word(list, index, DateWordKind::back);
    const auto ahead = find_word(list, index, DateWordKind::ahead);
    if (!back && !ahead) {
        return std::nullopt;
    }
    const std::size_t at = back ? back->end : ahead->end;
    auto span = read_span(list, at);
    if (!span) {
        span = read_span(list, skip_fillers(list, at, DateWordKind::filler, ""));
    }
    if (!span) {
        return std::nullopt;
    }
    if (span->shift.unit == TimeUnit::hour) {
        int more = 0;
        const bool bare = find_word(list, span->end, DateWordKind::conjunction).has_value();
        const std::size_t rest = bare ? span->end + 1 : span->end;
        const bool joined = bare || (list.is_word(rest) && list.tokens[rest].conjunction);
        const auto fraction = find_word(list, rest, DateWordKind::fraction);
        const auto minutes = read_span(list, rest);
        if (joined && fraction) {
            more = fraction->value;
            span->end = fraction->end;
        } else if (joined && minutes && minutes->shift.unit == TimeUnit::minute) {
            more = minutes->shift.count;
            span->end = minutes->end;
        }
        if (more != 0) {
            span->shift = ShiftItem{TimeUnit::minute, span->shift.count * 60 + more, true};
        }
    }
    if (back) {
        span->shift.count = -span->shift.count;
    }
    return Item{index, span->end, span->shift};
}

// "3 hours ago"
std::optional<Item> shift_before_ago(const TokenList& list, std::size_t index) {
    auto span = read_span(list, index);
    if (!span) {
        return std::nullopt;
    }
    const auto ago = find_word(list, span->end, DateWordKind::ago);
    if (!ago) {
        return std::nullopt;
    }
    span->shift.count = -span->shift.count;
    return Item{index, ago->end, span->shift};
}

// "next month", "this week", "the day before last"; the minute alone is the present one.
std::optional<Item> unit_shift(const TokenList& list, std::size_t index) {
    const auto current = find_word(list, index, DateWordKind::current);
    const auto unit = find_word(list, current ? current->end : index, DateWordKind::unit);
    if (!unit) {
        const auto next = find_word(list, index, DateWordKind::next);
        const auto previous = find_word(list, index, DateWordKind::previous);
        const auto english = next ? next : previous;
        const auto later =
            english ? find_word(list, english->end, DateWordKind::unit) : std::nullopt;
        if (!later) {
            return std::nullopt;
        }
        return Item{index, later->end,
                    ShiftItem{static_cast<TimeUnit>(later->value), next ? 1 : -1, false}};
    }
    const auto unit_value = static_cast<TimeUnit>(unit->value);
    if (const auto modifier = read_modifier(list, unit->end)) {
        const int count = modifier->turn == DateTurn::next ? modifier->steps : -modifier->steps;
        return Item{index, modifier->end, ShiftItem{unit_value, count, false}};
    }
    if (const auto after = find_word(list, unit->end, DateWordKind::current)) {
        return Item{index, after->end, ShiftItem{unit_value, 0, false}};
    }
    if (current) {
        return Item{index, unit->end, ShiftItem{unit_value, 0, false}};
    }
    const bool alone = index == 0 && unit->end == list.size();
    if (unit_value == TimeUnit::minute && alone) {
        return Item{index, unit->end, NowItem{}};
    }
    return std::nullopt;
}

// "Thursday", "this Thursday", "Thursday before last"
std::optional<Item> weekday(const TokenList& list, std::size_t index) {
    const auto current = find_word(list, index, DateWordKind::current);
    const auto previous = find_word(list, index, DateWordKind::previous);
    const auto next = find_word(list, index, DateWordKind::next);
    const auto before = current ? current : previous ? previous : next;
    const auto day = find_word(list, before ? before->end : index, DateWordKind::weekday);
    if (!day) {
        return std::nullopt;
    }
    WeekdayItem item{day->value, DateTurn::none, 1};
    std::size_t end = day->end;
    if (const auto modifier = read_modifier(list, end)) {
        item.turn = modifier->turn;
        item.steps = modifier->steps;
        end = modifier->end;
    } else if (before) {
        item.turn = current ? DateTurn::current : previous ? DateTurn::previous : DateTurn::next;
    }
    return Item{index, end, item};
}

// "the first Wednesday of", "the last day of"
std::optional<Item> nth_of_month(const TokenList& list, std::size_t index) {
    const auto last = find_word(list, index, DateWordKind::last);
    const auto ordinal = find_word(list, index, DateWordKind::ordinal);
    if (!last && (!ordinal || ordinal->value > 5)) {
        return std::nullopt;
    }
    const std::size_t at = last ? last->end : ordinal->end;
    NthItem item{last ? 0 : ordinal->value, std::nullopt};
    if (const auto day = find_word(list, at, DateWordKind::weekday)) {
        item.weekday = day->value;
        return Item{index, day->end, item};
    }
    const auto unit = find_word(list, at, DateWordKind::unit);
    if (unit && unit->value == static_cast<int>(TimeUnit::day)) {
        return Item{index, unit->end, item};
    }
    return std::nullopt;
}

// The day in "the sixteenth of this month".
std::optional<Item> day_of_month(const TokenList& list, std::size_t index) {
    const auto day = read_amount(list, index, Joining::allowed);
    if (!day || day->value < 1 || day->value > 31) {
        return std::nullopt;
    }
    std::size_t at = skip_fillers(list, day->end, DateWordKind::of, "");
    const std::size_t end = at;
    if (const auto current = find_word(list, at, DateWordKind::current)) {
        at = current->end;
    }
    const auto unit = find_word(list, at, DateWordKind::unit);
    const bool is_month = unit && unit->value == static_cast<int>(TimeUnit::month);
    if (!is_month || (end == day->end && at == end && !unit_shift(list, at))) {
        return std::nullopt;
    }
    return Item{index, end, DayOfMonthItem{day->value}};
}

std::optional<Item> single_word(const TokenList& list, std::size_t index) {
    if (const auto word = find_word(list, index, DateWordKind::day_word)) {
        return Item{index, word->end, DayItem{word->value}};
    }
    if (const auto word = find_word(list, index, DateWordKind::matching)) {
        return Item{index, word->end, MatchingItem{}};
    }
    if (const auto word = find_word(list, index, DateWordKind::day_part)) {
        return Item{index, word->end, DayPartItem{static_cast<DayPart>(word->value)}};
    }
    if (const auto word = find_word(list, index, DateWordKind::next)) {
        return Item{index, word->end, TurnItem{DateTurn::next}};
    }
    if (const auto word = find_word(list, index, DateWordKind::previous)) {
        return Item{index, word->end, TurnItem{DateTurn::previous}};
    }
    return std::nullopt;
}

}  // namespace

std::optional<Item> scan_relative(const TokenList& list, std::size_t index) {
    if (list.is_word(index)) {
        const auto label = [&](DateWordKind kind) { return find_word(list, index, kind); };
        const auto published = label(DateWordKind::published);
        const auto updated = label(DateWordKind::updated);
        if (published || updated) {
            const bool is_update = updated && (!published || updated->end > published->end);
            return Item{index, is_update ? updated->end : published->end, LabelItem{is_update}};
        }
        if (const auto now = find_word(list, index, DateWordKind::now)) {
            return Item{index, now->end, NowItem{}};
        }
        // "the day before yesterday" begins like "first" and "before".
        const auto word = find_word(list, index, DateWordKind::day_word);
        if (word && word->end > index + 1) {
            return Item{index, word->end, DayItem{word->value}};
        }
    }
    for (const auto reader : {counted_shift, shift_before_ago, unit_shift, weekday, nth_of_month,
                              day_of_month, single_word}) {
        if (auto item = reader(list, index)) {
            return item;
        }
    }
    return std::nullopt;
}

}  // namespace khabard
