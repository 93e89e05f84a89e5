#include "daemon/web/host.h"

#include "daemon/lib/icu/idna.h"
#include "daemon/web/ip_address.h"
#include "daemon/web/percent.h"

namespace khabard {
namespace {

// Forbidden host code points of the standard; a domain forbids controls, '%' and DEL as well.
bool is_forbidden_in_host(char c) {
    constexpr std::string_view forbidden = "\t\n\r #/:<>?@[\\]^|";
    return c == '\0' || forbidden.find(c) != std::string_view::npos;
}

bool is_forbidden_in_domain(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return is_forbidden_in_host(c) || byte < 0x20 || c == '%' || byte == 0x7F;
}

template <class Predicate>
bool any_of_text(std::string_view text, Predicate holds) {
    for (const char c : text) {
        if (holds(c))
            return true;
    }
    return false;
}

std::optional<std::string> parse_bracketed(std::string_view text) {
    if (text.back() != ']')
        return std::nullopt;
    const std::optional<Ipv6> address = parse_ipv6(text.substr(1, text.size() - 2));
    if (!address)
        return std::nullopt;
    return "[" + format_ipv6(*address) + "]";
}

}  // namespace

std::optional<std::string> parse_host(std::string_view text, bool special_scheme) {
    if (!text.empty() && text.front() == '[')
        return parse_bracketed(text);
    if (!special_scheme) {
        if (any_of_text(text, is_forbidden_in_host))
            return std::nullopt;
        return percent_encode(text, PercentSet::c0_control);
    }
    std::optional<std::string> domain = domain_to_ascii(valid_utf8(percent_decode(text)));
    if (!domain || domain->empty())
        return std::nullopt;
    if (any_of_text(*domain, is_forbidden_in_domain))
        return std::nullopt;
    if (!ends_in_number(*domain))
        return domain;
    const std::optional<Ipv4> address = parse_lenient_ipv4(*domain);
    if (!address)
        return std::nullopt;
    return format_ipv4(*address);
}

}  // namespace khabard
