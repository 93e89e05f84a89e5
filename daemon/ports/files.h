#pragma once

// File access below the sinks, small enough to be broken on purpose in tests.

#include "daemon/base/result.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace khabard {

class Files {
public:
    virtual ~Files() = default;
    // The whole file; nullopt when there is none. Fails above `bytes_max`.
    virtual Result<std::optional<std::string>> read(const std::string& path,
                                                    std::size_t bytes_max) = 0;
    // Names (not paths) of the regular files of a directory, sorted.
    virtual Result<std::vector<std::string>> list(const std::string& directory) = 0;
    virtual Result<std::optional<std::uint64_t>> size(const std::string& path) = 0;
    // Creates the file when there is none. On failure any part of `bytes` may have been written.
    virtual Status append(const std::string& path, std::string_view bytes) = 0;
    // Durable when it returns: the file's data, or the directory's entries.
    virtual Status sync(const std::string& path) = 0;
    virtual Status truncate(const std::string& path, std::uint64_t size) = 0;
    virtual Status remove(const std::string& path) = 0;  // fine if there is none
    virtual Status rename(const std::string& from, const std::string& to) = 0;
    // Replaces the file atomically and durably: temporary file, fsync, rename, fsync of directory.
    // Owner and mode stay those of the file that was there, where that is allowed.
    virtual Status replace(const std::string& path, std::string_view bytes) = 0;
    virtual Status make_directory(const std::string& path) = 0;  // with parents; fine if it exists
    // Takes an exclusive lock that ends with the process. Fault::busy when another holds it.
    virtual Status lock(const std::string& path) = 0;
};

}  // namespace khabard
