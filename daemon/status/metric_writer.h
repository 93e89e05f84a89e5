#pragma once

// Writes the text format of Prometheus (version 0.0.4): a HELP and a TYPE line for each family,
// then its samples. Names, help and label names are ours; label values are escaped.
//
//     MetricWriter out;
//     out.family("khabard_feeds", MetricType::gauge, "Feeds by state.");
//     out.sample({{"state", "ok"}}, 12);

#include "daemon/status/histogram.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace khabard {

enum class MetricType : std::uint8_t { counter, gauge, histogram };

using MetricLabels = std::vector<std::pair<std::string_view, std::string>>;

class MetricWriter {
public:
    void family(std::string_view name, MetricType type, std::string_view help);
    // Of the family begun last.
    void sample(const MetricLabels& labels, std::uint64_t value);
    void sample(const MetricLabels& labels, double value);
    void histogram(const MetricLabels& labels, const Histogram& histogram);

    // A family of one sample without labels.
    void counter(std::string_view name, std::string_view help, std::uint64_t value);
    void gauge(std::string_view name, std::string_view help, double value);

    std::string take() { return std::move(out_); }

private:
    void line(std::string_view suffix, const MetricLabels& labels, std::string_view value);

    std::string out_;
    std::string name_;
};

}  // namespace khabard
