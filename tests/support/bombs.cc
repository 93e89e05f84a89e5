#include "tests/support/bombs.h"

#include <zlib.h>

#include <cstdint>
#include <cstdlib>

namespace khabard {
namespace {

// Bits from the lowest on, as brotli has them.
class BitWriter {
public:
    void put(std::uint32_t value, unsigned bits) {
        for (unsigned i = 0; i < bits; ++i) {
            if (used_ % 8 == 0) {
                bytes_.push_back('\0');
            }
            const unsigned bit = value >> i & 1U;
            bytes_.back() =
                static_cast<char>(static_cast<unsigned char>(bytes_.back()) | bit << (used_ % 8));
            ++used_;
        }
    }
    const std::string& bytes() const { return bytes_; }

private:
    std::string bytes_;
    std::size_t used_ = 0;
};

// A prefix code of a single symbol, which then takes no bits.
void put_single_symbol(BitWriter& out, std::uint32_t symbol, unsigned alphabet_bits) {
    out.put(1, 2);  // a simple code
    out.put(0, 2);  // of one symbol
    out.put(symbol, alphabet_bits);
}

constexpr std::uint32_t meta_block_bytes = std::uint32_t{1} << 24U;

// One literal and a copy of it to the end of the meta-block.
void put_meta_block(BitWriter& out) {
    constexpr std::uint32_t insert_one_copy_longest = 384 + (1U << 3U) + 7;  // codes 1 and 23
    constexpr std::uint32_t copy_base = 2118;
    out.put(0, 1);                                        // not the last
    out.put(2, 2);                                        // six nibbles of length
    out.put(meta_block_bytes - 1, 24);                    // MLEN - 1
    out.put(0, 1);                                        // compressed
    out.put(0, 1);                                        // one block type for literals,
    out.put(0, 1);                                        // for commands,
    out.put(0, 1);                                        // for distances
    out.put(0, 2);                                        // NPOSTFIX
    out.put(0, 4);                                        // NDIRECT
    out.put(0, 2);                                        // literal context mode
    out.put(0, 1);                                        // one tree of literals
    out.put(0, 1);                                        // one tree of distances
    put_single_symbol(out, 'a', 8);                       // of 256 literals
    put_single_symbol(out, insert_one_copy_longest, 10);  // of 704 commands
    // Of 64 distances: 16 is "1 + one extra bit", the bit below makes it a distance of 1.
    put_single_symbol(out, 16, 6);
    out.put(meta_block_bytes - 1 - copy_base, 24);  // what the copy has beyond its base
    out.put(0, 1);                                  // the distance's extra bit
}

void append_little_endian(std::string& out, std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) {
        out.push_back(static_cast<char>(value >> (8 * i) & 0xFFU));
    }
}

void check_zlib(bool holds) {
    if (!holds) {
        std::abort();
    }
}

}  // namespace

std::string gzipped(const std::string& body) {
    z_stream stream{};
    check_zlib(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    std::string out(deflateBound(&stream, body.size()) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
    stream.avail_in = static_cast<uInt>(body.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    check_zlib(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

std::string gzip_bomb(std::size_t bytes) {
    z_stream stream{};
    if (deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
        std::abort();
    }
    std::string piece(std::size_t{1} << 20U, 'a');
    std::string out;
    std::string room(std::size_t{1} << 16U, '\0');
    for (std::size_t left = bytes;;) {
        const std::size_t now = left < piece.size() ? left : piece.size();
        left -= now;
        stream.next_in = reinterpret_cast<Bytef*>(piece.data());
        stream.avail_in = static_cast<uInt>(now);
        do {
            stream.next_out = reinterpret_cast<Bytef*>(room.data());
            stream.avail_out = static_cast<uInt>(room.size());
            deflate(&stream, left == 0 ? Z_FINISH : Z_NO_FLUSH);
            out.append(room, 0, room.size() - stream.avail_out);
        } while (stream.avail_out == 0);
        if (left == 0) {
            break;
        }
    }
    deflateEnd(&stream);
    return out;
}

std::string brotli_bomb(std::size_t bytes) {
    BitWriter out;
    out.put(0, 1);  // WBITS: 16
    for (std::size_t made = 0; made < bytes; made += meta_block_bytes) {
        put_meta_block(out);
    }
    out.put(3, 2);  // the last one, and empty
    return out.bytes();
}

std::string zstd_bomb(std::size_t bytes) {
    constexpr std::uint32_t block_bytes = 128 * 1024;
    std::string out;
    append_little_endian(out, 0xFD2FB528, 4);
    out.push_back('\0');  // frame header descriptor: a window, no content size, no checksum
    out.push_back(static_cast<char>(7U << 3U));  // window: 128 KiB
    for (std::size_t made = 0; made < bytes; made += block_bytes) {
        const std::uint32_t last = made + block_bytes >= bytes ? 1 : 0;
        append_little_endian(out, last | 1U << 1U | block_bytes << 3U, 3);
        out.push_back('a');
    }
    return out;
}

}  // namespace khabard
