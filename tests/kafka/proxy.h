#pragma once

// A loopback proxy in front of a broker that reads the requests it passes on, so that a connection
// can be cut at a chosen place of the protocol.

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace khabard {

enum class Cut : std::uint8_t {
    never,
    before_commit,  // the request to end a transaction does not reach the broker
    after_commit,   // it does, and the answer does not come back
};

class Proxy {
public:
    Proxy(std::uint16_t listen, std::uint16_t broker);
    ~Proxy();
    Proxy(const Proxy&) = delete;
    Proxy& operator=(const Proxy&) = delete;

    // Once it has cut, no connection is let through until mend().
    void cut(Cut where) { cut_ = where; }
    bool has_cut() const { return down_; }
    void mend() {
        cut_ = Cut::never;
        down_ = false;
    }

private:
    struct Connection;

    void accept_all();
    void pass_requests(Connection& connection);
    void pass_answers(Connection& connection);

    std::uint16_t broker_;
    int listener_;
    std::atomic<Cut> cut_{Cut::never};
    std::atomic<bool> down_{false};
    std::atomic<bool> stop_{false};
    std::mutex mutex_;
    std::vector<std::unique_ptr<Connection>> connections_;
    std::thread thread_;
};

}  // namespace khabard
