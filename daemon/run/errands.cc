#include "daemon/run/errands.h"

#include <algorithm>
#include <vector>

namespace khabard {

bool Errands::Line::empty() const {
    return std::all_of(waiting.begin(), waiting.end(),
                       [](const auto& each) { return each.empty(); });
}

std::optional<SteadyTime> Errands::Line::awake_at() const {
    std::optional<SteadyTime> due;
    for (const auto& kind : waiting) {
        if (!kind.empty()) {
            due = std::min(due.value_or(SteadyTime::max()), kind.begin()->first);
        }
    }
    return due ? std::optional<SteadyTime>(std::max(*due, held_until)) : due;
}

// Puts the host where it belongs among the others, and forgets a line that is empty.
void Errands::list(const std::string& host) {
    const auto found = lines_.find(host);
    if (found == lines_.end()) {
        return;
    }
    Line& line = found->second;
    if (line.listed) {
        order_.erase({*line.listed, host});
    }
    line.listed = line.awake_at();
    if (line.listed) {
        order_.emplace(*line.listed, host);
    } else {
        lines_.erase(found);
    }
}

void Errands::put(const std::string& host, const Errand& errand, SteadyTime due) {
    drop(errand);
    lines_[host].waiting[static_cast<std::size_t>(errand.kind)].emplace(due, errand.key);
    places_.emplace(errand, Place{host, due});
    list(host);
}

void Errands::drop(const Errand& errand) {
    const auto found = places_.find(errand);
    if (found == places_.end()) {
        return;
    }
    const std::string host = found->second.host;
    lines_[host].waiting[static_cast<std::size_t>(errand.kind)].erase(
        {found->second.due, errand.key});
    places_.erase(found);
    list(host);
}

void Errands::drop_all(ErrandKind kind) {
    std::vector<Errand> all;
    for (const auto& [errand, place] : places_) {
        if (errand.kind == kind) {
            all.push_back(errand);
        }
    }
    for (const Errand& errand : all) {
        drop(errand);
    }
}

void Errands::hold(const std::string& host, SteadyTime until) {
    const auto found = lines_.find(host);
    if (found != lines_.end()) {
        found->second.held_until = until;
        list(host);
    }
}

void Errands::wake(const std::string& host) {
    hold(host, SteadyTime{0});
}

std::optional<std::string> Errands::awake(SteadyTime now) const {
    if (order_.empty() || order_.begin()->first > now) {
        return std::nullopt;
    }
    return order_.begin()->second;
}

std::optional<Errand> Errands::first(const std::string& host, SteadyTime now) const {
    const auto found = lines_.find(host);
    if (found == lines_.end() || found->second.held_until > now) {
        return std::nullopt;
    }
    for (std::size_t kind = 0; kind < errand_kind_count; ++kind) {
        const auto& waiting = found->second.waiting[kind];
        if (!waiting.empty() && waiting.begin()->first <= now) {
            return Errand{static_cast<ErrandKind>(kind), waiting.begin()->second};
        }
    }
    return std::nullopt;
}

bool Errands::expects(const std::string& host, SteadyTime by) const {
    const auto found = lines_.find(host);
    return found != lines_.end() &&
           std::any_of(
               found->second.waiting.begin(), found->second.waiting.end(),
               [by](const auto& kind) { return !kind.empty() && kind.begin()->first <= by; });
}

SteadyTime Errands::next() const {
    return order_.empty() ? SteadyTime::max() : order_.begin()->first;
}

}  // namespace khabard
