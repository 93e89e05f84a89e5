#include "daemon/os/descriptor.h"

#include "daemon/os/errno_text.h"

#include <unistd.h>

#include <cerrno>
#include <cstddef>

namespace khabard {

Status write_all(int fd, const std::string& where, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::write(fd, bytes.data(), bytes.size());
        if (count < 0 && errno != EINTR) {
            return io_error(where, "be written", errno);
        }
        bytes.remove_prefix(count < 0 ? 0 : static_cast<std::size_t>(count));
    }
    return {};
}

}  // namespace khabard
