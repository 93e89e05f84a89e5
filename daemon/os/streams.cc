#include "daemon/os/streams.h"

#include "daemon/lib/zlib/gunzip.h"
#include "daemon/os/descriptor.h"
#include "daemon/os/errno_text.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace khabard {
namespace {

class DescriptorSource final : public ByteSource {
public:
    DescriptorSource(int fd, Descriptor owned, std::string name)
        : fd_(fd), owned_(std::move(owned)), name_(std::move(name)) {}

    Result<std::size_t> read(std::string& into, std::size_t bytes_max) override {
        const std::size_t before = into.size();
        into.resize(before + bytes_max);
        for (;;) {
            const ssize_t got = ::read(fd_, into.data() + before, bytes_max);
            if (got >= 0) {
                into.resize(before + static_cast<std::size_t>(got));
                return static_cast<std::size_t>(got);
            }
            if (errno != EINTR) {
                into.resize(before);
                return io_error(name_, "be read", errno);
            }
        }
    }

private:
    int fd_;
    Descriptor owned_;  // closed with the source; standard input is not owned
    std::string name_;
};

// What is packed with gzip comes out unpacked, whatever its name; everything else as it is.
class UnpackingSource final : public ByteSource {
public:
    UnpackingSource(std::unique_ptr<ByteSource> source, std::string name)
        : source_(std::move(source)), name_(std::move(name)) {}

    Result<std::size_t> read(std::string& into, std::size_t bytes_max) override {
        while (!begun_) {
            const auto got = source_->read(buffer_, chunk_bytes);
            if (!got) {
                return got.error();
            }
            at_end_ = *got == 0;
            begun_ = at_end_ || buffer_.size() >= magic_bytes;
        }
        packed_ = packed_ || (at_ == 0 && !passed_on_ && is_gzip(buffer_));
        return packed_ ? unpack(into, bytes_max) : pass_on(into, bytes_max);
    }

private:
    static constexpr std::size_t chunk_bytes = std::size_t{64} * 1024;
    static constexpr std::size_t magic_bytes = 3;

    Result<std::size_t> pass_on(std::string& into, std::size_t bytes_max) {
        passed_on_ = true;
        if (at_ == buffer_.size()) {
            return source_->read(into, bytes_max);
        }
        const std::size_t count = std::min(bytes_max, buffer_.size() - at_);
        into.append(buffer_, at_, count);
        at_ += count;
        return count;
    }

    Result<std::size_t> unpack(std::string& into, std::size_t bytes_max) {
        for (;;) {
            std::string_view left = std::string_view(buffer_).substr(at_);
            const auto made = gunzip_.read(left, into, bytes_max);
            at_ = buffer_.size() - left.size();
            if (!made) {
                return Error{made.error().fault, name_, made.error().what};
            }
            if (*made > 0) {
                return *made;
            }
            if (at_end_) {
                return gunzip_.complete()
                           ? made
                           : Result<std::size_t>(
                                 Error{Fault::malformed, name_, "its gzip ends before its time"});
            }
            buffer_.clear();
            at_ = 0;
            const auto got = source_->read(buffer_, chunk_bytes);
            if (!got) {
                return got.error();
            }
            at_end_ = *got == 0;
        }
    }

    std::unique_ptr<ByteSource> source_;
    std::string name_;
    Gunzip gunzip_;
    std::string buffer_;
    std::size_t at_ = 0;  // what was taken of it
    bool begun_ = false;
    bool at_end_ = false;
    bool packed_ = false;
    bool passed_on_ = false;
};

}  // namespace

Result<std::unique_ptr<ByteSource>> OsByteSources::open(const std::string& name) {
    std::unique_ptr<ByteSource> plain;
    if (name == "-") {
        plain = std::make_unique<DescriptorSource>(STDIN_FILENO, Descriptor(), name);
    } else {
        const int fd = ::open(name.c_str(), O_RDONLY | O_CLOEXEC);
        if (fd < 0) {
            return io_error(name, "be opened", errno);
        }
        plain = std::make_unique<DescriptorSource>(fd, Descriptor(fd), name);
    }
    return std::unique_ptr<ByteSource>(std::make_unique<UnpackingSource>(std::move(plain), name));
}

Status OsTerminal::out(std::string_view text) {
    return write_all(STDOUT_FILENO, "standard output", text);
}

bool OsTerminal::out_is_a_terminal() const {
    return ::isatty(STDOUT_FILENO) != 0;
}

void OsTerminal::err(std::string_view text) {
    // There is nobody left to be told when standard error fails.
    (void)write_all(STDERR_FILENO, "standard error", text).ok();
}

}  // namespace khabard
