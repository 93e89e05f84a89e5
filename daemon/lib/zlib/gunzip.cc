#include "daemon/lib/zlib/gunzip.h"

#include "daemon/base/check.h"

#include <zlib.h>

#include <algorithm>

namespace khabard {
namespace {

constexpr int gzip_only = 15 + 16;  // windowBits of inflateInit2
constexpr std::size_t at_once_max = std::size_t{1} << 30U;

uInt clipped(std::size_t size) {
    return static_cast<uInt>(std::min(size, at_once_max));
}

}  // namespace

struct Gunzip::Stream {
    z_stream z{};
    bool ended = false;  // at the end of a member
};

bool is_gzip(std::string_view bytes) noexcept {
    return bytes.starts_with("\x1F\x8B\x08");
}

Gunzip::Gunzip() : stream_(std::make_unique<Stream>()) {
    check(inflateInit2(&stream_->z, gzip_only) == Z_OK, "zlib cannot be set up");
}

Gunzip::~Gunzip() {
    inflateEnd(&stream_->z);
}

bool Gunzip::complete() const noexcept {
    return stream_->ended;
}

Result<std::size_t> Gunzip::read(std::string_view& compressed, std::string& into,
                                 std::size_t bytes_max) {
    Stream& stream = *stream_;
    const std::size_t before = into.size();
    into.resize(before + bytes_max);
    stream.z.next_out = reinterpret_cast<Bytef*>(into.data() + before);
    stream.z.avail_out = clipped(bytes_max);
    const uInt room = stream.z.avail_out;
    int status = Z_OK;
    // Without input too: zlib may still hold what did not fit the last time.
    while (status == Z_OK && stream.z.avail_out > 0 && !(stream.ended && compressed.empty())) {
        if (stream.ended) {
            // Zeros may fill up the end, as on a tape; anything else is another member.
            if (compressed.front() == '\0') {
                compressed.remove_prefix(1);
                continue;
            }
            inflateReset(&stream.z);
            stream.ended = false;
        }
        const uInt given = clipped(compressed.size());
        stream.z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(compressed.data()));
        stream.z.avail_in = given;
        status = inflate(&stream.z, Z_NO_FLUSH);
        compressed.remove_prefix(given - stream.z.avail_in);
        if (status == Z_STREAM_END) {
            stream.ended = true;
            status = Z_OK;
        }
    }
    const std::size_t made = room - stream.z.avail_out;
    into.resize(before + made);
    if (status != Z_OK && status != Z_BUF_ERROR) {
        return Error{Fault::malformed, {}, "its gzip is damaged"};
    }
    return made;
}

}  // namespace khabard
