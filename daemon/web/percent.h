#pragma once

// Percent-encoding by the sets of the WHATWG URL standard, percent-decoding, and the repair of
// UTF-8 that both need (daemon/text stands on the same floor and is not ours to use). Pure.

#include <cstdint>
#include <string>
#include <string_view>

namespace khabard {

// Each set holds C0 controls and everything beyond ASCII, plus the characters its name stands for.
enum class PercentSet : std::uint8_t {
    c0_control,
    fragment,
    query,
    special_query,
    path,
    userinfo,
};

// The bytes of `text` that belong to `set` written as %XX (upper case); '%' itself is kept.
std::string percent_encode(std::string_view text, PercentSet set);

// Every %XX replaced by its byte; a '%' that begins none is kept. The result may be any bytes.
std::string percent_decode(std::string_view text);

// Decodes what means the same without its escape (unreserved characters and everything beyond
// ASCII) and writes the other escapes in upper case: "%61%2f%d8" -> "a%2F\xD8".
std::string decode_needless_escapes(std::string_view text);

// `text` with every undecodable sequence (overlong forms and surrogates too) as U+FFFD.
std::string valid_utf8(std::string_view text);

// The value of a hexadecimal digit, or -1.
int hex_value(char c);

}  // namespace khabard
