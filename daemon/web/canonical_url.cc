// canonical_url and redact_url: what becomes of an address as a key, and in a log.

#include "daemon/lib/icu/normalize.h"
#include "daemon/web/ascii.h"
#include "daemon/web/percent.h"
#include "daemon/web/tracking_table.h"
#include "daemon/web/url.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

namespace khabard {
namespace {

// One spelling for the many of a path or parameter. Bytes that are no UTF-8 (addresses encoded in
// windows-1256 exist) are kept as they are.
std::string normalised_escapes(std::string_view text, PercentSet set) {
    const std::string decoded = decode_needless_escapes(text);
    return percent_encode(valid_utf8(decoded) == decoded ? nfc(decoded) : decoded, set);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(separator), text.size());
        parts.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

std::string_view parameter_name(std::string_view parameter) {
    return parameter.substr(0, parameter.find('='));
}

std::string canonical_query(std::string_view query) {
    std::vector<std::string> kept;
    for (const std::string_view parameter : split(query, '&')) {
        if (parameter.empty() || is_tracking_parameter(parameter_name(parameter))) {
            continue;
        }
        kept.push_back(normalised_escapes(parameter, PercentSet::special_query));
    }
    std::sort(kept.begin(), kept.end());
    std::string out;
    for (const std::string& parameter : kept) {
        out += out.empty() ? "" : "&";
        out += parameter;
    }
    return out;
}

constexpr std::uint16_t https_port = 443;  // every key is one of https

// The dot of the root may end a name; a label is never empty.
bool has_empty_label(std::string_view host) {
    return host.empty() || host.front() == '.' || host.back() == '.' ||
           host.find("..") != std::string_view::npos;
}

// Takes off the labels of a site's other faces, never a part of the registrable domain.
std::string canonical_host(std::string host) {
    if (host.ends_with('.')) {
        host.pop_back();
    }
    const std::size_t shortest = registrable_domain(host).size();
    constexpr std::array<std::string_view, 3> faces = {"www.", "m.", "amp."};
    for (bool found = true; found;) {
        found = false;
        for (const std::string_view face : faces) {
            const bool leading = host.compare(0, face.size(), face) == 0;
            if (leading && host.size() - face.size() >= shortest) {
                host.erase(0, face.size());
                found = true;
            }
        }
    }
    return host;
}

bool is_secret_name(std::string_view name) {
    constexpr std::array<std::string_view, 9> whole_names = {
        "key", "pass", "pwd", "sid", "sig", "sign", "auth", "hmac", "jwt",
    };
    constexpr std::array<std::string_view, 11> parts_of_names = {
        "token", "secret",     "passw",      "apikey",    "api_key", "api-key",
        "_key",  "access_key", "credential", "signature", "session",
    };
    const std::string lowered = ascii_lower(name);
    const bool whole =
        std::find(whole_names.begin(), whole_names.end(), lowered) != whole_names.end();
    return whole ||
           std::any_of(parts_of_names.begin(), parts_of_names.end(), [&](std::string_view part) {
               return lowered.find(part) != std::string::npos;
           });
}

constexpr std::string_view redaction = "***";

std::string redacted_query(std::string_view query) {
    std::string out;
    bool first = true;
    for (const std::string_view parameter : split(query, '&')) {
        out += first ? "" : "&";
        first = false;
        const std::string_view name = parameter_name(parameter);
        const bool secret = name.size() < parameter.size() && is_secret_name(percent_decode(name));
        out += secret ? std::string(name) + "=" + std::string(redaction) : std::string(parameter);
    }
    return out;
}

}  // namespace

std::optional<std::string> canonical_url(std::string_view url) {
    std::optional<Url> parsed = parse_url(url);
    if (!parsed || (parsed->scheme != "http" && parsed->scheme != "https")) {
        return std::nullopt;
    }
    std::string path = normalised_escapes(parsed->path, PercentSet::path);
    while (path.size() > 1 && path.back() == '/') {
        path.pop_back();
    }
    const std::string host = canonical_host(parsed->host.value_or(""));
    if (has_empty_label(host)) {
        return std::nullopt;
    }
    std::string out = "https://" + host;
    if (parsed->port && *parsed->port != https_port) {
        out += ":" + std::to_string(*parsed->port);
    }
    out += path;
    const std::string query = canonical_query(parsed->query.value_or(""));
    if (!query.empty()) {
        out += "?" + query;
    }
    return out;
}

std::string redact_url(std::string_view url) {
    // By hand and not through the parser: text that is no URL may hold secrets too, and a log line
    // should show the address as it was written.
    const std::size_t fragment_start = std::min(url.find('#'), url.size());
    const std::string_view fragment = url.substr(fragment_start);
    const std::string_view whole = url.substr(0, fragment_start);
    const std::size_t query_start = std::min(whole.find('?'), whole.size());
    std::string out(whole.substr(0, query_start));
    const std::size_t authority = out.find("//");
    if (authority != std::string::npos) {
        const std::size_t end = std::min(out.find('/', authority + 2), out.size());
        const std::size_t at_sign = out.rfind('@', end);
        if (at_sign != std::string::npos && at_sign > authority) {
            out.replace(authority + 2, at_sign - authority - 2, redaction);
        }
    }
    if (query_start < whole.size()) {
        out += "?" + redacted_query(whole.substr(query_start + 1));
    }
    return out + (fragment.empty() ? "" : "#" + redacted_query(fragment.substr(1)));
}

}  // namespace khabard
