#include "daemon/model/outcome.h"

#include "daemon/base/check.h"

namespace khabard {

const char* outcome_name(Outcome outcome) noexcept {
    switch (outcome) {
        case Outcome::repeat: return "repeat";
        case Outcome::pending: return "pending";
        case Outcome::created: return "created";
        case Outcome::updated: return "updated";
        case Outcome::duplicate: return "duplicate";
        case Outcome::unthemed: return "unthemed";
        case Outcome::skipped: return "skipped";
        case Outcome::rejected: return "rejected";
    }
    unreachable("outcome");
}

const char* reason_name(Reason reason) noexcept {
    switch (reason) {
        case Reason::none: return "none";
        case Reason::too_old: return "too_old";
        case Reason::not_arabic: return "not_arabic";
        case Reason::no_text: return "no_text";
        case Reason::minor_edit: return "minor_edit";
        case Reason::withdrawn: return "withdrawn";
        case Reason::unreadable: return "unreadable";
        case Reason::undecodable: return "undecodable";
        case Reason::too_large: return "too_large";
        case Reason::known_meanwhile: return "known_meanwhile";
    }
    unreachable("reason");
}

const char* version_cause_name(VersionCause cause) noexcept {
    switch (cause) {
        case VersionCause::late_page: return "late_page";
        case VersionCause::recheck: return "recheck";
        case VersionCause::relabel: return "relabel";
    }
    unreachable("version cause");
}

void Tally::count(Outcome outcome, Reason reason) {
    ++outcomes[static_cast<std::size_t>(outcome)];
    if (reason != Reason::none) {
        ++reasons[static_cast<std::size_t>(reason)];
    }
}

void Tally::count(VersionCause cause) {
    ++versions[static_cast<std::size_t>(cause)];
}

void Tally::add(const Tally& other) {
    for (std::size_t i = 0; i < outcome_count; ++i) {
        outcomes[i] += other.outcomes[i];
    }
    for (std::size_t i = 0; i < reason_count; ++i) {
        reasons[i] += other.reasons[i];
    }
    for (std::size_t i = 0; i < version_cause_count; ++i) {
        versions[i] += other.versions[i];
    }
    retractions += other.retractions;
    // May run below zero and back: an unsigned sum is the same in the end.
    outcomes[static_cast<std::size_t>(Outcome::pending)] -= other.left_pending;
}

std::uint64_t Tally::of(Outcome outcome) const {
    return outcomes[static_cast<std::size_t>(outcome)];
}

std::uint64_t Tally::of(Reason reason) const {
    return reasons[static_cast<std::size_t>(reason)];
}

std::uint64_t Tally::of(VersionCause cause) const {
    return versions[static_cast<std::size_t>(cause)];
}

std::uint64_t Tally::items_read() const {
    std::uint64_t sum = 0;
    for (std::uint64_t outcome : outcomes) {
        sum += outcome;
    }
    return sum - of(Outcome::repeat) - left_pending;
}

}  // namespace khabard
