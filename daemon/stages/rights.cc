#include "daemon/stages/rights.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace khabard {
namespace {

constexpr std::array<std::string_view, 4> against_keeping{"noarchive", "noindex", "none", "noai"};
constexpr std::string_view our_robot = "khabard";
constexpr std::string_view blanks = " \t";

std::string_view trimmed(std::string_view text) {
    const std::size_t from = text.find_first_not_of(blanks);
    return from == std::string_view::npos
               ? std::string_view()
               : text.substr(from, text.find_last_not_of(blanks) - from + 1);
}

// Rules stand between commas; "name:" before one holds for what follows, up to the next name.
bool holds_against_us(std::string_view tag) {
    bool ours = true;
    while (!tag.empty()) {
        const std::size_t end = std::min(tag.find(','), tag.size());
        std::string_view rule = trimmed(tag.substr(0, end));
        tag.remove_prefix(std::min(end + 1, tag.size()));
        const std::size_t colon = rule.find(':');
        if (colon != std::string_view::npos && !rule.starts_with("unavailable_after") &&
            !rule.starts_with("max-")) {
            ours = trimmed(rule.substr(0, colon)) == our_robot;
            rule = trimmed(rule.substr(colon + 1));
        }
        if (ours && std::find(against_keeping.begin(), against_keeping.end(), rule) !=
                        against_keeping.end()) {
            return true;
        }
    }
    return false;
}

std::string in_small_letters(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return text;
}

}  // namespace

bool asks_not_to_be_kept(const Provenance& provenance) {
    return trimmed(provenance.tdm_reservation) == "1" ||
           holds_against_us(in_small_letters(provenance.robots_tag));
}

PublishBody body_allowed(const Feed& feed, const Provenance& provenance) {
    return feed.obey_rights && asks_not_to_be_kept(provenance) ? PublishBody::none
                                                               : feed.publish_body;
}

}  // namespace khabard
