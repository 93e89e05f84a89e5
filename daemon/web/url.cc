#include "daemon/web/url.h"

#include "daemon/lib/psl/public_suffix.h"
#include "daemon/web/ip_address.h"
#include "daemon/web/special_scheme.h"

namespace khabard {
namespace {

struct SpecialScheme {
    std::string_view name;
    std::uint16_t port;  // 0: none
};

constexpr SpecialScheme special_schemes[] = {
    {"http", 80}, {"https", 443}, {"ws", 80}, {"wss", 443}, {"ftp", 21}, {"file", 0},
};

const SpecialScheme* find_special(std::string_view scheme) {
    for (const SpecialScheme& special : special_schemes) {
        if (special.name == scheme)
            return &special;
    }
    return nullptr;
}

}  // namespace

bool is_special_scheme(std::string_view scheme) {
    return find_special(scheme) != nullptr;
}

std::optional<std::uint16_t> default_port(std::string_view scheme) {
    const SpecialScheme* special = find_special(scheme);
    if (special == nullptr || special->port == 0)
        return std::nullopt;
    return special->port;
}

std::string Url::href() const {
    std::string out = scheme + ":";
    if (host) {
        out += "//";
        if (!username.empty() || !password.empty()) {
            out += username;
            if (!password.empty())
                out += ":" + password;
            out += '@';
        }
        out += *host;
        if (port)
            out += ":" + std::to_string(*port);
    } else if (!opaque_path && path.substr(0, 2) == "//") {
        out += "/.";  // else the path would be read as an authority
    }
    out += path;
    if (query)
        out += "?" + *query;
    if (fragment)
        out += "#" + *fragment;
    return out;
}

std::string Url::origin() const {
    std::string out = scheme + "://" + host.value_or("");
    if (port)
        out += ":" + std::to_string(*port);
    return out;
}

std::optional<std::string> resolve_url(std::string_view reference, std::string_view base_url) {
    const std::optional<Url> base = parse_url(base_url);
    const std::optional<Url> url = parse_url(reference, base ? &*base : nullptr);
    if (!url)
        return std::nullopt;
    return url->href();
}

std::string registrable_domain(std::string_view host) {
    const bool address = (!host.empty() && host.front() == '[') || parse_ipv4(host).has_value();
    if (address)
        return std::string(host);
    return public_suffix_plus_one(host).value_or(std::string(host));
}

}  // namespace khabard
