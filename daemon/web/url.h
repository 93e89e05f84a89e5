#pragma once

// URLs by the WHATWG standard (Debian 12 has no library for it), and the canonical key by which
// the same article is known under its many addresses.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace khabard {

// A parsed absolute URL; every part is serialised as the standard says.
struct Url {
    std::string scheme;  // lower case, without ':'
    std::string username;
    std::string password;
    std::optional<std::string> host;      // lower case, punycode; IPv6 in brackets
    std::optional<std::uint16_t> port;    // nullopt: none, or the scheme's own
    std::string path;                     // "/a/b", or opaque
    std::optional<std::string> query;     // without '?'
    std::optional<std::string> fragment;  // without '#'
    bool opaque_path;

    std::string href() const;
    // "https://host:port", the origin that credentials are bound to.
    std::string origin() const;
};

// nullopt: refused by the standard. `base` may be nullptr.
std::optional<Url> parse_url(std::string_view text, const Url* base = nullptr);

// `reference` resolved against `base_url`, serialised. An absolute reference needs no valid base;
// nullopt when a base is needed and is no URL, or the reference is refused.
std::optional<std::string> resolve_url(std::string_view reference, std::string_view base_url);

// The key that two addresses of one article share: https for http, no "www.", "m.", "amp." host
// labels, no default port, no fragment, no tracking parameters (list with sources in
// tracking_table.cc), parameters sorted, no trailing slash, percent-encoding normalised, NFC.
// nullopt for anything but http(s).
std::optional<std::string> canonical_url(std::string_view url);

// The registrable domain (public suffix + 1), or the host itself for addresses and for a host that
// is a public suffix or has one label only.
std::string registrable_domain(std::string_view host);

// `url` with userinfo and the values of secret-like query keys (token, key, sig, password ...)
// replaced by "***": for logs, status and records.
std::string redact_url(std::string_view url);

// `text` with every address in it redacted.
std::string redact_urls(std::string_view text);

}  // namespace khabard
