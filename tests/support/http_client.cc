#include "tests/support/http_client.h"

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>

namespace khabard {
namespace {

constexpr std::chrono::seconds patience{10};

int connect_to(const std::string& address) {
    const std::size_t colon = address.rfind(':');
    std::string host = address.substr(0, colon);
    if (!host.empty() && host.front() == '[') {
        host = host.substr(1, host.size() - 2);
    }
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
    addrinfo* found = nullptr;
    if (getaddrinfo(host.c_str(), address.substr(colon + 1).c_str(), &hints, &found) != 0) {
        return -1;
    }
    int fd = ::socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && ::connect(fd, found->ai_addr, found->ai_addrlen) != 0) {
        ::close(fd);
        fd = -1;
    }
    freeaddrinfo(found);
    return fd;
}

bool readable(int fd, std::chrono::steady_clock::time_point until) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        until - std::chrono::steady_clock::now());
    pollfd waiting{fd, POLLIN, 0};
    return left.count() > 0 && ::poll(&waiting, 1, static_cast<int>(left.count())) > 0;
}

}  // namespace

HttpAnswer http_exchange(const std::string& address, const std::string& request) {
    HttpAnswer answer{0, {}, {}};
    const int fd = connect_to(address);
    if (fd < 0) {
        return answer;
    }
    std::string received;
    if (::send(fd, request.data(), request.size(), MSG_NOSIGNAL) ==
        static_cast<ssize_t>(request.size())) {
        const auto until = std::chrono::steady_clock::now() + patience;
        std::array<char, 65536> piece{};
        while (readable(fd, until)) {
            const ssize_t count = ::recv(fd, piece.data(), piece.size(), 0);
            if (count <= 0) {
                break;
            }
            received.append(piece.data(), static_cast<std::size_t>(count));
        }
    }
    ::close(fd);
    const std::size_t end = received.find("\r\n\r\n");
    if (end == std::string::npos || received.rfind("HTTP/1.", 0) != 0) {
        return answer;
    }
    answer.status = std::stoi(received.substr(9, 3));
    answer.head = received.substr(0, end + 2);
    answer.body = received.substr(end + 4);
    return answer;
}

HttpAnswer http_get(const std::string& address, const std::string& path,
                    const std::string& method) {
    return http_exchange(
        address, method + " " + path + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
}

SilentConnection::SilentConnection(const std::string& address) : fd_(connect_to(address)) {}

SilentConnection::~SilentConnection() {
    if (fd_ >= 0) {
        ::close(fd_);
    }
}

bool SilentConnection::closed_by_peer() const {
    char byte = 0;
    return fd_ < 0 || (readable(fd_, std::chrono::steady_clock::now() + patience) &&
                       ::recv(fd_, &byte, 1, 0) <= 0);
}

}  // namespace khabard
