#pragma once

// One request on its way: the chain of hops, what has come of the present one, and the callbacks
// by which curl hands it over. Callbacks only append and take notes; decisions are made after
// curl has returned. Included inside daemon/os by the curl_*.cc files only.

#include "daemon/model/fetched.h"
#include "daemon/os/curl_fetcher.h"
#include "daemon/os/curl_handles.h"
#include "daemon/os/response_head.h"
#include "daemon/ports/clock.h"
#include "daemon/web/redirects.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

namespace khabard {

// Sockets by their local end, "192.0.2.1 40000", as they were when they connected. One that was
// closed stays until its end is used again.
using OpenSockets = std::unordered_map<std::string, int>;

class CurlTransfer {
public:
    // The request keeps the options it began with, whatever is reconfigured meanwhile.
    // `sockets` outlives it.
    CurlTransfer(FetchRequest request, RedirectChain chain, FetcherOptions options,
                 OpenSockets& sockets, SteadyTime now);
    CurlTransfer(const CurlTransfer&) = delete;
    CurlTransfer& operator=(const CurlTransfer&) = delete;

    // Sets everything about the present hop on `easy`, or says why it cannot be sent.
    std::optional<HopRefusal> prepare(CURL* easy, SteadyTime now);

    // What came of the hop.
    struct GoOn {};  // a redirect was taken: prepare() and send again
    std::variant<GoOn, FetchOutcome> conclude(CURLcode code, Instant at);

    FetchOutcome failure(FetchCause cause, std::string detail, Instant at) const;

    const FetchRequest& request() const { return request_; }
    const RedirectChain& chain() const { return chain_; }
    bool answered() const { return answered_; }
    SteadyTime first_byte_deadline() const { return first_byte_deadline_; }

private:
    // Why we stopped the transfer ourselves.
    enum class Stop : std::uint8_t {
        none,
        body_cap,
        redirect_body,
        head_cap,
        bomb,
        guarded,
        unusable  // a kept connection
    };

    void begin_hop(SteadyTime now);
    const std::string& proxy() const;
    const std::string& ca_file() const;
    std::optional<HopRefusal> set_request_headers(CURL* easy);
    void set_credentials(CURL* easy);
    void set_rules(CURL* easy, std::chrono::milliseconds left);
    void set_callbacks(CURL* easy);
    bool guarded(const std::string& address);
    bool has_unread_bytes(const std::string& local_end) const;
    void note_socket(const std::string& local_end);
    std::size_t take_body(std::string_view bytes);
    std::size_t take_head(std::string_view line);
    bool is_bomb() const;
    std::variant<GoOn, FetchOutcome> redirect(const std::string& location, Instant at);
    FetchOutcome answer(Instant at, const char* cut);
    FetchOutcome guard_failure(Instant at) const;
    std::string guard_words() const;
    FetchOutcome curl_failure(CURLcode code, Instant at) const;

    static std::size_t on_body(char* bytes, std::size_t size, std::size_t count,
                               void* self) noexcept;
    static std::size_t on_head(char* bytes, std::size_t size, std::size_t count,
                               void* self) noexcept;
    static curl_socket_t on_open_socket(void* self, curlsocktype purpose,
                                        curl_sockaddr* address) noexcept;
    static int on_connected(void* self, char* remote, char* local, int remote_port,
                            int local_port) noexcept;

    FetchRequest request_;
    RedirectChain chain_;
    FetcherOptions options_;
    OpenSockets& open_sockets_;
    SteadyTime deadline_;
    SteadyTime first_byte_deadline_;

    // The present hop.
    bool at_home_ = false;  // it has the origin that the request's access is for
    CURL* easy_ = nullptr;
    CurlList request_headers_;
    ResponseHead head_;
    std::string body_;
    std::size_t redirect_body_bytes_ = 0;
    std::vector<int> opened_;  // sockets; none: it goes over a kept connection
    bool sent_ = false;
    bool answered_ = false;
    Stop stop_ = Stop::none;
    std::string refused_address_;
    std::string remote_address_;
    std::array<char, CURL_ERROR_SIZE> words_{};
};

}  // namespace khabard
