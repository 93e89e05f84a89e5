#pragma once

// Nothing is dropped unnamed: every item read ends as exactly one Outcome, and the tallies of a
// state file balance: items read = created + updated + duplicate + unthemed + skipped + rejected
// + pending. Repeats, which are known articles unchanged, are no items read.

#include <array>
#include <cstddef>
#include <cstdint>

namespace khabard {

enum class Outcome : std::uint8_t {
    repeat,
    pending,
    created,
    updated,
    duplicate,
    unthemed,
    skipped,
    rejected,
};
inline constexpr std::size_t outcome_count = 8;

// "repeat", "pending", ...: metric label, tally name, log field.
const char* outcome_name(Outcome outcome) noexcept;

// Why an item was skipped or rejected.
enum class Reason : std::uint8_t {
    none,
    too_old,          // skipped: older than max_age at first sight
    not_arabic,       // skipped: surely another language
    no_text,          // skipped: neither headline nor text
    minor_edit,       // skipped: publish_minor = false
    withdrawn,        // skipped: withdrawn before we ever saw it
    unreadable,       // rejected: the reader could not make an item of it
    undecodable,      // rejected: too many broken characters
    too_large,        // rejected: beyond a limit that has no truncation
    known_meanwhile,  // skipped: another feed brought it while it waited for its page
};
inline constexpr std::size_t reason_count = 10;

const char* reason_name(Reason reason) noexcept;

// Why a version was made without an item read; such versions stand outside the balance.
enum class VersionCause : std::uint8_t {
    late_page,  // the page of a teaser came after the teaser had left
    recheck,    // the page was asked for again and had changed
    relabel,    // new rules gave it other themes
};
inline constexpr std::size_t version_cause_count = 3;

const char* version_cause_name(VersionCause cause) noexcept;

// How often each outcome and reason occurred, and what came about without an item read.
struct Tally {
    std::array<std::uint64_t, outcome_count> outcomes{};
    std::array<std::uint64_t, reason_count> reasons{};
    std::array<std::uint64_t, version_cause_count> versions{};
    std::uint64_t retractions = 0;
    // Parked teasers that left: taken off `pending` wherever this tally is added.
    std::uint64_t left_pending = 0;

    void count(Outcome outcome, Reason reason = Reason::none);
    void count(VersionCause cause);
    void leave_pending() { ++left_pending; }
    void add(const Tally& other);
    std::uint64_t of(Outcome outcome) const;
    std::uint64_t of(Reason reason) const;
    std::uint64_t of(VersionCause cause) const;
    // created + updated + duplicate + unthemed + skipped + rejected + pending.
    std::uint64_t items_read() const;
};

}  // namespace khabard
