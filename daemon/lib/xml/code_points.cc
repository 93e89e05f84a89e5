#include "daemon/lib/xml/code_points.h"

#include <array>

namespace khabard {
namespace {

// 0: undefined in windows-1252.
constexpr std::array<std::uint16_t, 32> windows_1252_c1 = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

bool is_xml_character(std::uint32_t code_point) {
    if (code_point < 0x20) {
        return code_point == '\t' || code_point == '\n' || code_point == '\r';
    }
    const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
    return !surrogate && code_point != 0xFFFE && code_point != 0xFFFF && code_point <= 0x10FFFF;
}

}  // namespace

std::string_view cut_utf8(std::string_view text, std::size_t bytes_max) {
    if (text.size() <= bytes_max) {
        return text;
    }
    std::size_t length = bytes_max;
    while (length > 0 && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U) {
        --length;
    }
    return text.substr(0, length);
}

void append_code_point(std::string& out, std::uint32_t code_point) {
    const auto push = [&out](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (code_point < 0x80) {
        push(code_point);
    } else if (code_point < 0x800) {
        push(0xC0U | (code_point >> 6U));
        push(0x80U | (code_point & 0x3FU));
    } else if (code_point < 0x10000) {
        push(0xE0U | (code_point >> 12U));
        push(0x80U | ((code_point >> 6U) & 0x3FU));
        push(0x80U | (code_point & 0x3FU));
    } else {
        push(0xF0U | (code_point >> 18U));
        push(0x80U | ((code_point >> 12U) & 0x3FU));
        push(0x80U | ((code_point >> 6U) & 0x3FU));
        push(0x80U | (code_point & 0x3FU));
    }
}

std::uint32_t windows_1252_meaning(std::uint32_t code_point) {
    return code_point >= 0x80 && code_point < 0xA0 ? windows_1252_c1[code_point - 0x80]
                                                   : code_point;
}

std::string character_reference(std::uint32_t code_point) {
    const std::uint32_t meant = windows_1252_meaning(code_point);
    std::string out;
    if (meant != 0 && is_xml_character(meant)) {
        append_code_point(out, meant);
    }
    return out;
}

void append_without_controls(std::string& out, std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0U;
        if (byte == 0xC2 && next >= 0x80 && next < 0xA0) {
            out += character_reference(next);
            ++i;
        } else if (is_xml_character(byte)) {
            out.push_back(text[i]);
        }
    }
}

}  // namespace khabard
