#pragma once

// Packed texts, and decompression bombs: a handful of bytes that a decoder turns into as many equal
// bytes as asked for. Made here, bit by bit, so that no test needs an encoder.

#include <cstddef>
#include <string>

namespace khabard {

std::string gzipped(const std::string& body);
std::string gzip_bomb(std::size_t bytes);
// RFC 7932: one literal, then one copy of it that is as long as a meta-block may be (16 MiB), again
// and again. At least `bytes`.
std::string brotli_bomb(std::size_t bytes);
// RFC 8878: blocks of one repeated byte, 128 KiB each. At least `bytes`.
std::string zstd_bomb(std::size_t bytes);

}  // namespace khabard
