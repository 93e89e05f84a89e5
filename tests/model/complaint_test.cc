#include "daemon/model/complaint.h"

#include "tests/support/catch.h"

using namespace khabard;

TEST_CASE("a complaint names its place and the way out") {
    CHECK(
        format_complaint({"feeds.toml", 12, 9, "unknown kind \"rrs\"", "did you mean \"rss\"?"}) ==
        "feeds.toml:12:9: unknown kind \"rrs\"; did you mean \"rss\"?");
    CHECK(format_complaint({"feeds.toml", 0, 0, "cannot be read", ""}) ==
          "feeds.toml: cannot be read");
    CHECK(format_complaint({"khabard.toml", 3, 0, "no contact", "", true}) ==
          "khabard.toml:3: warning: no contact");
}

TEST_CASE("warnings alone are no errors") {
    CHECK_FALSE(has_errors({}));
    CHECK_FALSE(has_errors({{"a", 1, 1, "m", "", true}}));
    CHECK(has_errors({{"a", 1, 1, "m", "", true}, {"a", 2, 1, "m", ""}}));
}
