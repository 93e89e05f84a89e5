#include "daemon/dates/vocabulary.h"

#include "daemon/dates/date_fold.h"
#include "daemon/lib/icu/time_zone.h"
#include "tests/support/catch.h"

#include <map>
#include <string>
#include <utility>

using khabard::DateWordKind;
using khabard::entries_beginning_with;
using khabard::fold_words_for_dates;
using khabard::WordRow;

TEST_CASE("no spelling names two months, days or zones") {
    std::map<std::pair<std::string, DateWordKind>, const WordRow*> seen;
    for (const auto rows : {khabard::month_rows(), khabard::foreign_month_rows(),
                            khabard::unit_rows(), khabard::word_rows(), khabard::date_label_rows(),
                            khabard::number_rows(), khabard::zone_rows()}) {
        for (const WordRow& row : rows) {
            CAPTURE(row.text);
            const auto key = std::pair{fold_words_for_dates(row.text), row.kind};
            const auto [position, is_new] = seen.emplace(key, &row);
            CHECK((is_new ||
                   (position->second->value == row.value && position->second->zone == row.zone)));
        }
    }
}

TEST_CASE("every row is found by its first word, the longest phrase first") {
    const auto entries = entries_beginning_with(fold_words_for_dates("كانون"));
    REQUIRE(entries.size() >= 3);
    for (std::size_t i = 1; i < entries.size(); ++i) {
        CHECK(entries[i - 1].key.size() >= entries[i].key.size());
    }
    CHECK(entries_beginning_with("khabard").empty());
    CHECK(entries_beginning_with("").empty());
}

TEST_CASE("every place of the zone table has a zone that ICU knows") {
    for (const WordRow& row : khabard::zone_rows()) {
        CAPTURE(row.text);
        CHECK((row.kind != DateWordKind::zone_place || khabard::is_time_zone(row.zone)));
    }
}
