#include "daemon/text/mojibake.h"

#include "daemon/lib/icu/charset.h"
#include "daemon/text/arabic_score.h"
#include "daemon/text/unicode.h"

#include <map>
#include <utility>

namespace khabard {

namespace {

// Code point -> byte, of a single-byte charset; 0: none. ISO-8859-1's own controls are taken for
// the bytes that windows-1252 lacks.
class Encoder {
public:
    explicit Encoder(const char* encoding) {
        const SingleByteTable& table = *single_byte_table(encoding);
        for (std::size_t byte = 0x80; byte < table.size(); ++byte) {
            if (table[byte] != replacement_character) {
                bytes_.emplace(table[byte], static_cast<unsigned char>(byte));
            }
        }
        for (char32_t c = 0x80; c < 0xA0; ++c) {
            bytes_.emplace(c, static_cast<unsigned char>(c));
        }
    }

    unsigned char byte(char32_t c) const {
        const auto found = bytes_.find(c);
        return found == bytes_.end() ? 0 : found->second;
    }

private:
    std::map<char32_t, unsigned char> bytes_;
};

const Encoder& windows_1252() {
    static const Encoder encoder("windows-1252");
    return encoder;
}

const Encoder& windows_1256() {
    static const Encoder encoder("windows-1256");
    return encoder;
}

bool is_punctuation_of_arabic(char32_t c) noexcept {
    return c == no_break_space || c == left_guillemet || c == right_guillemet ||
           (c >= 0x200C && c <= 0x203A) || c == 0xFEFF || c == arabic_comma ||
           c == arabic_semicolon || c == arabic_question_mark;
}

bool belongs_to_arabic(char32_t c) noexcept {
    return is_punctuation_of_arabic(c) || is_arabic_letter(c) || is_arabic_mark(c) ||
           c == tatweel || is_digit(c) || (c >= 0x0600 && c <= 0x06FF);
}

// The bytes of one run as UTF-8, when they are valid, at least two bytes a letter, and Arabic.
std::optional<std::string> arabic_utf8(const std::string& bytes) {
    if (bytes.size() < 2 || !is_valid_utf8(bytes)) {
        return std::nullopt;
    }
    for (std::size_t at = 0; at < bytes.size();) {
        const CodePoint c = code_point_at(bytes, at);
        // Latin-1 letters may be one more layer of the same mistake.
        if (!belongs_to_arabic(c.value) && windows_1252().byte(c.value) == 0) {
            return std::nullopt;
        }
        at += c.length;
    }
    return bytes;
}

struct Pass {
    std::string text;
    std::size_t repaired;  // runs
};

// Reads each run of characters that `encoder` can write as the UTF-8 it may have been.
Pass read_runs_as_utf8(std::string_view text, const Encoder& encoder) {
    Pass pass{.text = {}, .repaired = 0};
    std::string bytes;
    std::size_t run = 0;  // where it began
    const auto end_run = [&](std::size_t end) {
        const std::optional<std::string> read = arabic_utf8(bytes);
        pass.repaired += read ? 1U : 0U;
        pass.text += read ? *read : std::string(text.substr(run, end - run));
        bytes.clear();
    };
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = code_point_at(text, at);
        const unsigned char byte = c.value < 0x80 ? 0 : encoder.byte(c.value);
        if (byte != 0) {
            run = bytes.empty() ? at : run;
            bytes += static_cast<char>(byte);
        } else {
            if (!bytes.empty()) {
                end_run(at);
            }
            pass.text.append(text.substr(at, c.length));
        }
        at += c.length;
    }
    if (!bytes.empty()) {
        end_run(text.size());
    }
    return pass;
}

bool holds_any(std::string_view text, std::string_view first, std::string_view second) {
    return text.find(first) != std::string_view::npos ||
           text.find(second) != std::string_view::npos;
}

// The lead bytes of Arabic letters (0xD8-0xDB), Latin-1 letters (0xC2, 0xC3) and punctuation (0xE2)
// are Latin letters in windows-1252, and those begin with one byte in UTF-8.
bool may_be_latin_mojibake(std::string_view text) {
    constexpr char lead_of_latin_letters = '\xC3';
    return text.find(lead_of_latin_letters) != std::string_view::npos;
}

std::optional<std::string> repair_utf8_as_latin(std::string_view text) {
    if (!may_be_latin_mojibake(text)) {
        return std::nullopt;
    }
    Pass pass = read_runs_as_utf8(text, windows_1252());
    if (pass.repaired == 0) {
        return std::nullopt;
    }
    if (may_be_latin_mojibake(pass.text)) {
        Pass second = read_runs_as_utf8(pass.text, windows_1252());
        if (second.repaired != 0) {
            pass = std::move(second);
        }
    }
    // What the first layer gave back as Latin letters was no mistake of this kind after all.
    return arabic_score(pass.text).letters() >= arabic_score(text).letters()
               ? std::optional(std::move(pass.text))
               : std::nullopt;
}

// Arabic read as windows-1256 looks like Arabic to the eye of a table; only the whole text tells.
std::optional<std::string> repair_utf8_as_1256(std::string_view text) {
    // Alef and lam, which no Arabic text is without, in this disguise; their second halves are rare
    // and found quickly.
    if (!holds_any(text, "\u00A7", "\u201E") || !holds_any(text, "\u0637\u00A7", "\u0638\u201E") ||
        arabic_score(text).is_arabic()) {
        return std::nullopt;
    }
    Pass pass = read_runs_as_utf8(text, windows_1256());
    if (pass.repaired == 0 || !arabic_score(pass.text).is_arabic()) {
        return std::nullopt;
    }
    return std::move(pass.text);
}

std::optional<std::string> repair_1256_as_latin(std::string_view text) {
    std::string bytes;
    std::size_t high = 0;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = code_point_at(text, at);
        const unsigned char byte =
            c.value < 0x80 ? static_cast<unsigned char>(c.value) : windows_1252().byte(c.value);
        if (byte == 0) {
            return std::nullopt;
        }
        high += c.value < 0x80 ? 0U : 1U;
        bytes += static_cast<char>(byte);
        at += c.length;
    }
    constexpr std::size_t letters_needed = 8;
    if (high < letters_needed) {
        return std::nullopt;
    }
    std::string read = convert_to_utf8(bytes, "windows-1256").text;
    return arabic_score(read).is_arabic() ? std::optional(std::move(read)) : std::nullopt;
}

int hex_value(char c) noexcept {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

// XXXX at `at`; 0 when it is no hex number.
char32_t hex_unit(std::string_view text, std::size_t at) noexcept {
    if (at + 4 > text.size()) {
        return 0;
    }
    char32_t unit = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        const int digit = hex_value(text[at + i]);
        if (digit < 0) {
            return 0;
        }
        unit = unit << 4 | static_cast<char32_t>(digit);
    }
    return unit;
}

struct Escape {
    char32_t unit;
    std::size_t length;  // 0: none here
};

// "\u0645" or "u0645" at `at`.
Escape escape_at(std::string_view text, std::size_t at) noexcept {
    const std::size_t slash = at < text.size() && text[at] == '\\' ? 1 : 0;
    if (at + slash >= text.size() || text[at + slash] != 'u') {
        return {0, 0};
    }
    const char32_t unit = hex_unit(text, at + slash + 1);
    return {unit, unit == 0 ? 0 : slash + 5};
}

// The escapes from `at` on as text, and where they end. Empty: no run of escapes that is Arabic.
std::pair<std::string, std::size_t> escapes_at(std::string_view text, std::size_t at) {
    const bool bare = text[at] == 'u';
    std::string out;
    std::size_t arabic = 0;
    std::size_t end = at;
    for (Escape escape = escape_at(text, end); escape.length != 0; escape = escape_at(text, end)) {
        end += escape.length;
        char32_t c = escape.unit;
        const Escape low = escape_at(text, end);
        if (c >= 0xD800 && c < 0xDC00 && low.unit >= 0xDC00 && low.unit < 0xE000) {
            c = 0x10000 + ((c - 0xD800) << 10) + (low.unit - 0xDC00);
            end += low.length;
        }
        arabic += belongs_to_arabic(c) ? 1U : 0U;
        append_code_point(out, c);
    }
    // Without backslashes "u0645" could be a part of a name; two in a row are none.
    const bool convincing = arabic >= (bare ? 2U : 1U);
    return {convincing ? out : std::string(), end};
}

std::optional<std::string> repair_escapes(std::string_view text) {
    if (text.find("u06") == std::string_view::npos && text.find("\\u") == std::string_view::npos) {
        return std::nullopt;
    }
    std::string out;
    bool repaired = false;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '\\' || text[at] == 'u') {
            const auto [letters, end] = escapes_at(text, at);
            if (!letters.empty()) {
                out += letters;
                at = end;
                repaired = true;
                continue;
            }
        }
        out += text[at++];
    }
    return repaired ? std::optional(std::move(out)) : std::nullopt;
}

}  // namespace

std::optional<std::string> repair_mojibake(std::string_view text) {
    std::optional<std::string> repaired = repair_escapes(text);
    const std::string_view now = repaired ? std::string_view(*repaired) : text;
    if (auto utf8 = repair_utf8_as_latin(now)) {
        return utf8;
    }
    if (auto utf8 = repair_utf8_as_1256(now)) {
        return utf8;
    }
    if (auto page = repair_1256_as_latin(now)) {
        return page;
    }
    return repaired;
}

}  // namespace khabard
