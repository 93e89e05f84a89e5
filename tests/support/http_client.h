#pragma once

// A plain HTTP client for tests of our own listener: it sends what it is given, byte for byte, and
// reads until the peer closes or ten seconds have passed.

#include <cstdint>
#include <string>

namespace khabard {

struct HttpAnswer {
    int status;        // 0: nothing came
    std::string head;  // with the status line
    std::string body;

    bool has(const std::string& header_line) const {
        return head.find("\r\n" + header_line + "\r\n") != std::string::npos;
    }
};

// `address` is "127.0.0.1:8467" or "[::1]:8467".
HttpAnswer http_exchange(const std::string& address, const std::string& request);
// GET, or another method, of a path.
HttpAnswer http_get(const std::string& address, const std::string& path,
                    const std::string& method = "GET");

// A connection that stays open and says nothing; closed at the end. -1: it was refused.
class SilentConnection {
public:
    explicit SilentConnection(const std::string& address);
    ~SilentConnection();
    SilentConnection(const SilentConnection&) = delete;
    SilentConnection& operator=(const SilentConnection&) = delete;

    // True when the peer has closed it, within ten seconds.
    bool closed_by_peer() const;

private:
    int fd_;
};

}  // namespace khabard
