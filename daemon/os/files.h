#pragma once

// Files on a POSIX system. Interrupted and partial writes are carried through; what fails says
// which path, what the system said and what to do about it.
//
// Locks: a lock is a file of its own that holds the owner's process id for people to read; what
// counts is flock on it, so a lock never outlives its process. Locks are held until this object
// goes. The file is left behind on purpose: removing it would let two processes lock two files of
// one name.
//
// Used by one thread at a time.

#include "daemon/os/descriptor.h"
#include "daemon/ports/files.h"

#include <string>
#include <vector>

namespace khabard {

class PosixFiles final : public Files {
public:
    Result<std::optional<std::string>> read(const std::string& path,
                                            std::size_t bytes_max) override;
    // Symbolic links to regular files count: Kubernetes mounts configuration so.
    Result<std::vector<std::string>> list(const std::string& directory) override;
    Result<std::optional<std::uint64_t>> size(const std::string& path) override;
    Status append(const std::string& path, std::string_view bytes) override;
    Status sync(const std::string& path) override;
    Status truncate(const std::string& path, std::uint64_t size) override;
    // Not durable before sync() of the directory.
    Status remove(const std::string& path) override;
    Status rename(const std::string& from, const std::string& to) override;
    Status replace(const std::string& path, std::string_view bytes) override;
    Status make_directory(const std::string& path) override;
    Status lock(const std::string& path) override;

private:
    std::vector<Descriptor> locks_;
};

}  // namespace khabard
