#pragma once

// Stands in for systemd: a datagram socket for NOTIFY_SOCKET and what came through it.

#include <string>
#include <vector>

namespace khabard::integration {

class NotifySocket {
public:
    // Ends the test when it cannot be bound.
    explicit NotifySocket(const std::string& path);
    ~NotifySocket();
    NotifySocket(const NotifySocket&) = delete;
    NotifySocket& operator=(const NotifySocket&) = delete;

    const std::string& path() const { return path_; }
    // Every assignment so far, in order: "READY=1", "STATUS=...", ...
    const std::vector<std::string>& assignments();
    // Position of the first assignment that begins so, at `from` or later; npos: none yet.
    std::size_t find(const std::string& beginning, std::size_t from = 0);

    static constexpr std::size_t npos = static_cast<std::size_t>(-1);

private:
    std::string path_;
    int descriptor_;
    std::vector<std::string> assignments_;
};

}  // namespace khabard::integration
