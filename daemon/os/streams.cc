#include "daemon/os/streams.h"

#include "daemon/os/descriptor.h"
#include "daemon/os/errno_text.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
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

Status write_all(int fd, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(fd, text.data(), text.size());
        if (written < 0 && errno != EINTR) {
            return io_error("standard output", "be written", errno);
        }
        text.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
    }
    return {};
}

}  // namespace

Result<std::unique_ptr<ByteSource>> OsByteSources::open(const std::string& name) {
    if (name == "-") {
        return std::unique_ptr<ByteSource>(
            std::make_unique<DescriptorSource>(STDIN_FILENO, Descriptor(), name));
    }
    const int fd = ::open(name.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return io_error(name, "be opened", errno);
    }
    return std::unique_ptr<ByteSource>(
        std::make_unique<DescriptorSource>(fd, Descriptor(fd), name));
}

Status OsTerminal::out(std::string_view text) {
    return write_all(STDOUT_FILENO, text);
}

bool OsTerminal::out_is_a_terminal() const {
    return ::isatty(STDOUT_FILENO) != 0;
}

void OsTerminal::err(std::string_view text) {
    // There is nobody left to be told when standard error fails.
    (void)write_all(STDERR_FILENO, text).ok();
}

}  // namespace khabard
