#include "connectors/readers/xml_feed/base64.h"

#include "daemon/text/unicode.h"

#include <cstdint>

namespace khabard {
namespace {

int sextet(char character) {
    constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const std::size_t index = digits.find(character);
    return index == std::string_view::npos ? -1 : static_cast<int>(index);
}

bool is_text(std::string_view bytes) {
    return is_valid_utf8(bytes) && bytes.find('\0') == std::string_view::npos;
}

}  // namespace

std::optional<std::string> decode_base64(std::string_view text) {
    std::string out;
    std::uint32_t buffer = 0;
    unsigned bits = 0;
    for (const char character : text) {
        if (character == '=' || character == ' ' || character == '\n' || character == '\r' ||
            character == '\t') {
            continue;
        }
        const int value = sextet(character);
        if (value < 0) {
            return std::nullopt;
        }
        buffer = (buffer << 6U) | static_cast<std::uint32_t>(value);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            out.push_back(static_cast<char>((buffer >> bits) & 0xFFU));
        }
    }
    if (!is_text(out)) {
        return std::nullopt;
    }
    return out;
}

}  // namespace khabard
