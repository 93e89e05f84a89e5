#include "daemon/stages/rights.h"

#include "tests/support/catch.h"

#include <chrono>
#include <string>

using namespace khabard;

namespace {

bool against(const std::string& robots_tag, const std::string& tdm_reservation = {}) {
    Provenance provenance{};
    provenance.robots_tag = robots_tag;
    provenance.tdm_reservation = tdm_reservation;
    return asks_not_to_be_kept(provenance);
}

}  // namespace

TEST_CASE("what a publisher says against keeping its text is understood") {
    for (const char* tag : {"noarchive", "NoIndex, follow", "nofollow ,none", "noai",
                            "khabard: noarchive", "otherbot: nofollow, khabard: noindex"}) {
        CAPTURE(tag);
        CHECK(against(tag));
    }
    for (const char* tag :
         {"", ",", "all", "nofollow", "nosnippet", "max-snippet:-1, follow",
          "otherbot: noindex, noarchive", "unavailable_after: 25 Jun 2030 15:00"}) {
        CAPTURE(tag);
        CHECK_FALSE(against(tag));
    }
    CHECK(against("", "1"));
    CHECK_FALSE(against("", "0"));
}

TEST_CASE("it is obeyed where the operator says so") {
    Feed feed{.id = FeedId{"feed"},
              .url = "https://outlet.example/rss",
              .display_url = "https://outlet.example/rss",
              .kind = FeedKind::rss,
              .source = Source{"outlet", "Outlet", "outlet.example"}};
    Provenance provenance{};
    provenance.robots_tag = "noarchive";
    CHECK(body_allowed(feed, provenance) == PublishBody::full);
    feed.obey_rights = true;
    CHECK(body_allowed(feed, provenance) == PublishBody::none);
    provenance.robots_tag = "all";
    CHECK(body_allowed(feed, provenance) == PublishBody::full);
}
