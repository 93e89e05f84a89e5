#pragma once

// Query parameters that say how a reader came to an address and nothing about what stands there.

#include <span>
#include <string_view>

namespace khabard {

struct TrackingParameter {
    std::string_view name;  // lower case; a last '*' stands for any rest
};

std::span<const TrackingParameter> tracking_parameters();

// `name` as it stands in the URL; compared without case.
bool is_tracking_parameter(std::string_view name);

}  // namespace khabard
