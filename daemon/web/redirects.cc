#include "daemon/web/redirects.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace khabard {

namespace {

struct Target {
    Url url;
    std::string address;
};

std::variant<Target, HopRefusal> accept(std::optional<Url> url, const Limits& limits) {
    if (!url) {
        return HopRefusal{FetchCause::malformed_response, "the address is no URL"};
    }
    if (url->scheme != "http" && url->scheme != "https") {
        return HopRefusal{FetchCause::forbidden_scheme,
                          "only http and https are fetched, not " + url->scheme + ":"};
    }
    Url shown = *url;
    shown.username.clear();
    shown.password.clear();
    shown.fragment.reset();
    std::string address = shown.href();
    if (address.size() > limits.url_bytes_max) {
        return HopRefusal{FetchCause::too_large,
                          "the address has " + std::to_string(address.size()) + " bytes, at most " +
                              std::to_string(limits.url_bytes_max) + " are sent"};
    }
    return Target{*std::move(url), std::move(address)};
}

}  // namespace

RedirectChain::RedirectChain(Url url, std::string address) : url_(url), first_(std::move(url)) {
    visited_.push_back(std::move(address));
}

std::variant<RedirectChain, HopRefusal> RedirectChain::begin(std::string_view url,
                                                             const Limits& limits) {
    auto accepted = accept(parse_url(url), limits);
    if (const auto* refusal = std::get_if<HopRefusal>(&accepted)) {
        // Nothing was received yet, so an address that is no URL cannot be a bad answer.
        const bool no_url = refusal->cause == FetchCause::malformed_response;
        return HopRefusal{no_url ? FetchCause::forbidden_scheme : refusal->cause, refusal->detail};
    }
    auto* target = std::get_if<Target>(&accepted);
    return RedirectChain(std::move(target->url), std::move(target->address));
}

std::string RedirectChain::request_url() const {
    if (!same_origin() || (first_.username.empty() && first_.password.empty())) {
        return address();
    }
    Url url = url_;
    url.username = first_.username;
    url.password = first_.password;
    url.fragment.reset();
    return url.href();
}

bool RedirectChain::redirects(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

std::variant<std::monostate, HopRefusal> RedirectChain::follow(int status,
                                                               std::string_view location,
                                                               const Limits& limits) {
    if (hops() >= limits.redirects_max) {
        return HopRefusal{FetchCause::redirect_loop,
                          "more than " + std::to_string(limits.redirects_max) + " redirects"};
    }
    auto accepted = accept(parse_url(location, &url_), limits);
    if (const auto* refusal = std::get_if<HopRefusal>(&accepted)) {
        return HopRefusal{refusal->cause, "redirect: " + refusal->detail};
    }
    auto* target = std::get_if<Target>(&accepted);
    // We keep no cookies, so the same address would give the same answer for ever.
    if (std::find(visited_.begin(), visited_.end(), target->address) != visited_.end()) {
        return HopRefusal{FetchCause::redirect_loop, "redirects lead back to " + target->address};
    }
    url_ = std::move(target->url);
    visited_.push_back(std::move(target->address));
    permanent_ = permanent_ && (status == 301 || status == 308);
    return std::monostate{};
}

}  // namespace khabard
