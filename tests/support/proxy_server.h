#pragma once

// A forward proxy on loopback: CONNECT, absolute addresses, and SOCKS5 on the same port (the first
// byte tells them apart). It takes every client, or only those with a user and password. A tunnel
// to a name of ".example" ends at 127.0.0.1. Threads are joined at the end.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace khabard {

class ProxyServer {
public:
    struct Passage {
        std::string kind;    // "connect", "absolute", "socks5"
        std::string target;  // "host:port" as asked for
        std::string head;    // what the client sent to the proxy; "" for SOCKS
    };

    // "user:password", or "": everybody may.
    explicit ProxyServer(std::string userinfo = {});
    ~ProxyServer();
    ProxyServer(const ProxyServer&) = delete;
    ProxyServer& operator=(const ProxyServer&) = delete;

    // "SCHEME://127.0.0.1:PORT", with the userinfo if there is one.
    std::string url(const std::string& scheme) const;
    std::uint16_t port() const;
    std::vector<Passage> passages() const;  // those that were let through

private:
    class State;
    std::unique_ptr<State> state_;
};

}  // namespace khabard
