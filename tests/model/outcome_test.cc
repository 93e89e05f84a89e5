#include "daemon/model/outcome.h"

#include "tests/support/catch.h"

#include <set>
#include <string>

using namespace khabard;

TEST_CASE("every outcome and every reason has a name of its own") {
    std::set<std::string> names;
    for (std::size_t i = 0; i < outcome_count; ++i) {
        names.insert(outcome_name(static_cast<Outcome>(i)));
    }
    CHECK(names.size() == outcome_count);
    std::set<std::string> reasons;
    for (std::size_t i = 0; i < reason_count; ++i) {
        reasons.insert(reason_name(static_cast<Reason>(i)));
    }
    CHECK(reasons.size() == reason_count);
    std::set<std::string> causes;
    for (std::size_t i = 0; i < version_cause_count; ++i) {
        causes.insert(version_cause_name(static_cast<VersionCause>(i)));
    }
    CHECK(causes.size() == version_cause_count);
    CHECK(names.contains("repeat"));
    CHECK(reasons.contains("too_old"));
}

TEST_CASE("repeats are no items read") {
    Tally tally;
    CHECK(tally.items_read() == 0);
    for (std::size_t i = 0; i < outcome_count; ++i) {
        tally.count(static_cast<Outcome>(i));
    }
    tally.count(Outcome::repeat);
    CHECK(tally.of(Outcome::repeat) == 2);
    CHECK(tally.items_read() == outcome_count - 1);
}

TEST_CASE("a reason is counted beside its outcome, and none is no reason") {
    Tally tally;
    tally.count(Outcome::skipped, Reason::not_arabic);
    tally.count(Outcome::skipped, Reason::none);
    CHECK(tally.of(Outcome::skipped) == 2);
    CHECK(tally.of(Reason::not_arabic) == 1);
    CHECK(tally.of(Reason::none) == 0);
}

TEST_CASE("versions without an item and retractions are no items read") {
    Tally tally;
    tally.count(VersionCause::late_page);
    tally.count(VersionCause::late_page);
    tally.count(VersionCause::relabel);
    tally.retractions = 3;
    Tally sum;
    sum.count(VersionCause::relabel);
    sum.retractions = 1;
    sum.add(tally);
    CHECK(sum.of(VersionCause::late_page) == 2);
    CHECK(sum.of(VersionCause::recheck) == 0);
    CHECK(sum.of(VersionCause::relabel) == 2);
    CHECK(sum.retractions == 4);
    CHECK(sum.items_read() == 0);
}

TEST_CASE("tallies add up field by field") {
    Tally first;
    first.count(Outcome::created);
    first.count(Outcome::rejected, Reason::unreadable);
    Tally second;
    second.count(Outcome::created);
    second.count(Outcome::repeat);
    first.add(second);
    CHECK(first.of(Outcome::created) == 2);
    CHECK(first.of(Outcome::rejected) == 1);
    CHECK(first.of(Outcome::repeat) == 1);
    CHECK(first.of(Reason::unreadable) == 1);
    CHECK(first.items_read() == 3);
}
