#include "daemon/web/tracking_table.h"

#include "tests/support/catch.h"

using namespace khabard;

TEST_CASE("tracking parameters are known whatever their case, and by their prefix") {
    CHECK(is_tracking_parameter("utm_source"));
    CHECK(is_tracking_parameter("UTM_anything"));
    CHECK(is_tracking_parameter("fbclid"));
    CHECK_FALSE(is_tracking_parameter("fbclid2"));
    CHECK_FALSE(is_tracking_parameter("utm"));
    CHECK_FALSE(is_tracking_parameter("id"));
    CHECK_FALSE(is_tracking_parameter(""));
}

TEST_CASE("every row of the table is lower case and has a name") {
    for (const TrackingParameter& parameter : tracking_parameters()) {
        CAPTURE(parameter.name);
        CHECK_FALSE(parameter.name.empty());
        CHECK(parameter.name != "*");
        for (const char c : parameter.name) {
            CHECK_FALSE((c >= 'A' && c <= 'Z'));
        }
    }
}
