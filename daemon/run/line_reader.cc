#include "daemon/run/line_reader.h"

#include <utility>

namespace khabard {
namespace {

constexpr std::size_t chunk_bytes = std::size_t{256} * 1024;

}  // namespace

std::string LineReader::take(std::size_t length) {
    std::string text = buffer_.substr(begin_, length);
    begin_ += text.size();
    return text;
}

std::optional<std::string> LineReader::buffered() {
    for (std::size_t end = buffer_.find('\n', begin_); end != std::string::npos;
         end = buffer_.find('\n', begin_)) {
        std::string text = take(end - begin_);
        ++begin_;
        if (!std::exchange(passing_over_, false)) {
            return text;
        }
    }
    if (passing_over_) {
        begin_ = buffer_.size();
    } else if (buffer_.size() - begin_ > line_bytes_max_) {
        passing_over_ = true;
        return take(std::string::npos);
    }
    return std::nullopt;
}

Result<std::optional<std::string>> LineReader::next() {
    for (;;) {
        if (auto text = buffered()) {
            return text;
        }
        if (at_end_) {
            std::string last = take(std::string::npos);
            return last.empty() ? std::nullopt : std::optional(std::move(last));
        }
        buffer_.erase(0, begin_);
        begin_ = 0;
        const auto read = source_.read(buffer_, chunk_bytes);
        if (!read) {
            return read.error();
        }
        at_end_ = *read == 0;
    }
}

}  // namespace khabard
