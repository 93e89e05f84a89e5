#include "tests/integration/notify_socket.h"

#include "tests/support/catch.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <sstream>

namespace khabard::integration {

NotifySocket::NotifySocket(const std::string& path)
    : path_(path), descriptor_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    REQUIRE(path.size() < sizeof address.sun_path);
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    REQUIRE(::bind(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
}

NotifySocket::~NotifySocket() {
    ::close(descriptor_);
}

const std::vector<std::string>& NotifySocket::assignments() {
    std::array<char, 65536> datagram{};
    for (;;) {
        const ssize_t got = ::recv(descriptor_, datagram.data(), datagram.size(), 0);
        if (got < 0) {
            return assignments_;
        }
        std::istringstream lines(std::string(datagram.data(), static_cast<std::size_t>(got)));
        for (std::string line; std::getline(lines, line);) {
            assignments_.push_back(line);
        }
    }
}

std::size_t NotifySocket::find(const std::string& beginning, std::size_t from) {
    const auto& all = assignments();
    for (std::size_t i = from; i < all.size(); ++i) {
        if (all[i].compare(0, beginning.size(), beginning) == 0) {
            return i;
        }
    }
    return npos;
}

}  // namespace khabard::integration
