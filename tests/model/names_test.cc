#include "daemon/model/article.h"
#include "daemon/model/feed.h"
#include "daemon/model/fetched.h"
#include "daemon/model/verdict.h"
#include "tests/support/catch.h"

#include <set>
#include <string>

using namespace khabard;

namespace {

// The names of the values from 0 to `last`; a name that stands twice makes the set too small.
template <class Enum>
std::set<std::string> names(const char* (*name)(Enum) noexcept, Enum last) {
    std::set<std::string> all;
    for (int i = 0; i <= static_cast<int>(last); ++i) {
        all.insert(name(static_cast<Enum>(i)));
    }
    return all;
}

using Names = std::set<std::string>;

}  // namespace

// These names stand on records, in the configuration, as metric labels: others rely on them.
TEST_CASE("the names on records and labels are those that consumers know") {
    CHECK(names(feed_kind_name, FeedKind::directory) ==
          Names{"auto", "rss", "atom", "rdf", "json_feed", "sitemap", "json_api", "page", "dir"});
    CHECK(names(event_type_name, EventType::duplicate) ==
          Names{"created", "updated", "retracted", "duplicate"});
    CHECK(names(dup_level_name, DupLevel::near) == Names{"guid", "url", "content", "near"});
    CHECK(names(change_class_name, ChangeClass::minor) == Names{"material", "minor"});
    CHECK(names(representation_name, Representation::summary_only) ==
          Names{"full", "partial", "summary_only"});
    CHECK(names(body_source_name, BodySource::none) ==
          Names{"page", "feed_full", "feed_summary", "api", "text", "none"});
    CHECK(names(date_precision_name, DatePrecision::day) == Names{"second", "minute", "day"});
    CHECK(names(date_origin_name, DateOrigin::none) ==
          Names{"feed", "page_meta", "page_text", "url", "sitemap", "inferred", "none"});
}

TEST_CASE("every cause of a failed fetch has a name of its own") {
    CHECK(names(fetch_cause_name, FetchCause::cancelled).size() ==
          static_cast<std::size_t>(FetchCause::cancelled) + 1);
}

TEST_CASE("of a header that came twice the first value counts, and names are in lower case") {
    const Fetched fetched{.url = {},
                          .effective_url = {},
                          .status = 200,
                          .headers = {{"etag", "\"1\""}, {"etag", "\"2\""}},
                          .validators = {},
                          .body = {},
                          .truncated = false,
                          .at = Instant{},
                          .remote_address = {}};
    CHECK(fetched.header("etag") == "\"1\"");
    CHECK_FALSE(fetched.header("ETag").has_value());
    CHECK_FALSE(fetched.header("expires").has_value());
}

TEST_CASE("validators are empty only without either of them") {
    CHECK(Validators{}.empty());
    CHECK_FALSE(Validators{"\"1\"", ""}.empty());
    CHECK_FALSE(Validators{"", "Sat, 31 Jan 2026 10:00:00 GMT"}.empty());
}

TEST_CASE("a fetch cause is read back from the front of a text") {
    CHECK(fetch_cause_in_front("timeout: no first byte") == FetchCause::timeout);
    CHECK(fetch_cause_in_front("host_rests") == FetchCause::host_rests);
    CHECK_FALSE(fetch_cause_in_front("HTTP 503"));
    CHECK_FALSE(fetch_cause_in_front(""));
}
