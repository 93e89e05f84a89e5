#include "tests/support/http_server.h"

#include "daemon/os/descriptor.h"
#include "tests/support/bombs.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <list>
#include <map>
#include <mutex>
#include <string_view>
#include <thread>
#include <utility>

namespace khabard {

namespace {

using Milliseconds = std::chrono::milliseconds;

constexpr std::size_t connections_max = 512;
constexpr std::size_t head_bytes_max = std::size_t{64} * 1024;
constexpr std::size_t requests_kept_max = 200'000;

void require(bool holds, const char* what) {
    if (!holds) {
        std::perror(what);
        std::abort();
    }
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

std::string chunk(std::string_view bytes) {
    char size[32];
    std::snprintf(size, sizeof size, "%zx\r\n", bytes.size());
    return size + std::string(bytes) + "\r\n";
}

std::optional<HttpRequest> parse_request(const std::string& head, std::size_t connection) {
    const std::size_t line_end = head.find("\r\n");
    const std::string line = head.substr(0, line_end);
    const std::size_t first = line.find(' ');
    const std::size_t second = line.find(' ', first + 1);
    if (first == std::string::npos || second == std::string::npos) {
        return std::nullopt;
    }
    HttpRequest request{line.substr(0, first),
                        line.substr(first + 1, second - first - 1),
                        {},
                        {},
                        std::chrono::steady_clock::now(),
                        connection};
    request.path = request.target.substr(0, request.target.find('?'));
    for (std::size_t at = line_end + 2; at < head.size();) {
        const std::size_t end = head.find("\r\n", at);
        const std::string field = head.substr(at, end - at);
        at = end == std::string::npos ? head.size() : end + 2;
        const std::size_t colon = field.find(':');
        if (colon != std::string::npos) {
            const std::size_t value = field.find_first_not_of(" \t", colon + 1);
            request.headers.push_back({lower(field.substr(0, colon)),
                                       value == std::string::npos ? "" : field.substr(value)});
        }
    }
    return request;
}

// One accepted socket; every wait ends early when the server stops.
class Connection {
public:
    Connection(Descriptor socket, int stop, std::size_t number)
        : socket_(std::move(socket)), stop_(stop), number_(number) {}

    std::optional<HttpRequest> read_request() {
        while (true) {
            const std::size_t end = buffer_.find("\r\n\r\n");
            if (end != std::string::npos) {
                auto request = parse_request(buffer_.substr(0, end + 2), number_);
                buffer_.erase(0, end + 4);
                return request;
            }
            char bytes[4096];
            if (buffer_.size() > head_bytes_max || !wait(POLLIN, Milliseconds(60'000))) {
                return std::nullopt;
            }
            const ssize_t count = ::recv(socket_.get(), bytes, sizeof bytes, 0);
            if (count <= 0) {
                return std::nullopt;
            }
            buffer_.append(bytes, static_cast<std::size_t>(count));
            if (buffer_.front() == '\x16') {  // a TLS client hello
                send("HTTP/1.1 400 Status\r\n\r\n");
                return std::nullopt;
            }
        }
    }

    // Whether the connection may serve another request.
    bool answer(const HttpRequest& request, HttpReply reply) {
        if (!pause(reply.before_head)) {
            return false;
        }
        if (reply.raw) {
            return send_pieces(*reply.raw, reply) && end(reply.end);
        }
        if (reply.gzip) {
            reply.body = gzipped(reply.body);
            reply.headers.push_back({"Content-Encoding", "gzip"});
        }
        const bool open_end = reply.until_close || reply.endless;
        const bool bodyless = request.method == "HEAD" || reply.status == 304;
        if (!send(head(reply, open_end, bodyless)) || !pause(reply.before_body)) {
            return false;
        }
        if (!bodyless && !send_body(reply)) {
            return false;
        }
        const bool closes = open_end || request.header("connection") == "close";
        return end(reply.end == HttpEnd::keep && closes ? HttpEnd::close : reply.end);
    }

private:
    static std::string head(const HttpReply& reply, bool open_end, bool bodyless) {
        std::string text = "HTTP/1.1 " + std::to_string(reply.status) + " Status\r\n";
        for (const HttpHeader& header : reply.headers) {
            text += header.name + ": " + header.value + "\r\n";
        }
        if (open_end) {
            text += "Connection: close\r\n";
        } else if (reply.chunked) {
            text += "Transfer-Encoding: chunked\r\n";
        } else if (!bodyless) {
            text += "Content-Length: " +
                    std::to_string(reply.content_length.value_or(reply.body.size())) + "\r\n";
        }
        return text + "\r\n";
    }

    bool send_pieces(std::string_view bytes, const HttpReply& reply) {
        const std::size_t step = std::max<std::size_t>(1, reply.piece_bytes);
        for (std::size_t at = 0; at < bytes.size(); at += step) {
            if (!send(bytes.substr(at, step)) || !pause(reply.piece_gap)) {
                return false;
            }
        }
        return true;
    }

    bool send_body(const HttpReply& reply) {
        const std::string_view body = reply.body;
        const std::size_t last = std::min(reply.break_after.value_or(body.size()), body.size());
        const std::size_t step = std::max<std::size_t>(1, reply.piece_bytes);
        do {
            for (std::size_t at = 0; at < last; at += step) {
                const std::string_view piece = body.substr(at, std::min(step, last - at));
                if (!send(reply.chunked ? chunk(piece) : std::string(piece)) ||
                    !pause(reply.piece_gap)) {
                    return false;
                }
            }
        } while (reply.endless && !body.empty());
        const bool whole = !reply.break_after.has_value();
        return !(reply.chunked && whole) || send("0\r\n\r\n");
    }

    bool end(HttpEnd how) {
        switch (how) {
            case HttpEnd::keep: return true;
            case HttpEnd::close: {
                // Closing with unread bytes would be a reset.
                ::shutdown(socket_.get(), SHUT_WR);
                char bytes[4096];
                while (wait(POLLIN, Milliseconds(2000)) &&
                       ::recv(socket_.get(), bytes, sizeof bytes, 0) > 0) {
                }
                return false;
            }
            case HttpEnd::reset: {
                const linger none{1, 0};
                ::setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &none, sizeof none);
                return false;
            }
            case HttpEnd::stall: wait(0, Milliseconds(120'000)); return false;
        }
        return false;
    }

    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t count =
                ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
            if (count > 0) {
                bytes.remove_prefix(static_cast<std::size_t>(count));
            } else if (errno != EAGAIN && errno != EINTR) {
                return false;
            } else if (!wait(POLLOUT, Milliseconds(120'000))) {
                return false;
            }
        }
        return true;
    }

    // False when the server stops or the peer has gone.
    bool pause(Milliseconds length) {
        if (length.count() <= 0) {
            return true;
        }
        pollfd ends[2] = {{stop_, POLLIN, 0}, {socket_.get(), POLLRDHUP, 0}};
        return ::poll(ends, 2, static_cast<int>(length.count())) == 0;
    }

    // True when the socket is ready; with events = 0 only its end is waited for.
    bool wait(short events, Milliseconds at_most) {
        const short wanted = events != 0 ? events : static_cast<short>(POLLRDHUP);
        pollfd ends[2] = {{stop_, POLLIN, 0}, {socket_.get(), wanted, 0}};
        const int count = ::poll(ends, 2, static_cast<int>(at_most.count()));
        return count > 0 && ends[0].revents == 0;
    }

    Descriptor socket_;
    int stop_;
    std::size_t number_;
    std::string buffer_;
};

}  // namespace

std::string HttpRequest::header(const std::string& name) const {
    for (const HttpHeader& header : headers) {
        if (header.name == name) {
            return header.value;
        }
    }
    return "";
}

bool HttpRequest::has(const std::string& name) const {
    return std::any_of(headers.begin(), headers.end(),
                       [&name](const HttpHeader& header) { return header.name == name; });
}

class HttpServer::State {
public:
    State(std::string address, std::uint16_t port) : address_(std::move(address)) {
        listener_ = Descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        stop_ = Descriptor(::eventfd(0, EFD_CLOEXEC));
        require(static_cast<bool>(listener_) && static_cast<bool>(stop_), "http server: socket");
        const int on = 1;
        ::setsockopt(listener_.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        sockaddr_in where{};
        where.sin_family = AF_INET;
        where.sin_port = htons(port);
        require(::inet_pton(AF_INET, address_.c_str(), &where.sin_addr) == 1,
                "http server: address");
        socklen_t length = sizeof where;
        auto* raw = reinterpret_cast<sockaddr*>(&where);
        require(::bind(listener_.get(), raw, length) == 0, "http server: bind");
        require(::listen(listener_.get(), 512) == 0, "http server: listen");
        require(::getsockname(listener_.get(), raw, &length) == 0, "http server: getsockname");
        port_ = ntohs(where.sin_port);
        acceptor_ = std::thread([this] { accept_all(); });
    }

    ~State() {
        const std::uint64_t one = 1;
        require(::write(stop_.get(), &one, sizeof one) == sizeof one, "http server: stop");
        acceptor_.join();
        for (Served& served : served_) {
            served.thread.join();
        }
    }

    const std::string address_;
    std::uint16_t port_ = 0;
    mutable std::mutex mutex_;
    std::map<std::string, HttpHandler> routes_;
    HttpHandler otherwise_;
    std::vector<HttpRequest> requests_;
    std::size_t accepted_ = 0;
    std::size_t versions_ = 0;

private:
    struct Served {
        std::thread thread;
        std::atomic<bool> done{false};
    };

    void accept_all() {
        while (true) {
            pollfd ends[2] = {{stop_.get(), POLLIN, 0}, {listener_.get(), POLLIN, 0}};
            ::poll(ends, 2, -1);
            if (ends[0].revents != 0) {
                return;
            }
            Descriptor socket(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
            reap();
            if (!socket || served_.size() >= connections_max) {
                continue;
            }
            // Head and body are two sends; without this each body waits 40 ms for an ACK.
            const int on = 1;
            ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            std::size_t number = 0;
            {
                const std::lock_guard lock(mutex_);
                number = accepted_++;
            }
            Served& served = served_.emplace_back();
            served.thread = std::thread(
                [this, &served, number](Descriptor taken) {
                    serve(Connection(std::move(taken), stop_.get(), number));
                    served.done = true;
                },
                std::move(socket));
        }
    }

    void reap() {
        served_.remove_if([](Served& served) {
            if (served.done) {
                served.thread.join();
                return true;
            }
            return false;
        });
    }

    void serve(Connection connection) {
        while (auto request = connection.read_request()) {
            HttpHandler handler;
            {
                const std::lock_guard lock(mutex_);
                if (requests_.size() < requests_kept_max) {
                    requests_.push_back(*request);
                }
                const auto route = routes_.find(request->path);
                handler = route != routes_.end() ? route->second : otherwise_;
            }
            HttpReply reply = handler ? handler(*request) : HttpReply{.status = 404, .body = "no"};
            if (!connection.answer(*request, std::move(reply))) {
                return;
            }
        }
    }

    Descriptor listener_;
    Descriptor stop_;
    std::list<Served> served_;
    std::thread acceptor_;
};

HttpServer::HttpServer(const std::string& address, std::uint16_t port)
    : state_(std::make_unique<State>(address, port)) {}
HttpServer::~HttpServer() = default;

std::uint16_t HttpServer::port() const {
    return state_->port_;
}

std::string HttpServer::url(const std::string& path) const {
    return "http://" + state_->address_ + ":" + std::to_string(state_->port_) + path;
}

void HttpServer::on(const std::string& path, HttpHandler handler) {
    const std::lock_guard lock(state_->mutex_);
    state_->routes_[path] = std::move(handler);
}

void HttpServer::otherwise(HttpHandler handler) {
    const std::lock_guard lock(state_->mutex_);
    state_->otherwise_ = std::move(handler);
}

void HttpServer::reply(const std::string& path, HttpReply reply) {
    on(path, [reply](const HttpRequest&) { return reply; });
}

void HttpServer::redirect(const std::string& path, const std::string& location, int status) {
    reply(path, {.status = status, .headers = {{"Location", location}}, .body = "elsewhere"});
}

void HttpServer::document(const std::string& path, const std::string& body,
                          const std::string& content_type) {
    std::size_t version = 0;
    {
        const std::lock_guard lock(state_->mutex_);
        version = ++state_->versions_;
    }
    char modified[64];
    std::snprintf(modified, sizeof modified, "Mon, 05 Jan 2026 %02zu:%02zu:%02zu GMT",
                  version / 3600 % 24, version / 60 % 60, version % 60);
    const HttpReply whole{.headers = {{"Content-Type", content_type},
                                      {"ETag", "\"v" + std::to_string(version) + "\""},
                                      {"Last-Modified", modified}},
                          .body = body};
    on(path, [whole](const HttpRequest& request) {
        // RFC 9110, 13.2.2: the entity tag decides where both are sent.
        const bool same = request.has("if-none-match")
                              ? request.header("if-none-match") == whole.headers[1].value
                              : request.header("if-modified-since") == whole.headers[2].value;
        return same ? HttpReply{.status = 304, .headers = {whole.headers[1]}} : whole;
    });
}

std::vector<HttpRequest> HttpServer::requests() const {
    const std::lock_guard lock(state_->mutex_);
    return state_->requests_;
}

std::vector<HttpRequest> HttpServer::requests(const std::string& path) const {
    std::vector<HttpRequest> found;
    for (HttpRequest& request : requests()) {
        if (request.path == path) {
            found.push_back(std::move(request));
        }
    }
    return found;
}

std::size_t HttpServer::count(const std::string& path) const {
    return requests(path).size();
}

std::size_t HttpServer::connections() const {
    const std::lock_guard lock(state_->mutex_);
    return state_->accepted_;
}

void HttpServer::forget_requests() {
    const std::lock_guard lock(state_->mutex_);
    state_->requests_.clear();
}

}  // namespace khabard
