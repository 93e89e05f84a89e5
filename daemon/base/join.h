#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace khabard {

// "a, b, c".
std::string join(const std::vector<std::string>& names, std::string_view separator = ", ");

}  // namespace khabard
