#include "daemon/os/control_address.h"

#include "daemon/base/check.h"
#include "daemon/os/errno_text.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace khabard {

Result<ControlAddress> control_address(const std::string& path) {
    if (path.size() < sizeof(sockaddr_un::sun_path)) {
        return ControlAddress{Descriptor(), path};
    }
    const std::size_t slash = path.rfind('/');
    const std::string parent = slash == std::string::npos ? "." : path.substr(0, slash + 1);
    Descriptor directory(::open(parent.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!directory) {
        return io_error(parent, "be opened", errno);
    }
    std::string name = "/proc/self/fd/" + std::to_string(directory.get()) + "/" +
                       path.substr(slash == std::string::npos ? 0 : slash + 1);
    if (name.size() >= sizeof(sockaddr_un::sun_path)) {
        return Error{Fault::configuration, path,
                     "the name of the socket is too long; set control.socket to a shorter one"};
    }
    return ControlAddress{std::move(directory), std::move(name)};
}

sockaddr_un socket_address(const std::string& name) {
    sockaddr_un address{};
    check(name.size() < sizeof(address.sun_path), "a name that does not fit into an address");
    address.sun_family = AF_UNIX;
    std::copy(name.begin(), name.end(), std::begin(address.sun_path));
    return address;
}

}  // namespace khabard
