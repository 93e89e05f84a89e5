#pragma once

// The status line and headers of one answer, gathered line by line as they arrive. Interim answers
// (1xx) are read over; lines after the end of the head (trailers) are counted but not kept.
// Pure.

#include "daemon/model/fetched.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace khabard {

class ResponseHead {
public:
    // One line, with or without its line end. Returns false once more than `bytes_max` bytes of
    // head have come, interim answers and trailers included.
    bool add_line(std::string_view line, std::size_t bytes_max);

    // Whether the blank line after the final answer's headers has come.
    bool complete() const { return complete_; }
    int status() const { return status_; }  // 0 before the first status line
    const std::vector<HttpHeader>& headers() const { return headers_; }
    std::vector<HttpHeader> take_headers() { return std::move(headers_); }
    // The first header of that (lower-case) name.
    std::optional<std::string> header(std::string_view name) const;

private:
    void begin(std::string_view status_line);
    void add_header(std::string_view line);

    int status_ = 0;
    bool complete_ = false;
    std::size_t bytes_ = 0;
    std::vector<HttpHeader> headers_;
};

}  // namespace khabard
