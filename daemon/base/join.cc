#include "daemon/base/join.h"

namespace khabard {

std::string join(const std::vector<std::string>& names, std::string_view separator) {
    std::string joined;
    for (const std::string& name : names) {
        if (!joined.empty()) {
            joined += separator;
        }
        joined += name;
    }
    return joined;
}

}  // namespace khabard
