#include "daemon/status/metric_writer.h"

#include "tests/support/catch.h"

#include <limits>

using namespace khabard;

TEST_CASE("a family has its help and its type before its samples") {
    MetricWriter out;
    out.family("khabard_feeds", MetricType::gauge, "Feeds by state.");
    out.sample({{"state", "ok"}}, std::uint64_t{12});
    out.sample({{"state", "slow"}, {"kind", "rss"}}, 0.5);
    out.counter("khabard_x_total", "X.", 3);
    const std::string text = out.take();
    CHECK(text ==
          "# HELP khabard_feeds Feeds by state.\n"
          "# TYPE khabard_feeds gauge\n"
          "khabard_feeds{state=\"ok\"} 12\n"
          "khabard_feeds{state=\"slow\",kind=\"rss\"} 0.5\n"
          "# HELP khabard_x_total X.\n"
          "# TYPE khabard_x_total counter\n"
          "khabard_x_total 3\n");
}

TEST_CASE("a histogram has growing buckets up to infinity, a sum and a count") {
    constexpr double bounds[] = {0.5, 2};
    Histogram histogram(bounds);
    histogram.observe(0.25);
    histogram.observe(5);
    MetricWriter out;
    out.family("t_seconds", MetricType::histogram, "T.");
    out.histogram({{"stage", "fetched"}}, histogram);
    const std::string text = out.take();
    CHECK(text ==
          "# HELP t_seconds T.\n"
          "# TYPE t_seconds histogram\n"
          "t_seconds_bucket{stage=\"fetched\",le=\"0.5\"} 1\n"
          "t_seconds_bucket{stage=\"fetched\",le=\"2\"} 1\n"
          "t_seconds_bucket{stage=\"fetched\",le=\"+Inf\"} 2\n"
          "t_seconds_sum{stage=\"fetched\"} 5.25\n"
          "t_seconds_count{stage=\"fetched\"} 2\n");
}

TEST_CASE("label values cannot leave their quotes, and odd numbers are spelled as the format has") {
    MetricWriter out;
    out.family("x", MetricType::gauge, "X.");
    out.sample({{"a", "say \"no\"\\\n"}}, std::numeric_limits<double>::infinity());
    out.sample({}, std::numeric_limits<double>::quiet_NaN());
    const std::string text = out.take();
    CHECK(text.find("x{a=\"say \\\"no\\\"\\\\\\n\"} +Inf\n") != std::string::npos);
    CHECK(text.find("x NaN\n") != std::string::npos);
}
