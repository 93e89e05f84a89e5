#pragma once

// A text that is built code point by code point, for the loops that do little else. It writes into
// room that it has already, where std::string's push_back is a call for each byte.
//
//     Utf8Buffer out(text.size());
//     out.put(alef);
//     out.append(" and more");
//     std::string built = out.take();

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace khabard {

inline constexpr std::size_t utf8_length_max = 4;

std::size_t write_long_code_point(char* out, char32_t code_point) noexcept;

// Writes the UTF-8 of one code point and returns its length. Surrogates and values beyond U+10FFFF
// become U+FFFD. REQUIRES: utf8_length_max bytes of room at `out`.
inline std::size_t write_code_point(char* out, char32_t c) noexcept {
    if (c < 0x80) {
        out[0] = static_cast<char>(c);
        return 1;
    }
    if (c < 0x800) {
        out[0] = static_cast<char>(0xC0 | c >> 6);
        out[1] = static_cast<char>(0x80 | (c & 0x3F));
        return 2;
    }
    return write_long_code_point(out, c);
}

class Utf8Buffer {
public:
    // `room`: how many bytes are expected.
    explicit Utf8Buffer(std::size_t room = 60) : bytes_(room + utf8_length_max, '\0') {}

    void put(char32_t code_point) {
        make_room(utf8_length_max);
        size_ += write_code_point(bytes_.data() + size_, code_point);
    }
    void append(std::string_view text) {
        make_room(text.size());
        text.copy(bytes_.data() + size_, text.size());
        size_ += text.size();
    }

    // REQUIRES: `size` <= size(), between two code points.
    void shrink(std::size_t size) noexcept { size_ = size; }
    void clear() noexcept { size_ = 0; }

    bool empty() const noexcept { return size_ == 0; }
    std::size_t size() const noexcept { return size_; }
    // Valid until the next change.
    std::string_view view() const noexcept { return {bytes_.data(), size_}; }

    // What was built. The buffer is empty and usable again afterwards.
    std::string take() {
        bytes_.resize(std::exchange(size_, 0));
        return std::exchange(bytes_, {});
    }

private:
    void make_room(std::size_t wanted) {
        if (bytes_.size() - size_ < wanted) {
            grow(wanted);
        }
    }
    void grow(std::size_t wanted);

    std::string bytes_;  // behind size_: room
    std::size_t size_ = 0;
};

}  // namespace khabard
