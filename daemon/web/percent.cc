#include "daemon/web/percent.h"

#include "daemon/web/ascii.h"

#include <cstddef>

namespace khabard {
namespace {

constexpr std::string_view replacement_character = "\xEF\xBF\xBD";
constexpr char hex_digits[] = "0123456789ABCDEF";

// The printable ASCII characters of a set.
std::string_view printable_members(PercentSet set) {
    switch (set) {
        case PercentSet::c0_control: return "";
        case PercentSet::fragment: return " \"<>`";
        case PercentSet::query: return " \"#<>";
        case PercentSet::special_query: return " \"#<>'";
        case PercentSet::path: return " \"#<>?^`{}";
        case PercentSet::userinfo: return " \"#<>?^`{}/:;=@[\\]|";
    }
    return "";
}

bool is_unreserved(unsigned char byte) {
    const auto c = static_cast<char>(byte);
    return is_ascii_letter(c) || is_ascii_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

void append_escape(std::string& out, unsigned char byte) {
    out += '%';
    out += hex_digits[byte >> 4U];
    out += hex_digits[byte & 0x0FU];
}

struct SequenceShape {
    std::size_t length;        // bytes in all; 0: no lead byte
    unsigned char second_low;  // bounds of the second byte exclude overlongs and surrogates
    unsigned char second_high;
};

SequenceShape shape_of(unsigned char lead) {
    if (lead < 0x80)
        return {1, 0, 0};
    if (lead >= 0xC2 && lead <= 0xDF)
        return {2, 0x80, 0xBF};
    if (lead == 0xE0)
        return {3, 0xA0, 0xBF};
    if (lead == 0xED)
        return {3, 0x80, 0x9F};
    if (lead >= 0xE1 && lead <= 0xEF)
        return {3, 0x80, 0xBF};
    if (lead == 0xF0)
        return {4, 0x90, 0xBF};
    if (lead >= 0xF1 && lead <= 0xF3)
        return {4, 0x80, 0xBF};
    if (lead == 0xF4)
        return {4, 0x80, 0x8F};
    return {0, 0, 0};
}

struct Sequence {
    std::size_t length;  // at least 1
    bool valid;
};

// The well-formed sequence, or the longest broken beginning of one, at `at`.
Sequence sequence_at(std::string_view text, std::size_t at) {
    const SequenceShape shape = shape_of(static_cast<unsigned char>(text[at]));
    if (shape.length == 0)
        return {1, false};
    for (std::size_t i = 1; i < shape.length; ++i) {
        if (at + i >= text.size())
            return {i, false};
        const auto byte = static_cast<unsigned char>(text[at + i]);
        const unsigned char low = i == 1 ? shape.second_low : 0x80;
        const unsigned char high = i == 1 ? shape.second_high : 0xBF;
        if (byte < low || byte > high)
            return {i, false};
    }
    return {shape.length, true};
}

// The byte that %XX at `at` stands for; -1: there is no escape.
int escaped_byte(std::string_view text, std::size_t at) {
    if (text[at] != '%' || at + 2 >= text.size()) {
        return -1;
    }
    const int high = hex_value(text[at + 1]);
    const int low = hex_value(text[at + 2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

}  // namespace

int hex_value(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

std::string percent_encode(std::string_view text, PercentSet set) {
    const std::string_view members = printable_members(set);
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool printable = byte >= 0x20 && byte <= 0x7E;
        if (printable && members.find(c) == std::string_view::npos) {
            out += c;
            continue;
        }
        append_escape(out, byte);
    }
    return out;
}

std::string percent_decode(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int byte = escaped_byte(text, i);
        out += byte < 0 ? text[i] : static_cast<char>(byte);
        i += byte < 0 ? 0 : 2;
    }
    return out;
}

std::string decode_needless_escapes(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int value = escaped_byte(text, i);
        if (value < 0) {
            out += text[i];
            continue;
        }
        const auto byte = static_cast<unsigned char>(value);
        if (is_unreserved(byte) || byte >= 0x80) {
            out += static_cast<char>(byte);
        } else {
            append_escape(out, byte);
        }
        i += 2;
    }
    return out;
}

std::string valid_utf8(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const Sequence sequence = sequence_at(text, at);
        out += sequence.valid ? text.substr(at, sequence.length) : replacement_character;
        at += sequence.length;
    }
    return out;
}

}  // namespace khabard
