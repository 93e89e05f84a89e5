#pragma once

// A file descriptor with an owner, closed when the owner goes, and writing to one.

#include "daemon/base/result.h"

#include <unistd.h>

#include <string>
#include <string_view>
#include <utility>

namespace khabard {

class Descriptor {
public:
    Descriptor() = default;  // none
    explicit Descriptor(int fd) noexcept : fd_(fd) {}
    ~Descriptor() { reset(); }
    Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        if (this != &other) {
            reset();
            fd_ = std::exchange(other.fd_, -1);
        }
        return *this;
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int get() const noexcept { return fd_; }
    // Hands the descriptor over: it is no longer closed here.
    [[nodiscard]] int release() noexcept { return std::exchange(fd_, -1); }
    explicit operator bool() const noexcept { return fd_ >= 0; }
    void reset() noexcept {
        if (fd_ >= 0) {
            ::close(fd_);
            fd_ = -1;
        }
    }

private:
    int fd_ = -1;
};

// All of `bytes`, across interrupts and short writes. `where` is what the error names.
Status write_all(int fd, const std::string& where, std::string_view bytes);

}  // namespace khabard
