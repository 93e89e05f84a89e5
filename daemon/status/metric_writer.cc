#include "daemon/status/metric_writer.h"

#include "daemon/base/check.h"

#include <array>
#include <charconv>
#include <cmath>

namespace khabard {
namespace {

std::string number_text(double value) {
    if (std::isnan(value)) {
        return "NaN";
    }
    if (std::isinf(value)) {
        return value > 0 ? "+Inf" : "-Inf";
    }
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    return {digits.data(), end.ptr};
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '\\': out += "\\\\"; break;
            case '"': out += "\\\""; break;
            case '\n': out += "\\n"; break;
            default: out += c;
        }
    }
    return out;
}

std::string_view type_name(MetricType type) {
    switch (type) {
        case MetricType::counter: return "counter";
        case MetricType::gauge: return "gauge";
        case MetricType::histogram: return "histogram";
    }
    unreachable("metric type");
}

}  // namespace

void MetricWriter::family(std::string_view name, MetricType type, std::string_view help) {
    name_ = name;
    out_.append("# HELP ").append(name).append(" ").append(help).append("\n");
    out_.append("# TYPE ").append(name).append(" ").append(type_name(type)).append("\n");
}

void MetricWriter::line(std::string_view suffix, const MetricLabels& labels,
                        std::string_view value) {
    out_.append(name_).append(suffix);
    char separator = '{';
    for (const auto& [name, text] : labels) {
        out_ += separator;
        out_.append(name).append("=\"").append(escaped(text)).append("\"");
        separator = ',';
    }
    out_.append(labels.empty() ? " " : "} ").append(value).append("\n");
}

void MetricWriter::sample(const MetricLabels& labels, std::uint64_t value) {
    line("", labels, std::to_string(value));
}

void MetricWriter::sample(const MetricLabels& labels, double value) {
    line("", labels, number_text(value));
}

void MetricWriter::histogram(const MetricLabels& labels, const Histogram& histogram) {
    MetricLabels with_bound = labels;
    with_bound.emplace_back("le", "");
    for (std::size_t i = 0; i < histogram.bounds().size(); ++i) {
        with_bound.back().second = number_text(histogram.bounds()[i]);
        line("_bucket", with_bound, std::to_string(histogram.at_most(i)));
    }
    with_bound.back().second = "+Inf";
    line("_bucket", with_bound, std::to_string(histogram.count()));
    line("_sum", labels, number_text(histogram.sum()));
    line("_count", labels, std::to_string(histogram.count()));
}

void MetricWriter::counter(std::string_view name, std::string_view help, std::uint64_t value) {
    family(name, MetricType::counter, help);
    sample({}, value);
}

void MetricWriter::gauge(std::string_view name, std::string_view help, double value) {
    family(name, MetricType::gauge, help);
    sample({}, value);
}

}  // namespace khabard
