#pragma once

// Decompresses gzip (RFC 1952) piece by piece, so that its user decides how much of it comes at
// once and when to stop. Several members behind one another are one text, as gzip itself has it.

#include "daemon/base/result.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace khabard {

// Whether `bytes` begin as gzip does.
bool is_gzip(std::string_view bytes) noexcept;

class Gunzip {
public:
    Gunzip();
    ~Gunzip();
    Gunzip(const Gunzip&) = delete;
    Gunzip& operator=(const Gunzip&) = delete;

    // Takes bytes off the front of `compressed` and appends at most `bytes_max` to `into`; returns
    // how many. 0 with `compressed` empty: it wants more. Error: damaged.
    Result<std::size_t> read(std::string_view& compressed, std::string& into,
                             std::size_t bytes_max);
    // Nothing is missing: the last member has ended.
    bool complete() const noexcept;

private:
    struct Stream;
    std::unique_ptr<Stream> stream_;
};

}  // namespace khabard
