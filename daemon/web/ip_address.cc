#include "daemon/web/ip_address.h"

#include "daemon/web/ascii.h"
#include "daemon/web/percent.h"

#include <cstddef>
#include <vector>

namespace khabard {
namespace {

bool all_digits(std::string_view text) {
    for (const char c : text) {
        if (!is_ascii_digit(c))
            return false;
    }
    return !text.empty();
}

std::vector<std::string_view> split_at_dots(std::string_view text) {
    std::vector<std::string_view> parts;
    std::size_t start = 0;
    for (std::size_t dot = text.find('.'); dot != std::string_view::npos;
         dot = text.find('.', start)) {
        parts.push_back(text.substr(start, dot - start));
        start = dot + 1;
    }
    parts.push_back(text.substr(start));
    return parts;
}

// A number of a lenient IPv4 address: decimal, 0 octal, 0x hexadecimal. Values that overflow are
// held at the largest, which every later comparison refuses.
std::optional<std::uint64_t> parse_ipv4_number(std::string_view text) {
    if (text.empty())
        return std::nullopt;
    unsigned radix = 10;
    if (text.size() >= 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
        radix = 16;
        text.remove_prefix(2);
    } else if (text.size() >= 2 && text[0] == '0') {
        radix = 8;
        text.remove_prefix(1);
    }
    constexpr std::uint64_t too_large = 1ULL << 40U;
    std::uint64_t value = 0;
    for (const char c : text) {
        const int digit = hex_value(c);
        if (digit < 0 || static_cast<unsigned>(digit) >= radix)
            return std::nullopt;
        value = value * radix + static_cast<unsigned>(digit);
        if (value > too_large)
            value = too_large;
    }
    return value;
}

// Reads the pieces of an IPv6 address from left to right.
class Ipv6Parser {
public:
    explicit Ipv6Parser(std::string_view text) : text_(text) {}

    std::optional<Ipv6> parse() {
        if (peek() == ':') {
            if (peek(1) != ':')
                return std::nullopt;
            at_ += 2;
            compress_ = ++pieces_;
        }
        while (at_ < text_.size()) {
            if (!read_piece())
                return std::nullopt;
        }
        return finish();
    }

private:
    char peek(std::size_t ahead = 0) const {
        return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
    }

    // One hexadecimal piece with the colon after it, or "::", or the IPv4 tail.
    bool read_piece() {
        if (pieces_ == 8)
            return false;
        if (peek() == ':') {
            if (compress_ != 0)
                return false;
            ++at_;
            compress_ = ++pieces_;
            return true;
        }
        const std::size_t start = at_;
        unsigned value = 0;
        while (at_ < text_.size() && at_ - start < 4 && hex_value(text_[at_]) >= 0) {
            value = value * 16 + static_cast<unsigned>(hex_value(text_[at_++]));
        }
        if (peek() == '.')
            return read_ipv4_tail(start);
        if (peek() == ':') {
            if (++at_ == text_.size())
                return false;
        } else if (at_ < text_.size()) {
            return false;
        }
        address_[pieces_++] = static_cast<std::uint16_t>(value);
        return true;
    }

    bool read_ipv4_tail(std::size_t start) {
        if (at_ == start || pieces_ > 6)
            return false;
        const std::optional<Ipv4> tail = parse_ipv4(text_.substr(start));
        if (!tail)
            return false;
        address_[pieces_++] = static_cast<std::uint16_t>(*tail >> 16U);
        address_[pieces_++] = static_cast<std::uint16_t>(*tail & 0xFFFFU);
        at_ = text_.size();
        return true;
    }

    std::optional<Ipv6> finish() {
        if (compress_ == 0)
            return pieces_ == 8 ? std::optional<Ipv6>(address_) : std::nullopt;
        // The piece before `compress_` stands for the run of zeros; what follows moves to the end.
        Ipv6 out{};
        const std::size_t tail = pieces_ - compress_;
        for (std::size_t i = 0; i + 1 < compress_; ++i)
            out[i] = address_[i];
        for (std::size_t i = 0; i < tail; ++i)
            out[8 - tail + i] = address_[compress_ + i];
        return out;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    Ipv6 address_{};
    std::size_t pieces_ = 0;
    std::size_t compress_ = 0;  // number of pieces up to and with the "::"; 0: none
};

}  // namespace

std::optional<Ipv4> parse_ipv4(std::string_view text) {
    const std::vector<std::string_view> parts = split_at_dots(text);
    if (parts.size() != 4)
        return std::nullopt;
    Ipv4 address = 0;
    for (const std::string_view part : parts) {
        if (!all_digits(part) || part.size() > 3)
            return std::nullopt;
        if (part.size() > 1 && part[0] == '0')
            return std::nullopt;
        unsigned value = 0;
        for (const char c : part)
            value = value * 10 + static_cast<unsigned>(c - '0');
        if (value > 255)
            return std::nullopt;
        address = address << 8U | value;
    }
    return address;
}

std::optional<Ipv6> parse_ipv6(std::string_view text) {
    if (text.empty())
        return std::nullopt;
    return Ipv6Parser(text).parse();
}

bool ends_in_number(std::string_view host) {
    std::vector<std::string_view> parts = split_at_dots(host);
    if (parts.back().empty()) {
        if (parts.size() == 1)
            return false;
        parts.pop_back();
    }
    return all_digits(parts.back()) || parse_ipv4_number(parts.back()).has_value();
}

std::optional<Ipv4> parse_lenient_ipv4(std::string_view text) {
    std::vector<std::string_view> parts = split_at_dots(text);
    if (parts.back().empty() && parts.size() > 1)
        parts.pop_back();
    if (parts.size() > 4)
        return std::nullopt;
    std::uint64_t address = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const std::optional<std::uint64_t> number = parse_ipv4_number(parts[i]);
        if (!number)
            return std::nullopt;
        if (i + 1 < parts.size()) {
            if (*number > 255)
                return std::nullopt;
            address |= *number << (8U * (3U - i));
            continue;
        }
        // The last number fills all the bytes that are left.
        if (*number >= 1ULL << (8U * (5U - parts.size())))
            return std::nullopt;
        address |= *number;
    }
    return static_cast<Ipv4>(address);
}

std::string format_ipv4(Ipv4 address) {
    std::string out;
    for (unsigned shift = 32; shift > 0;) {
        shift -= 8;
        if (!out.empty())
            out += '.';
        out += std::to_string(address >> shift & 0xFFU);
    }
    return out;
}

std::string format_ipv6(const Ipv6& address) {
    std::size_t run_start = 8;
    std::size_t run_length = 1;  // a single zero is not compressed
    for (std::size_t i = 0; i < 8;) {
        std::size_t end = i;
        while (end < 8 && address[end] == 0)
            ++end;
        if (end - i > run_length) {
            run_start = i;
            run_length = end - i;
        }
        i = end + 1;
    }
    constexpr char digits[] = "0123456789abcdef";
    std::string out;
    for (std::size_t i = 0; i < 8;) {
        if (i == run_start) {
            out += i == 0 ? "::" : ":";
            i += run_length;
            continue;
        }
        bool leading = true;
        for (unsigned shift = 16; shift > 0;) {
            shift -= 4;
            const unsigned digit = address[i] >> shift & 0xFU;
            leading = leading && digit == 0 && shift != 0;
            if (!leading)
                out += digits[digit];
        }
        if (++i < 8)
            out += ':';
    }
    return out;
}

}  // namespace khabard
