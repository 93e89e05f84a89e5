#include "daemon/text/utf8_buffer.h"

#include "daemon/text/unicode.h"

namespace khabard {

std::size_t write_long_code_point(char* out, char32_t c) noexcept {
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) {
        c = replacement_character;
    }
    if (c < 0x10000) {
        out[0] = static_cast<char>(0xE0 | c >> 12);
        out[1] = static_cast<char>(0x80 | (c >> 6 & 0x3F));
        out[2] = static_cast<char>(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = static_cast<char>(0xF0 | c >> 18);
    out[1] = static_cast<char>(0x80 | (c >> 12 & 0x3F));
    out[2] = static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out[3] = static_cast<char>(0x80 | (c & 0x3F));
    return 4;
}

void Utf8Buffer::grow(std::size_t wanted) {
    bytes_.resize(2 * bytes_.size() + wanted);
}

}  // namespace khabard
