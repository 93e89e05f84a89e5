#pragma once

// A file system in memory that tells what was synced from what was only written: crash() keeps the
// first and drops the rest, and any operation can be made to fail.

#include "daemon/ports/files.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace khabard {

class MemoryFiles final : public Files {
public:
    Result<std::optional<std::string>> read(const std::string& path, std::size_t) override;
    Result<std::vector<std::string>> list(const std::string& directory) override;
    Result<std::optional<std::uint64_t>> size(const std::string& path) override;
    Status append(const std::string& path, std::string_view bytes) override;
    Status sync(const std::string& path) override;
    Status truncate(const std::string& path, std::uint64_t size) override;
    Status remove(const std::string& path) override;
    Status rename(const std::string& from, const std::string& to) override;
    Status replace(const std::string& path, std::string_view bytes) override;
    Status make_directory(const std::string& path) override;
    Status lock(const std::string& path) override;

    // Power is cut: of every file only what was synced last is left.
    void crash() { now_ = durable_; }
    // Operations from number `n` (0: the next) on fail; nullopt: none does.
    void fail_from(std::optional<std::size_t> n) {
        fail_from_ = n;
        operations_ = 0;
    }
    // It stands there, and cannot be read.
    void break_file(const std::string& path) { broken_.insert(path); }
    std::size_t operations() const { return operations_; }
    void hold_lock(const std::string& path) { foreign_locks_.insert(path); }

    std::map<std::string, std::string> files() const { return now_; }

private:
    std::optional<Error> next(const char* what);

    std::map<std::string, std::string> now_;
    std::map<std::string, std::string> durable_;
    std::set<std::string> foreign_locks_;
    std::set<std::string> broken_;
    std::optional<std::size_t> fail_from_;
    std::size_t operations_ = 0;
};

}  // namespace khabard
