#include "daemon/status/counters.h"

#include "tests/status/snapshots.h"
#include "tests/support/catch.h"

#include <set>

using namespace khabard;

namespace {

std::string label_of(int status) {
    return fetch_label(Fetched{.url = {},
                               .effective_url = {},
                               .status = status,
                               .headers = {},
                               .validators = {},
                               .body = RawBytes{""},
                               .truncated = false,
                               .at = test_noon(),
                               .remote_address = {}});
}

}  // namespace

TEST_CASE("answers that an operator tells apart have labels of their own, others that of a class") {
    CHECK(label_of(200) == "ok");
    CHECK(label_of(304) == "not_modified");
    CHECK(label_of(429) == "http_429");
    CHECK(label_of(418) == "http_4xx");
    CHECK(label_of(507) == "http_5xx");
    CHECK(label_of(206) == "http_2xx");
    CHECK(label_of(999) == "http_other");
    CHECK(label_of(-1) == "http_other");
}

TEST_CASE("what kept an answer from coming is its label") {
    CHECK(fetch_label(FetchFailure{{}, FetchCause::guarded_address, "x", test_noon()}) ==
          "guarded_address");
}

TEST_CASE("every stage has a name of its own") {
    std::set<std::string> names;
    for (std::size_t i = 0; i < stage_count; ++i) {
        names.insert(stage_name(static_cast<Stage>(i)));
    }
    CHECK(names.size() == stage_count);
}
