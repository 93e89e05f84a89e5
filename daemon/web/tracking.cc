#include "daemon/web/ascii.h"
#include "daemon/web/tracking_table.h"

#include <cstddef>

namespace khabard {
namespace {

bool matches(std::string_view pattern, std::string_view name) {
    const bool open_ended = pattern.back() == '*';
    if (open_ended) {
        pattern.remove_suffix(1);
    }
    if (name.size() < pattern.size() || (!open_ended && name.size() != pattern.size())) {
        return false;
    }
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (ascii_lower(name[i]) != pattern[i]) {
            return false;
        }
    }
    return true;
}

}  // namespace

bool is_tracking_parameter(std::string_view name) {
    for (const TrackingParameter& parameter : tracking_parameters()) {
        if (matches(parameter.name, name)) {
            return true;
        }
    }
    return false;
}

}  // namespace khabard
