#include "tests/support/proxy_server.h"

#include "daemon/os/descriptor.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <list>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace khabard {
namespace {

constexpr int patience_ms = 60'000;
constexpr std::size_t head_bytes_max = 65'536;

void require(bool holds, const char* what) {
    if (!holds) {
        std::perror(what);
        std::abort();
    }
}

std::string base64(const std::string& text) {
    static const char* const digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t at = 0; at < text.size(); at += 3) {
        std::uint32_t bits = 0;
        for (std::size_t i = 0; i < 3; ++i) {
            bits =
                bits << 8U | (at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U);
        }
        for (std::size_t i = 0; i < 4; ++i) {
            out += at + i <= text.size() ? digits[bits >> (18 - 6 * i) & 63U] : '=';
        }
    }
    return out;
}

// One client and, once it is connected, the server it wanted. Waits end when the proxy does.
class Client {
public:
    Client(Descriptor socket, int stop) : socket_(std::move(socket)), stop_(stop) {}

    // At least `count` bytes more, or everything up to `end`.
    bool read_until(const std::string& end) {
        while (in_.find(end) == std::string::npos) {
            if (in_.size() > head_bytes_max || !receive()) {
                return false;
            }
        }
        return true;
    }
    bool read_bytes(std::size_t count) {
        while (in_.size() < count) {
            if (!receive()) {
                return false;
            }
        }
        return true;
    }
    std::string take(std::size_t count) {
        std::string taken = in_.substr(0, count);
        in_.erase(0, count);
        return taken;
    }
    std::string take_head() { return take(in_.find("\r\n\r\n") + 4); }
    const std::string& buffered() const { return in_; }
    bool send(const std::string& bytes) const { return send_all(socket_.get(), bytes); }

    bool connect(const std::string& host, std::uint16_t port) {
        sockaddr_in where{};
        where.sin_family = AF_INET;
        where.sin_port = htons(port);
        const std::string address = host.ends_with(".example") ? "127.0.0.1" : host;
        if (::inet_pton(AF_INET, address.c_str(), &where.sin_addr) != 1) {
            return false;
        }
        server_ = Descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        return ::connect(server_.get(), reinterpret_cast<sockaddr*>(&where), sizeof where) == 0;
    }

    // Bytes both ways until one side ends.
    void relay(const std::string& first) {
        if (!send_all(server_.get(), first + take(in_.size()))) {
            return;
        }
        for (;;) {
            pollfd ends[3] = {
                {stop_, POLLIN, 0}, {socket_.get(), POLLIN, 0}, {server_.get(), POLLIN, 0}};
            if (::poll(ends, 3, patience_ms) <= 0 || ends[0].revents != 0) {
                return;
            }
            if ((ends[1].revents != 0 && !pass(socket_.get(), server_.get())) ||
                (ends[2].revents != 0 && !pass(server_.get(), socket_.get()))) {
                return;
            }
        }
    }

private:
    static bool send_all(int fd, const std::string& bytes) {
        for (std::size_t at = 0; at < bytes.size();) {
            const ssize_t sent = ::send(fd, bytes.data() + at, bytes.size() - at, MSG_NOSIGNAL);
            if (sent <= 0) {
                return false;
            }
            at += static_cast<std::size_t>(sent);
        }
        return true;
    }
    static bool pass(int from, int to) {
        char bytes[16384];
        const ssize_t count = ::recv(from, bytes, sizeof bytes, 0);
        return count > 0 && send_all(to, std::string(bytes, static_cast<std::size_t>(count)));
    }
    bool receive() {
        pollfd ends[2] = {{stop_, POLLIN, 0}, {socket_.get(), POLLIN, 0}};
        if (::poll(ends, 2, patience_ms) <= 0 || ends[0].revents != 0) {
            return false;
        }
        char bytes[4096];
        const ssize_t count = ::recv(socket_.get(), bytes, sizeof bytes, 0);
        in_.append(bytes, count > 0 ? static_cast<std::size_t>(count) : 0);
        return count > 0;
    }

    Descriptor socket_;
    Descriptor server_;
    int stop_;
    std::string in_;
};

struct Target {
    std::string host;
    std::uint16_t port;
};

std::optional<Target> target_of(const std::string& authority, std::uint16_t otherwise) {
    const std::size_t colon = authority.rfind(':');
    if (colon == std::string::npos) {
        return Target{authority, otherwise};
    }
    const unsigned long port = std::strtoul(authority.c_str() + colon + 1, nullptr, 10);
    return Target{authority.substr(0, colon), static_cast<std::uint16_t>(port)};
}

// `head` without the header that begins so.
std::string without(std::string head, const std::string& name) {
    const std::size_t begin = head.find(name);
    if (begin != std::string::npos) {
        head.erase(begin, head.find("\r\n", begin + 2) - begin);
    }
    return head;
}

}  // namespace

class ProxyServer::State {
public:
    explicit State(std::string userinfo) : userinfo_(std::move(userinfo)) {
        listener_ = Descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        stop_ = Descriptor(::eventfd(0, EFD_CLOEXEC));
        sockaddr_in where{};
        where.sin_family = AF_INET;
        where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof where;
        auto* raw = reinterpret_cast<sockaddr*>(&where);
        require(static_cast<bool>(listener_) && static_cast<bool>(stop_), "proxy: socket");
        require(::bind(listener_.get(), raw, length) == 0, "proxy: bind");
        require(::listen(listener_.get(), 64) == 0, "proxy: listen");
        require(::getsockname(listener_.get(), raw, &length) == 0, "proxy: getsockname");
        port_ = ntohs(where.sin_port);
        acceptor_ = std::thread([this] { accept_all(); });
    }
    ~State() {
        const std::uint64_t one = 1;
        require(::write(stop_.get(), &one, sizeof one) == sizeof one, "proxy: stop");
        acceptor_.join();
        for (std::thread& client : clients_) {
            client.join();
        }
    }

    const std::string userinfo_;
    std::uint16_t port_ = 0;
    mutable std::mutex mutex_;
    std::vector<Passage> passages_;

private:
    void accept_all() {
        for (;;) {
            pollfd ends[2] = {{stop_.get(), POLLIN, 0}, {listener_.get(), POLLIN, 0}};
            ::poll(ends, 2, -1);
            if (ends[0].revents != 0) {
                return;
            }
            Descriptor socket(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
            if (socket) {
                clients_.emplace_back(
                    [this](Descriptor taken) { serve(Client(std::move(taken), stop_.get())); },
                    std::move(socket));
            }
        }
    }

    void serve(Client client) {
        if (!client.read_bytes(1)) {
            return;
        }
        if (client.buffered().front() == '\x05') {
            serve_socks(client);
        } else {
            serve_http(client);
        }
    }

    void note(Passage passage) {
        const std::lock_guard lock(mutex_);
        passages_.push_back(std::move(passage));
    }

    void serve_http(Client& client) {
        if (!client.read_until("\r\n\r\n")) {
            return;
        }
        const std::string head = client.take_head();
        const std::string wanted = "Proxy-Authorization: Basic " + base64(userinfo_) + "\r\n";
        if (!userinfo_.empty() && head.find(wanted) == std::string::npos) {
            client.send(
                "HTTP/1.1 407 Who are you\r\nProxy-Authenticate: Basic realm=\"p\"\r\n"
                "Content-Length: 0\r\nConnection: close\r\n\r\n");
            return;
        }
        const std::size_t method = head.find(' ');
        const std::string address =
            head.substr(method + 1, head.find(' ', method + 1) - method - 1);
        if (head.starts_with("CONNECT ")) {
            const auto target = target_of(address, 443);
            note({"connect", address, head});
            if (client.connect(target->host, target->port) &&
                client.send("HTTP/1.1 200 Go ahead\r\nX-Of-The-Proxy: yes\r\n\r\n")) {
                client.relay("");
            } else {
                client.send("HTTP/1.1 502 Nobody there\r\nContent-Length: 0\r\n\r\n");
            }
            return;
        }
        if (!address.starts_with("http://")) {
            return;
        }
        const std::size_t path = std::min(address.find('/', 7), address.size());
        const std::string authority = address.substr(7, path - 7);
        const auto target = target_of(authority, 80);
        note({"absolute", authority, head});
        if (client.connect(target->host, target->port)) {
            // One request a connection: the next may be for somebody else.
            const std::size_t line_end = head.find("\r\n");
            client.relay(head.substr(0, method + 1) + address.substr(path) + " HTTP/1.1" +
                         "\r\nConnection: close" +
                         without(head.substr(line_end), "\r\nProxy-Authorization: "));
        }
    }

    bool greet_socks(Client& client) {
        if (!client.read_bytes(2)) {
            return false;
        }
        const auto methods = static_cast<unsigned char>(client.buffered()[1]);
        if (!client.read_bytes(2U + methods)) {
            return false;
        }
        client.take(2U + methods);
        if (userinfo_.empty()) {
            return client.send(std::string("\x05\x00", 2));
        }
        // RFC 1929.
        if (!client.send(std::string("\x05\x02", 2)) || !client.read_bytes(2)) {
            return false;
        }
        const auto user = static_cast<unsigned char>(client.buffered()[1]);
        if (!client.read_bytes(3U + user)) {
            return false;
        }
        const auto password = static_cast<unsigned char>(client.buffered()[2U + user]);
        if (!client.read_bytes(3U + user + password)) {
            return false;
        }
        const std::string said = client.take(3U + user + password);
        const bool good = said.substr(2, user) + ":" + said.substr(3U + user) == userinfo_;
        return client.send(good ? std::string("\x01\x00", 2) : std::string("\x01\x01", 2)) && good;
    }

    void serve_socks(Client& client) {
        if (!greet_socks(client) || !client.read_bytes(5)) {
            return;
        }
        const char kind = client.buffered()[3];
        const auto name = static_cast<unsigned char>(client.buffered()[4]);
        const std::size_t address = kind == '\x01' ? 4U : 1U + name;
        if ((kind != '\x01' && kind != '\x03') || !client.read_bytes(4 + address + 2)) {
            return;
        }
        const std::string said = client.take(4 + address + 2);
        std::string host;
        if (kind == '\x01') {
            char text[INET_ADDRSTRLEN] = {};
            ::inet_ntop(AF_INET, said.data() + 4, text, sizeof text);
            host = text;
        } else {
            host = said.substr(5, name);
        }
        const auto port =
            static_cast<std::uint16_t>(static_cast<unsigned char>(said[said.size() - 2]) << 8 |
                                       static_cast<unsigned char>(said[said.size() - 1]));
        note({"socks5", host + ":" + std::to_string(port), ""});
        const bool connected = client.connect(host, port);
        std::string answer("\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00", 10);
        answer[1] = connected ? '\x00' : '\x05';
        if (client.send(answer) && connected) {
            client.relay("");
        }
    }

    Descriptor listener_;
    Descriptor stop_;
    std::list<std::thread> clients_;
    std::thread acceptor_;
};

ProxyServer::ProxyServer(std::string userinfo)
    : state_(std::make_unique<State>(std::move(userinfo))) {}
ProxyServer::~ProxyServer() = default;

std::string ProxyServer::url(const std::string& scheme) const {
    return scheme + "://" + (state_->userinfo_.empty() ? "" : state_->userinfo_ + "@") +
           "127.0.0.1:" + std::to_string(state_->port_);
}

std::uint16_t ProxyServer::port() const {
    return state_->port_;
}

std::vector<ProxyServer::Passage> ProxyServer::passages() const {
    const std::lock_guard lock(state_->mutex_);
    return state_->passages_;
}

}  // namespace khabard
