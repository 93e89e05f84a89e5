#pragma once

// Errands: what is to be asked of which host, and when. A line for each host, and one order of the
// hosts that have something due, so that a turn of the loop costs what is due and not what is
// configured. Within a line the kinds go in the order of ErrandKind, each by due time. Pure.

#include "daemon/ports/clock.h"

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>

namespace khabard {

enum class ErrandKind : std::uint8_t {
    hop,     // a request that was redirected goes on; key: its ticket
    robots,  // key: the origin. In no line: begun for the first errand that needs it
    feed,    // key: the feed's id
    follow,  // a document that a feed leads on to; key: follows.h
    page,    // key: whatever its owner knows it by
};
inline constexpr std::size_t errand_kind_count = 5;

struct Errand {
    ErrandKind kind;
    std::string key;

    friend auto operator<=>(const Errand&, const Errand&) = default;
};

class Errands {
public:
    // An errand that is in a line already moves to its new place.
    void put(const std::string& host, const Errand& errand, SteadyTime due);
    void drop(const Errand& errand);
    // Everything of one kind.
    void drop_all(ErrandKind kind);
    bool has(const Errand& errand) const { return places_.contains(errand); }

    // Nothing of the host is due before `until`; max(): before it is woken.
    void hold(const std::string& host, SteadyTime until);
    void wake(const std::string& host);

    // The host that has had something due for longest and is not held.
    std::optional<std::string> awake(SteadyTime now) const;
    // What is due next at a host; stays in its line.
    std::optional<Errand> first(const std::string& host, SteadyTime now) const;
    // Whether the host will have something due by then, held or not.
    bool expects(const std::string& host, SteadyTime by) const;
    // When the next host is awake; max(): none before something else happens.
    SteadyTime next() const;

    std::size_t size() const { return places_.size(); }

private:
    struct Line {
        std::array<std::set<std::pair<SteadyTime, std::string>>, errand_kind_count> waiting;
        SteadyTime held_until{0};
        std::optional<SteadyTime> listed;  // its place in order_

        bool empty() const;
        std::optional<SteadyTime> awake_at() const;
    };
    struct Place {
        std::string host;
        SteadyTime due;
    };
    struct Hash {
        std::size_t operator()(const Errand& errand) const {
            return std::hash<std::string>{}(errand.key) * errand_kind_count +
                   static_cast<std::size_t>(errand.kind);
        }
    };

    void list(const std::string& host);

    std::map<std::string, Line> lines_;
    std::unordered_map<Errand, Place, Hash> places_;
    std::set<std::pair<SteadyTime, std::string>> order_;  // hosts by when they are awake
};

}  // namespace khabard
