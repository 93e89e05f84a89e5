#include "daemon/os/status_server.h"

#include "daemon/os/errno_text.h"

#include <microhttpd.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/timerfd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>
#include <utility>

namespace khabard {
namespace {

constexpr int waiting_connections_max = 32;
constexpr unsigned longest_wait_ms = 500;
constexpr std::size_t connection_bytes_max = std::size_t{16} * 1024;  // of one request's head

// Nothing of ours is to be kept, framed, or run; the page has no script and loads nothing.
constexpr std::pair<const char*, const char*> fixed_headers[] = {
    {MHD_HTTP_HEADER_CACHE_CONTROL, "no-store"},
    {"Content-Security-Policy",
     "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
     "frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"}};

struct FreeAddresses {
    void operator()(addrinfo* list) const noexcept { freeaddrinfo(list); }
};

struct FreeResponse {
    void operator()(MHD_Response* response) const noexcept { MHD_destroy_response(response); }
};

std::string numeric_address(int fd) {
    sockaddr_storage bound{};
    socklen_t length = sizeof bound;
    std::array<char, NI_MAXHOST> host{};
    std::array<char, NI_MAXSERV> port{};
    if (getsockname(fd, reinterpret_cast<sockaddr*>(&bound), &length) != 0 ||
        getnameinfo(reinterpret_cast<const sockaddr*>(&bound), length, host.data(), host.size(),
                    port.data(), port.size(), NI_NUMERICHOST | NI_NUMERICSERV) != 0) {
        return {};
    }
    const std::string name = host.data();
    const bool six = name.find(':') != std::string::npos;
    return (six ? "[" + name + "]" : name) + ":" + port.data();
}

Result<Descriptor> bound_socket(const addrinfo& address) {
    Descriptor fd(::socket(address.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    const int on = 1;
    const int off = 0;
    if (!fd || ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0) {
        return io_error("", "be opened", errno);
    }
    if (address.ai_family == AF_INET6) {
        // Every address of the machine means those of IPv4 too.
        ::setsockopt(fd.get(), IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    }
    if (::bind(fd.get(), address.ai_addr, address.ai_addrlen) != 0 ||
        ::listen(fd.get(), waiting_connections_max) != 0) {
        return io_error("", "be listened on", errno);
    }
    return fd;
}

// Listens at the first address of the host that lets us; IPv6 first, because it serves both.
Result<Descriptor> listening_socket(const StatusServerOptions& options) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
    addrinfo* found = nullptr;
    const std::string port = std::to_string(options.port);
    const int failed = getaddrinfo(options.host.empty() ? nullptr : options.host.c_str(),
                                   port.c_str(), &hints, &found);
    if (failed != 0) {
        return Error{Fault::io, options.host, gai_strerror(failed)};
    }
    const std::unique_ptr<addrinfo, FreeAddresses> addresses(found);
    Result<Descriptor> last = Error{Fault::io, options.host, "it has no address"};
    for (const int family : {AF_INET6, AF_INET}) {
        for (const addrinfo* each = addresses.get(); each != nullptr; each = each->ai_next) {
            if (each->ai_family != family) {
                continue;
            }
            last = bound_socket(*each);
            if (last) {
                return last;
            }
        }
    }
    return last;
}

MHD_Result send(MHD_Connection* connection, const StatusPage& page) {
    const std::unique_ptr<MHD_Response, FreeResponse> response(MHD_create_response_from_buffer(
        page.body.size(), const_cast<char*>(page.body.data()), MHD_RESPMEM_MUST_COPY));
    if (!response) {
        return MHD_NO;
    }
    MHD_add_response_header(response.get(), MHD_HTTP_HEADER_CONTENT_TYPE,
                            page.content_type.c_str());
    for (const auto& [name, value] : fixed_headers) {
        MHD_add_response_header(response.get(), name, value);
    }
    if (page.status == MHD_HTTP_METHOD_NOT_ALLOWED) {
        MHD_add_response_header(response.get(), MHD_HTTP_HEADER_ALLOW, "GET, HEAD");
    }
    return MHD_queue_response(connection, static_cast<unsigned>(page.status), response.get());
}

StatusPage plain(int status, std::string text) {
    return {status, "text/plain; charset=utf-8", std::move(text)};
}

MHD_Result answer(void* pages, MHD_Connection* connection, const char* path, const char* method,
                  const char* /*version*/, const char* /*upload*/, std::size_t* /*upload_bytes*/,
                  void** /*request*/) noexcept {
    if (std::string_view(method) != MHD_HTTP_METHOD_GET &&
        std::string_view(method) != MHD_HTTP_METHOD_HEAD) {
        return send(connection, plain(MHD_HTTP_METHOD_NOT_ALLOWED, "GET and HEAD only\n"));
    }
    const auto page = static_cast<StatusPages*>(pages)->page(path);
    return send(connection,
                page ? *page
                     : plain(MHD_HTTP_NOT_FOUND,
                             "no such page; there are /, /metrics, /healthz and /status.json\n"));
}

unsigned connection_count(MHD_Daemon* daemon) {
    const MHD_DaemonInfo* info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS);
    return info == nullptr ? 0 : info->num_connections;
}

// What the library has to say concerns single requests, and it would say it on stderr.
void say_nothing(void* /*nobody*/, const char* /*format*/, va_list /*arguments*/) noexcept {}

}  // namespace

struct StatusServer::Daemon {
    explicit Daemon(MHD_Daemon* given) : handle(given) {}
    ~Daemon() { MHD_stop_daemon(handle); }
    Daemon(const Daemon&) = delete;
    Daemon& operator=(const Daemon&) = delete;

    MHD_Daemon* handle;
};

StatusServer::StatusServer(EventLoop& loop, StatusPages& pages) : loop_(loop), pages_(pages) {}

Result<std::unique_ptr<StatusServer>> StatusServer::open(EventLoop& loop, StatusPages& pages,
                                                         const StatusServerOptions& options) {
    std::unique_ptr<StatusServer> server(new StatusServer(loop, pages));
    if (auto started = server->start(options); !started) {
        return started.error();
    }
    return server;
}

Status StatusServer::start(const StatusServerOptions& options) {
    auto socket = listening_socket(options);
    if (!socket) {
        return socket.error();
    }
    address_ = numeric_address(socket->get());
    timer_ = Descriptor(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
    MHD_Daemon* handle = MHD_start_daemon(
        MHD_USE_EPOLL | MHD_USE_ERROR_LOG, 0, nullptr, nullptr, &answer, &pages_,
        MHD_OPTION_EXTERNAL_LOGGER, &say_nothing, nullptr, MHD_OPTION_LISTEN_SOCKET, socket->get(),
        MHD_OPTION_CONNECTION_LIMIT, options.connections_max, MHD_OPTION_CONNECTION_TIMEOUT,
        options.idle_seconds, MHD_OPTION_CONNECTION_MEMORY_LIMIT, connection_bytes_max,
        MHD_OPTION_END);
    if (handle == nullptr || !timer_) {
        return Error{Fault::io, address_, "the listener cannot be started"};
    }
    // From here on the socket is the library's, which closes it at the end.
    static_cast<void>(socket->release());
    daemon_ = std::make_unique<Daemon>(handle);
    const MHD_DaemonInfo* info = MHD_get_daemon_info(handle, MHD_DAEMON_INFO_EPOLL_FD);
    if (info == nullptr) {
        return Error{Fault::io, address_, "the listener has no epoll descriptor"};
    }
    epoll_ = info->epoll_fd;
    const Watcher watcher{this, [](void* self, int, Readiness) noexcept {
                              static_cast<StatusServer*>(self)->serve();
                          }};
    if (auto watched = loop_.watch(timer_.get(), {true, false}, watcher); !watched) {
        return watched;
    }
    return loop_.watch(epoll_, {true, false}, watcher);
}

StatusServer::~StatusServer() {
    if (epoll_ >= 0) {
        loop_.unwatch(epoll_);
    }
    if (timer_) {
        loop_.unwatch(timer_.get());
    }
}

std::string http_library_version() {
    return std::string("libmicrohttpd ") + MHD_get_version();
}

void StatusServer::serve() noexcept {
    const bool were_connections = connection_count(daemon_->handle) > 0;
    MHD_run(daemon_->handle);
    // Idle connections end, and what is half done goes on, without anything arriving. After the
    // last one one more run is needed: the library listens again only at the run after the one
    // that made room.
    MHD_UNSIGNED_LONG_LONG wait_ms = longest_wait_ms;
    const bool waits = MHD_get_timeout(daemon_->handle, &wait_ms) == MHD_YES;
    itimerspec timer{};
    if (waits || were_connections) {
        timer.it_value.tv_nsec =
            static_cast<long>(std::clamp<MHD_UNSIGNED_LONG_LONG>(wait_ms, 1, longest_wait_ms)) *
            1'000'000;
    }
    // Set anew it is no longer readable; all zero it is off.
    timerfd_settime(timer_.get(), 0, &timer, nullptr);
}

}  // namespace khabard
