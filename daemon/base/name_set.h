#pragma once

// Short lists of names (topics, themes) as sets: sorted, each name once.

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace khabard {

using Names = std::vector<std::string>;

inline Names name_set(Names names) {
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

inline Names union_of(const Names& a, const Names& b) {
    Names all = a;
    all.insert(all.end(), b.begin(), b.end());
    return name_set(std::move(all));
}

// REQUIRES: both are sets.
inline Names without(const Names& a, const Names& b) {
    Names rest;
    std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(rest));
    return rest;
}

}  // namespace khabard
