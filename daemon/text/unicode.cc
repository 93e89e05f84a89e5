#include "daemon/text/unicode.h"

#include "daemon/lib/icu/code_point_class.h"
#include "daemon/text/utf8_buffer.h"

#include <array>

namespace khabard {

namespace {

unsigned char byte_at(std::string_view text, std::size_t offset) noexcept {
    return static_cast<unsigned char>(text[offset]);
}

bool is_continuation(unsigned char byte) noexcept {
    return (byte & 0xC0) == 0x80;
}

struct Lead {
    std::size_t length;  // of the whole sequence; 0: cannot lead
    unsigned char
        second_min;  // bounds of the second byte (RFC 3629, table of well-formed sequences)
    unsigned char second_max;
};

Lead lead_of(unsigned char byte) noexcept {
    if (byte >= 0xC2 && byte <= 0xDF) {
        return {2, 0x80, 0xBF};
    }
    if (byte >= 0xE0 && byte <= 0xEF) {
        return {3, static_cast<unsigned char>(byte == 0xE0 ? 0xA0 : 0x80),
                static_cast<unsigned char>(byte == 0xED ? 0x9F : 0xBF)};
    }
    if (byte >= 0xF0 && byte <= 0xF4) {
        return {4, static_cast<unsigned char>(byte == 0xF0 ? 0x90 : 0x80),
                static_cast<unsigned char>(byte == 0xF4 ? 0x8F : 0xBF)};
    }
    return {0, 0, 0};
}

struct Sequence {
    std::size_t length;  // bytes consumed, at least 1
    bool valid;
};

// The sequence at `offset`, whose first byte is not ASCII. An invalid one spans what the WHATWG
// decoder replaces by one U+FFFD.
Sequence sequence_at(std::string_view text, std::size_t offset) noexcept {
    const Lead lead = lead_of(byte_at(text, offset));
    if (lead.length == 0) {
        return {1, false};
    }
    for (std::size_t i = 1; i < lead.length; ++i) {
        if (offset + i >= text.size()) {
            return {i, false};
        }
        const unsigned char byte = byte_at(text, offset + i);
        const bool fits =
            i == 1 ? byte >= lead.second_min && byte <= lead.second_max : is_continuation(byte);
        if (!fits) {
            return {i, false};
        }
    }
    return {lead.length, true};
}

std::size_t ascii_run(std::string_view text, std::size_t offset) noexcept {
    std::size_t end = offset;
    while (end < text.size() && byte_at(text, end) < 0x80) {
        ++end;
    }
    return end - offset;
}

}  // namespace

CodePoint long_code_point_at(std::string_view text, std::size_t offset) noexcept {
    const Sequence sequence = sequence_at(text, offset);
    if (!sequence.valid) {
        return {replacement_character, 1};
    }
    char32_t value = byte_at(text, offset) & (0x7FU >> sequence.length);
    for (std::size_t i = 1; i < sequence.length; ++i) {
        value = value << 6 | (byte_at(text, offset + i) & 0x3FU);
    }
    return {value, sequence.length};
}

CodePoint code_point_before(std::string_view text, std::size_t offset) noexcept {
    if (offset == 0 || offset > text.size()) {
        return {0, 0};
    }
    std::size_t start = offset - 1;
    while (start > 0 && offset - start < 4 && is_continuation(byte_at(text, start))) {
        --start;
    }
    const CodePoint found = code_point_at(text, start);
    if (start + found.length == offset) {
        return found;
    }
    return {replacement_character, 1};
}

void append_code_point(std::string& text, char32_t c) {
    std::array<char, utf8_length_max> bytes{};
    text.append(bytes.data(), write_code_point(bytes.data(), c));
}

bool is_valid_utf8(std::string_view text) noexcept {
    std::size_t at = ascii_run(text, 0);
    while (at < text.size()) {
        const Sequence sequence = sequence_at(text, at);
        if (!sequence.valid) {
            return false;
        }
        at += sequence.length;
        at += ascii_run(text, at);
    }
    return true;
}

RepairedUtf8 repair_utf8(std::string_view bytes) {
    RepairedUtf8 repaired{.text = {}, .replaced = 0};
    repaired.text.reserve(bytes.size());
    std::size_t at = 0;
    while (at < bytes.size()) {
        const std::size_t ascii = ascii_run(bytes, at);
        repaired.text.append(bytes.substr(at, ascii));
        at += ascii;
        if (at == bytes.size()) {
            break;
        }
        const Sequence sequence = sequence_at(bytes, at);
        if (sequence.valid) {
            repaired.text.append(bytes.substr(at, sequence.length));
        } else {
            append_code_point(repaired.text, replacement_character);
            ++repaired.replaced;
        }
        at += sequence.length;
    }
    return repaired;
}

std::size_t cut_length(std::string_view text, std::size_t bytes_max) noexcept {
    if (text.size() <= bytes_max) {
        return text.size();
    }
    std::size_t cut = bytes_max;
    while (cut > 0 && is_continuation(byte_at(text, cut))) {
        --cut;
    }
    return cut;
}

std::size_t count_code_points(std::string_view text) noexcept {
    std::size_t count = 0;
    for (const char c : text) {
        count += is_continuation(static_cast<unsigned char>(c)) ? 0U : 1U;
    }
    return count;
}

bool is_arabic_letter(char32_t c) noexcept {
    if (c < 0x0620) {
        return false;
    }
    if (c <= 0x06FF) {
        return c != tatweel && (c <= 0x064A || (c >= 0x066E && c <= 0x06D3 && c != 0x0670) ||
                                c == 0x06D5 || c == 0x06E5 || c == 0x06E6 || c == 0x06EE ||
                                c == 0x06EF || (c >= 0x06FA && c != 0x06FD && c != 0x06FE));
    }
    return (c >= 0x0750 && c <= 0x077F) || (c >= 0x0870 && c <= 0x0887) ||
           (c >= 0x0889 && c <= 0x088E) || (c >= 0x08A0 && c <= 0x08C9) ||
           (c >= 0xFB50 && c <= 0xFBB1) || (c >= 0xFBD3 && c <= 0xFC5D) ||
           (c >= 0xFC64 && c <= 0xFD3D) || (c >= 0xFD50 && c <= 0xFDFB) ||
           (c >= 0xFE80 && c <= 0xFEFC);
}

bool is_invisible(char32_t c) noexcept {
    if (c < 0x20 || (c >= 0x7F && c <= 0x9F)) {
        return c != '\n' && c != '\t' && c != 0x85;
    }
    return c == 0x00AD || c == 0x034F || c == 0x061C || c == 0x180E || c == 0x200B || c == 0x200E ||
           c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) ||
           (c >= 0xE000 && c <= 0xF8FF) || (c >= 0xFDD0 && c <= 0xFDEF) || c == 0xFEFF ||
           (c >= 0xFFF0 && c <= 0xFFFC) || (c & 0xFFFE) == 0xFFFE || c >= 0xE0000;
}

bool is_word_character(char32_t c) noexcept {
    if (c < 0x80) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
    const CodePointClass kind = code_point_class(c);
    return (kind == CodePointClass::letter && c != tatweel) || kind == CodePointClass::digit;
}

std::string_view trim(std::string_view text) noexcept {
    std::size_t begin = 0;
    while (begin < text.size() && is_space(code_point_at(text, begin).value)) {
        begin += code_point_at(text, begin).length;
    }
    std::size_t end = text.size();
    while (end > begin && is_space(code_point_before(text, end).value)) {
        end -= code_point_before(text, end).length;
    }
    return text.substr(begin, end - begin);
}

std::size_t count_words(std::string_view text) noexcept {
    std::size_t words = 0;
    bool in_word = false;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = code_point_at(text, at);
        if (is_space(c.value)) {
            in_word = false;
        } else if (!in_word && is_word_character(c.value)) {
            in_word = true;
            ++words;
        }
        at += c.length;
    }
    return words;
}

}  // namespace khabard
