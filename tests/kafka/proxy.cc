#include "tests/kafka/proxy.h"

#include "tests/kafka/ports.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace khabard {
namespace {

constexpr int api_end_txn = 26;

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

bool read_all(int fd, char* to, std::size_t count) {
    while (count > 0) {
        const ssize_t got = ::read(fd, to, count);
        if (got <= 0) {
            return false;
        }
        to += got;
        count -= static_cast<std::size_t>(got);
    }
    return true;
}

bool write_all(int fd, const char* from, std::size_t count) {
    while (count > 0) {
        const ssize_t put = ::send(fd, from, count, MSG_NOSIGNAL);
        if (put <= 0) {
            return false;
        }
        from += put;
        count -= static_cast<std::size_t>(put);
    }
    return true;
}

std::size_t frame_size(const char* bytes) {
    std::size_t size = 0;
    for (int i = 0; i < 4; ++i) {
        size = size << 8U | static_cast<unsigned char>(bytes[i]);
    }
    return size;
}

}  // namespace

struct Proxy::Connection {
    int client;
    int broker;
    std::atomic<bool> swallow{false};
    std::thread requests{};
    std::thread answers{};

    void shut() const {
        ::shutdown(client, SHUT_RDWR);
        ::shutdown(broker, SHUT_RDWR);
    }
};

Proxy::Proxy(std::uint16_t listen, std::uint16_t broker)
    : broker_(broker), listener_(bound_socket(listen)) {
    if (listener_ < 0 || ::listen(listener_, 16) != 0) {
        std::fprintf(stderr, "proxy: cannot listen on %d\n", listen);
        std::exit(1);
    }
    thread_ = std::thread([this] { accept_all(); });
}

Proxy::~Proxy() {
    stop_ = true;
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
    for (const auto& connection : connections_) {
        connection->shut();
        connection->requests.join();
        connection->answers.join();
        ::close(connection->client);
        ::close(connection->broker);
    }
}

void Proxy::accept_all() {
    while (!stop_) {
        const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (client < 0) {
            continue;
        }
        const int broker = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const sockaddr_in address = loopback(broker_);
        if (down_ ||
            ::connect(broker, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
            ::close(client);
            ::close(broker);
            continue;
        }
        auto connection = std::make_unique<Connection>();
        connection->client = client;
        connection->broker = broker;
        Connection& own = *connection;
        own.requests = std::thread([this, &own] { pass_requests(own); });
        own.answers = std::thread([this, &own] { pass_answers(own); });
        const std::lock_guard lock(mutex_);
        connections_.push_back(std::move(connection));
    }
}

void Proxy::pass_requests(Connection& connection) {
    std::array<char, 4> head{};
    std::string body;
    while (read_all(connection.client, head.data(), head.size())) {
        body.resize(frame_size(head.data()));
        if (!read_all(connection.client, body.data(), body.size())) {
            break;
        }
        const bool ends = body.size() > 2 && body[0] == 0 && body[1] == api_end_txn;
        if (ends && cut_ == Cut::before_commit) {
            down_ = true;
            break;
        }
        if (ends && cut_ == Cut::after_commit) {
            connection.swallow = true;
        }
        if (down_ || !write_all(connection.broker, head.data(), head.size()) ||
            !write_all(connection.broker, body.data(), body.size())) {
            break;
        }
    }
    if (!connection.swallow) {
        connection.shut();
    }
}

void Proxy::pass_answers(Connection& connection) {
    std::array<char, 65536> bytes{};
    for (;;) {
        const ssize_t got = ::read(connection.broker, bytes.data(), bytes.size());
        if (connection.swallow) {
            down_ = true;
        }
        if (got <= 0 || down_ ||
            !write_all(connection.client, bytes.data(), static_cast<std::size_t>(got))) {
            break;
        }
    }
    connection.shut();
}

}  // namespace khabard
