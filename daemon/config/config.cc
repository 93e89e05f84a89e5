#include "daemon/config/config.h"

#include <cstddef>
#include <utility>

namespace khabard {

Complaint complain_about(const Config& config, std::string_view key, std::string message) {
    const auto found = config.settings.find(std::string(key));
    if (found == config.settings.end()) {
        return Complaint{"khabard.toml", 0, 0, std::string(key) + ": " + std::move(message), ""};
    }
    const KeyPlace& place = found->second.place;
    return Complaint{place.file, place.line, place.column,
                     std::string(key) + ": " + std::move(message), ""};
}

std::string hide_secrets(std::string text, const std::vector<std::string>& secrets) {
    constexpr std::string_view hidden = "***";
    for (const std::string& secret : secrets) {
        for (std::size_t at = text.find(secret); at != std::string::npos;
             at = text.find(secret, at + hidden.size())) {
            text.replace(at, secret.size(), hidden);
        }
    }
    return text;
}

std::string user_agent(const FetchConfig& fetch, std::string_view version) {
    std::string about = fetch.info_url.empty() ? "" : "+" + fetch.info_url;
    if (!fetch.contact.empty()) {
        about += (about.empty() ? "" : "; ") + fetch.contact;
    }
    std::string out = "khabard/" + std::string(version);
    return about.empty() ? out : out + " (" + about + ")";
}

}  // namespace khabard
