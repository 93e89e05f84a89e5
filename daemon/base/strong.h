#pragma once

// Strong types: a value with a meaning, not a bare integer or string. There is no default
// constructor, so a struct that holds one cannot be half built. Example:
//
//     using Version = Strong<std::uint32_t, struct VersionTag>;
//     Version first{1};
//     std::uint32_t raw = first.get();

#include <compare>
#include <cstddef>
#include <functional>
#include <utility>

namespace khabard {

template <class Rep, class Tag>
class Strong {
public:
    using rep = Rep;

    explicit constexpr Strong(Rep value) : value_(std::move(value)) {}

    constexpr const Rep& get() const noexcept { return value_; }

    friend bool operator==(const Strong&, const Strong&) = default;
    friend auto operator<=>(const Strong&, const Strong&) = default;

private:
    Rep value_;
};

}  // namespace khabard

template <class Rep, class Tag>
struct std::hash<khabard::Strong<Rep, Tag>> {
    std::size_t operator()(const khabard::Strong<Rep, Tag>& strong) const noexcept {
        return std::hash<Rep>{}(strong.get());
    }
};
