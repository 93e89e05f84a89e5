#include "daemon/base/printable.h"

#include <algorithm>
#include <cstddef>

namespace khabard {
namespace {

// How many bytes at the front of `text` are one control: C0, DEL, C1, or a bidirectional
// embedding, override or isolate (U+202A..202E, U+2066..2069), which could reorder a whole line.
std::size_t control_bytes(std::string_view text) {
    const auto byte = [text](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    if (byte(0) < 0x20 || byte(0) == 0x7F) {
        return 1;
    }
    if (byte(0) == 0xC2 && byte(1) >= 0x80 && byte(1) <= 0x9F) {
        return 2;
    }
    const bool override = byte(1) == 0x80 && byte(2) >= 0xAA && byte(2) <= 0xAE;
    const bool isolate = byte(1) == 0x81 && byte(2) >= 0xA6 && byte(2) <= 0xA9;
    return byte(0) == 0xE2 && (override || isolate) ? 3 : 0;
}

}  // namespace

std::string printable(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const std::size_t control = control_bytes(text);
        out += control > 0 ? '?' : text.front();
        text.remove_prefix(std::max<std::size_t>(1, control));
    }
    return out;
}

std::string in_quotes(std::string_view text) {
    return "\"" + std::string(text) + "\"";
}

}  // namespace khabard
