#include "daemon/status/metrics.h"

#include "tests/status/snapshots.h"
#include "tests/support/catch.h"

#include <map>
#include <set>
#include <sstream>

using namespace khabard;

namespace {

// The samples by name and labels; fails the test where the text is not of the format.
std::map<std::string, double> samples(const std::string& text) {
    std::map<std::string, double> found;
    std::set<std::string> families;
    std::string family;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        CAPTURE(line);
        if (line.rfind("# HELP ", 0) == 0) {
            family = line.substr(7, line.find(' ', 7) - 7);
            CHECK(families.insert(family).second);
            continue;
        }
        if (line.rfind("# TYPE ", 0) == 0) {
            CHECK(line.substr(7, line.find(' ', 7) - 7) == family);
            const bool counts = line.ends_with(" counter");
            CHECK(counts == family.ends_with("_total"));
            continue;
        }
        REQUIRE(line.rfind(family, 0) == 0);
        const std::size_t space = line.rfind(' ');
        CHECK(found.emplace(line.substr(0, space), std::stod(line.substr(space + 1))).second);
    }
    return found;
}

double sum_of(const std::map<std::string, double>& all, const std::string& family) {
    double sum = 0;
    for (const auto& [name, value] : all) {
        sum += name.rfind(family + "{", 0) == 0 ? value : 0;
    }
    return sum;
}

}  // namespace

TEST_CASE("items read are the sum of how items ended, repeats apart") {
    StatusSnapshot status = test_snapshot();
    for (std::size_t i = 0; i < outcome_count; ++i) {
        status.tally.outcomes[i] = 10 + i;
    }
    status.tally.retractions = 2;
    status.tally.count(VersionCause::late_page);
    const auto all = samples(metrics_text(status));
    CHECK(all.at("khabard_items_read_total") == sum_of(all, "khabard_items_total"));
    CHECK(all.at("khabard_items_read_total") == 11 + 12 + 13 + 14 + 15 + 16 + 17);
    CHECK(all.at("khabard_items_total{outcome=\"pending\"}") == 11);
    CHECK(all.at("khabard_repeats_total") == 10);
    CHECK(all.at("khabard_versions_total{cause=\"late_page\"}") == 1);
    CHECK(all.at("khabard_retractions_total") == 2);
    CHECK(all.count("khabard_items_total{outcome=\"repeat\"}") == 0);
}

TEST_CASE("feeds are counted by state, and every state has its sample") {
    StatusSnapshot status = test_snapshot();
    status.feeds_by_health = {1, 2, 3, 4, 5, 6, 7, 8};
    const auto all = samples(metrics_text(status));
    CHECK(sum_of(all, "khabard_feeds") == 36);
    CHECK(all.at("khabard_feeds{state=\"ok\"}") == 1);
    CHECK(all.at("khabard_feeds{state=\"parked\"}") == 8);
}

TEST_CASE("the number of series does not grow with feeds, hosts or answers") {
    StatusSnapshot status = test_snapshot();
    for (int code = 100; code < 1000; ++code) {
        Fetched fetched{.url = {},
                        .effective_url = {},
                        .status = code,
                        .headers = {},
                        .validators = {},
                        .body = RawBytes{""},
                        .truncated = false,
                        .at = test_noon(),
                        .remote_address = {}};
        ++status.counters.fetches[fetch_label(fetched)];
    }
    const std::size_t before = samples(metrics_text(status)).size();
    CHECK(before < 250);
    for (int i = 0; i < 1000; ++i) {
        status.feeds.push_back(test_feed("feed" + std::to_string(i)));
    }
    CHECK(samples(metrics_text(status)).size() == before);
}

TEST_CASE("the outbox, the sink and the health are told in seconds and flags") {
    StatusSnapshot status = test_snapshot();
    auto all = samples(metrics_text(status));
    CHECK(all.at("khabard_healthy") == 1);
    CHECK(all.at("khabard_sink_up{sink=\"files\"}") == 1);
    CHECK(all.at("khabard_sink_alarm") == 0);
    CHECK(all.at("khabard_outbox_oldest_age_seconds") == 0);
    status.outbox.rows = 5;
    status.outbox.full = true;
    status.outbox.oldest = test_noon() - std::chrono::seconds{90};
    status.sink.alarm = true;
    status.sink.trouble = "no broker answers";
    status.sink.trouble_since = test_noon() - std::chrono::milliseconds{60'500};
    all = samples(metrics_text(status));
    CHECK(all.at("khabard_healthy") == 0);
    CHECK(all.at("khabard_sink_up{sink=\"files\"}") == 0);
    CHECK(all.at("khabard_sink_alarm") == 1);
    CHECK(all.at("khabard_sink_trouble_seconds") == 60.5);
    CHECK(all.at("khabard_outbox_polling{polling=\"paused\"}") == 1);
    CHECK(all.at("khabard_outbox_polling{polling=\"as_ever\"}") == 0);
    CHECK(all.at("khabard_outbox_rows") == 5);
    CHECK(all.at("khabard_outbox_oldest_age_seconds") == 90);
}

TEST_CASE("latency is told for each stage, and for the time within each") {
    StatusSnapshot status = test_snapshot();
    status.counters.since_source[3].observe(42);
    status.counters.in_stage[2].observe(0.02);
    const auto all = samples(metrics_text(status));
    CHECK(all.at("khabard_latency_seconds_count{stage=\"acknowledged\"}") == 1);
    CHECK(all.at("khabard_latency_seconds_sum{stage=\"acknowledged\"}") == 42);
    CHECK(all.at("khabard_latency_seconds_bucket{stage=\"acknowledged\",le=\"30\"}") == 0);
    CHECK(all.at("khabard_latency_seconds_bucket{stage=\"acknowledged\",le=\"60\"}") == 1);
    CHECK(all.at("khabard_latency_seconds_count{stage=\"fetched\"}") == 0);
    CHECK(all.at("khabard_stage_seconds_bucket{stage=\"committed\",le=\"0.025\"}") == 1);
    CHECK(all.count("khabard_stage_seconds_count{stage=\"fetched\"}") == 0);
}

TEST_CASE("a refused reload shows until one is applied") {
    StatusSnapshot status = test_snapshot();
    CHECK(samples(metrics_text(status)).at("khabard_config_last_reload_successful") == 1);
    status.last_reload = ReloadStatus{test_noon(), false, "feeds.toml:1:1: no"};
    status.counters.reloads_refused = 1;
    const auto all = samples(metrics_text(status));
    CHECK(all.at("khabard_config_last_reload_successful") == 0);
    CHECK(all.at("khabard_reloads_total{result=\"refused\"}") == 1);
    CHECK(all.at("khabard_config_generation") == 3);
}
