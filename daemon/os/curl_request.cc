// CurlTransfer: what is set on the handle before a hop is sent, and the callbacks during it.

#include "daemon/base/check.h"
#include "daemon/os/curl_transfer.h"
#include "daemon/web/guard.h"
#include "daemon/web/percent.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

namespace khabard {

namespace {

// A redirect's body is of no use, but reading a short one keeps the connection.
constexpr std::size_t redirect_body_bytes_max = std::size_t{64} * 1024;
// curl counts the bytes of a chunk only after it has inflated them: at most one buffer.
constexpr std::size_t wire_buffer_bytes = std::size_t{16} * 1024;

// Long enough for what follows at the gap of a host, pages of one feed above all.
constexpr std::chrono::seconds idle_connection_age{30};

bool holds_line_break(const std::string& text) {
    return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos;
}

// Of a sockaddr of that family; its bytes may lie anywhere.
std::string address_text(int family, const void* address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, address, sizeof v4);
        inet_ntop(AF_INET, &v4.sin_addr, text.data(), text.size());
    } else if (family == AF_INET6) {
        sockaddr_in6 v6{};
        std::memcpy(&v6, address, sizeof v6);
        inet_ntop(AF_INET6, &v6.sin6_addr, text.data(), text.size());
    }
    return text.data();
}

// "[::1]" as "::1"; a name as it is.
std::string bare_host(const Url& url) {
    std::string host = url.host.value_or("");
    if (host.size() > 2 && host.front() == '[') {
        host = host.substr(1, host.size() - 2);
    }
    return host;
}

// Whether it is known without asking anybody where `host` leads.
bool is_known_address(const std::string& host) {
    return host == "localhost" || host.ends_with(".localhost") || parse_ipv4(host).has_value() ||
           parse_ipv6(host).has_value();
}

std::string loopback_of(const std::string& host) {
    return host.ends_with("localhost") ? "127.0.0.1" : host;
}

std::string end_text(const std::string& address, int port) {
    return address + " " + std::to_string(port);
}

// "": it is no open socket any more.
std::string local_end_of(int socket) {
    sockaddr_storage bound{};
    socklen_t size = sizeof bound;
    if (::getsockname(socket, reinterpret_cast<sockaddr*>(&bound), &size) != 0) {
        return {};
    }
    sockaddr_in start{};  // the port stands at the same place in both families
    std::memcpy(&start, &bound, sizeof start);
    return end_text(address_text(bound.ss_family, &bound), ntohs(start.sin_port));
}

}  // namespace

std::optional<HopRefusal> CurlTransfer::prepare(CURL* easy, SteadyTime now) {
    begin_hop(now);
    const auto left = deadline_ - now;
    if (left <= SteadyTime::zero()) {
        return HopRefusal{FetchCause::timeout, "no answer within the total timeout"};
    }
    // With a proxy we never see the address that it connects to, only what the URL itself says.
    const std::string host = bare_host(chain_.url());
    if (!proxy().empty() && is_known_address(host) && guarded(loopback_of(host))) {
        return HopRefusal{FetchCause::guarded_address, guard_words()};
    }
    easy_ = easy;
    curl_easy_reset(easy);
    curl_easy_setopt(easy, CURLOPT_URL, chain_.address().c_str());
    if (auto refusal = set_request_headers(easy)) {
        return refusal;
    }
    set_credentials(easy);
    set_rules(easy, left);
    set_callbacks(easy);
    return std::nullopt;
}

std::optional<HopRefusal> CurlTransfer::set_request_headers(CURL* easy) {
    std::vector<HttpHeader> headers;
    if (chain_.same_origin()) {
        headers = request_.headers;
    }
    if (at_home_) {
        headers.insert(headers.end(), request_.access.headers.begin(),
                       request_.access.headers.end());
    }
    if (!request_.validators.etag.empty()) {
        headers.push_back({"If-None-Match", request_.validators.etag});
    }
    if (!request_.validators.last_modified.empty()) {
        headers.push_back({"If-Modified-Since", request_.validators.last_modified});
    }
    request_headers_.reset();
    for (const HttpHeader& header : headers) {
        if (holds_line_break(header.name) || holds_line_break(header.value) ||
            header.name.empty() || header.name.find(':') != std::string::npos) {
            return HopRefusal{FetchCause::malformed_response,
                              "not sent: a request header holds a line break or has no name"};
        }
        // "Name;" is how curl is told to send a header without a value.
        const std::string line =
            header.value.empty() ? header.name + ";" : header.name + ": " + header.value;
        curl_slist* longer = curl_slist_append(request_headers_.get(), line.c_str());
        check(longer != nullptr, "out of memory for a request header");
        static_cast<void>(request_headers_.release());
        request_headers_.reset(longer);
    }
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, request_headers_.get());
    curl_easy_setopt(easy, CURLOPT_USERAGENT, options_.user_agent.c_str());
    return std::nullopt;
}

void CurlTransfer::set_credentials(CURL* easy) {
    const FetchAccess& access = request_.access;
    if (at_home_ && !access.token.empty()) {
        curl_easy_setopt(easy, CURLOPT_HTTPAUTH, CURLAUTH_BEARER);
        curl_easy_setopt(easy, CURLOPT_XOAUTH2_BEARER, access.token.c_str());
        return;
    }
    if (at_home_ && !access.user.empty()) {
        curl_easy_setopt(easy, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
        curl_easy_setopt(easy, CURLOPT_USERNAME, access.user.c_str());
        curl_easy_setopt(easy, CURLOPT_PASSWORD, access.password.c_str());
        return;
    }
    // The origin is the first one, so its userinfo is the one that was configured with it.
    const Url& url = chain_.first();
    if (!chain_.same_origin() || (url.username.empty() && url.password.empty())) {
        return;
    }
    curl_easy_setopt(easy, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
    curl_easy_setopt(easy, CURLOPT_USERNAME, percent_decode(url.username).c_str());
    curl_easy_setopt(easy, CURLOPT_PASSWORD, percent_decode(url.password).c_str());
}

void CurlTransfer::set_rules(CURL* easy, std::chrono::milliseconds left) {
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");  // all that this libcurl was built with
    curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, static_cast<long>(wire_buffer_bytes));
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, request_.keep_connection ? 0L : 1L);
    curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, static_cast<long>(idle_connection_age.count()));
    // libcurl walks its whole cache of names at the end of every request: with many hosts that is
    // dearer than anything else a request does. What is asked again soon has its connection kept.
    curl_easy_setopt(easy, CURLOPT_DNS_CACHE_TIMEOUT, 0L);
    // Otherwise a name that hangs in the resolver would hold up the loop when it is given up.
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
    // Never the environment's proxy, only ours.
    curl_easy_setopt(easy, CURLOPT_PROXY, proxy().c_str());
    curl_easy_setopt(easy, CURLOPT_NOPROXY, "");
    // What a proxy says about its tunnel is no header of the answer.
    curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    // A directory of certificates, Debian's default, switches off the cache of the parsed bundle:
    // 30 ms of CPU for every connection instead of 1.
    curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr);
    curl_easy_setopt(easy, CURLOPT_CAINFO, ca_file().c_str());
    curl_easy_setopt(easy, CURLOPT_PROXY_CAPATH, nullptr);
    curl_easy_setopt(easy, CURLOPT_PROXY_CAINFO, options_.ca_bundle.c_str());
    const bool verify = !at_home_ || request_.access.tls_verify;
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, verify ? 1L : 0L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, verify ? 2L : 0L);
    const auto connect = std::min(request_.connect_timeout, left);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(connect.count()));
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(left.count()));
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, words_.data());
    curl_easy_setopt(easy, CURLOPT_PRIVATE, this);
}

void CurlTransfer::set_callbacks(CURL* easy) {
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &CurlTransfer::on_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, this);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &CurlTransfer::on_head);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &CurlTransfer::on_open_socket);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, this);
    curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, &CurlTransfer::on_connected);
    curl_easy_setopt(easy, CURLOPT_PREREQDATA, this);
}

bool CurlTransfer::guarded(const std::string& address) {
    if (may_connect(address, options_.allow_addresses)) {
        return false;
    }
    refused_address_ = address;
    return true;
}

// libcurl does not name the socket of a kept connection, but both of its ends.
bool CurlTransfer::has_unread_bytes(const std::string& local_end) const {
    const auto found = open_sockets_.find(local_end);
    if (found == open_sockets_.end() || local_end_of(found->second) != local_end) {
        return false;
    }
    pollfd asked{found->second, POLLIN, 0};
    return ::poll(&asked, 1, 0) > 0;
}

void CurlTransfer::note_socket(const std::string& local_end) {
    for (const int socket : opened_) {
        if (local_end_of(socket) == local_end) {
            open_sockets_[local_end] = socket;
        }
    }
}

std::size_t CurlTransfer::take_head(std::string_view line) {
    if (!answered_) {
        answered_ = true;
        // Only now, or a server that thinks for long would be slow before its first byte is due.
        curl_easy_setopt(easy_, CURLOPT_LOW_SPEED_LIMIT,
                         static_cast<long>(options_.low_speed_bytes_per_second));
        curl_easy_setopt(easy_, CURLOPT_LOW_SPEED_TIME,
                         static_cast<long>(options_.low_speed_for.count()));
    }
    if (!head_.add_line(line, options_.limits.header_bytes_max)) {
        stop_ = Stop::head_cap;
        return CURL_WRITEFUNC_ERROR;
    }
    return line.size();
}

std::size_t CurlTransfer::take_body(std::string_view bytes) {
    if (RedirectChain::redirects(head_.status())) {
        redirect_body_bytes_ += bytes.size();
        if (redirect_body_bytes_ > redirect_body_bytes_max) {
            stop_ = Stop::redirect_body;
            return CURL_WRITEFUNC_ERROR;
        }
        return bytes.size();
    }
    const std::size_t room = request_.body_bytes_max - body_.size();
    body_.append(bytes.substr(0, room));
    if (bytes.size() > room) {
        stop_ = Stop::body_cap;
        return CURL_WRITEFUNC_ERROR;
    }
    if (is_bomb()) {
        stop_ = Stop::bomb;
        return CURL_WRITEFUNC_ERROR;
    }
    return bytes.size();
}

bool CurlTransfer::is_bomb() const {
    const std::size_t ratio = options_.limits.inflate_ratio_max;
    if (body_.size() <= ratio * wire_buffer_bytes) {
        return false;
    }
    curl_off_t received = 0;
    curl_easy_getinfo(easy_, CURLINFO_SIZE_DOWNLOAD_T, &received);
    return body_.size() > ratio * (static_cast<std::size_t>(received) + wire_buffer_bytes);
}

std::size_t CurlTransfer::on_body(char* bytes, std::size_t size, std::size_t count,
                                  void* self) noexcept {
    return static_cast<CurlTransfer*>(self)->take_body({bytes, size * count});
}

std::size_t CurlTransfer::on_head(char* bytes, std::size_t size, std::size_t count,
                                  void* self) noexcept {
    return static_cast<CurlTransfer*>(self)->take_head({bytes, size * count});
}

curl_socket_t CurlTransfer::on_open_socket(void* self, curlsocktype,
                                           curl_sockaddr* address) noexcept {
    auto* transfer = static_cast<CurlTransfer*>(self);
    if (transfer->proxy().empty() &&
        transfer->guarded(address_text(address->family, &address->addr))) {
        return CURL_SOCKET_BAD;
    }
    const int socket =
        ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    transfer->opened_.push_back(socket);
    return socket;
}

int CurlTransfer::on_connected(void* self, char* remote, char* local, int,
                               int local_port) noexcept {
    auto* transfer = static_cast<CurlTransfer*>(self);
    transfer->remote_address_ = remote;
    if (std::exchange(transfer->sent_, true)) {
        // libcurl repeats a request of its own when a kept connection turns out to be dead. That
        // would be a request more than the host was to get now.
        transfer->stop_ = Stop::unusable;
        return CURL_PREREQFUNC_ABORT;
    }
    const std::string local_end = end_text(local, local_port);
    if (transfer->opened_.empty() && transfer->has_unread_bytes(local_end)) {
        // What a server has sent unasked would be taken for the answer to this request (RFC 9112,
        // 6.3, forbids it), with the text of another page.
        transfer->stop_ = Stop::unusable;
        return CURL_PREREQFUNC_ABORT;
    }
    if (transfer->request_.keep_connection) {
        transfer->note_socket(local_end);
    }
    // A kept connection may have been opened under rules that have changed since.
    if (transfer->proxy().empty() && transfer->guarded(remote)) {
        transfer->stop_ = Stop::guarded;
        return CURL_PREREQFUNC_ABORT;
    }
    return CURL_PREREQFUNC_OK;
}

}  // namespace khabard
