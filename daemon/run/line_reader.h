#pragma once

// The lines of a source of any size, read in bounded memory.
//
// A line that is longer than the limit comes out once, as far as it was read (so that its reader
// refuses it as too long), and the rest of it is passed over.

#include "daemon/base/result.h"
#include "daemon/ports/bytes.h"

#include <cstddef>
#include <optional>
#include <string>

namespace khabard {

class LineReader {
public:
    // `source` outlives the reader.
    LineReader(ByteSource& source, std::size_t line_bytes_max)
        : source_(source), line_bytes_max_(line_bytes_max) {}

    // The next line, without its line feed; nullopt: there is none left. What follows the last line
    // feed is a line unless it is empty.
    Result<std::optional<std::string>> next();

private:
    // A line of the buffer, or the beginning of one that is too long.
    std::optional<std::string> buffered();
    std::string take(std::size_t length);

    ByteSource& source_;
    std::size_t line_bytes_max_;
    std::string buffer_;
    std::size_t begin_ = 0;      // of what was not handed out
    bool passing_over_ = false;  // the rest of a line that was too long
    bool at_end_ = false;
};

}  // namespace khabard
