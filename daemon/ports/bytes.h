#pragma once

// Streams of bytes for commands that read files of any size and write as they go.

#include "daemon/base/result.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace khabard {

class ByteSource {
public:
    virtual ~ByteSource() = default;
    // Up to `bytes_max` more bytes, appended to `into`; 0: the end.
    virtual Result<std::size_t> read(std::string& into, std::size_t bytes_max) = 0;
};

class ByteSources {
public:
    virtual ~ByteSources() = default;
    // "-" is standard input.
    virtual Result<std::unique_ptr<ByteSource>> open(const std::string& name) = 0;
};

// Standard output and standard error, whole lines.
class Terminal {
public:
    virtual ~Terminal() = default;
    // Fails when nobody reads any more (a closed pipe) or the disk is full.
    virtual Status out(std::string_view text) = 0;
    virtual void err(std::string_view text) = 0;
};

}  // namespace khabard
