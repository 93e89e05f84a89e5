#include "tests/kafka/ports.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <random>

namespace khabard {

int bound_socket(std::uint16_t port) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int one = 1;
    ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        ::close(fd);
        return -1;
    }
    return fd;
}

std::uint16_t free_port(const std::vector<std::uint16_t>& distances) {
    std::random_device dice;
    for (;;) {
        const auto port = static_cast<std::uint16_t>(20000 + dice() % 9000);
        bool good = true;
        for (const std::uint16_t distance : distances) {
            const int fd = bound_socket(static_cast<std::uint16_t>(port + distance));
            good = good && fd >= 0;
            if (fd >= 0) {
                ::close(fd);
            }
        }
        if (good) {
            return port;
        }
    }
}

}  // namespace khabard
