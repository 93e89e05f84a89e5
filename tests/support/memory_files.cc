#include "tests/support/memory_files.h"

namespace khabard {

std::optional<Error> MemoryFiles::next(const char* what) {
    if (fail_from_ && operations_++ >= *fail_from_) {
        return Error{Fault::io, what, "the test says no"};
    }
    return std::nullopt;
}

Result<std::optional<std::string>> MemoryFiles::read(const std::string& path, std::size_t) {
    if (broken_.contains(path)) {
        return Error{Fault::io, path, "cannot be read"};
    }
    const auto found = now_.find(path);
    return found == now_.end() ? std::optional<std::string>() : std::optional(found->second);
}

Result<std::vector<std::string>> MemoryFiles::list(const std::string& directory) {
    std::vector<std::string> names;
    const std::string prefix = directory + "/";
    for (const auto& [path, bytes] : now_) {
        if (path.rfind(prefix, 0) == 0) {
            names.push_back(path.substr(prefix.size()));
        }
    }
    return names;
}

Result<std::optional<std::uint64_t>> MemoryFiles::size(const std::string& path) {
    const auto found = now_.find(path);
    return found == now_.end() ? std::optional<std::uint64_t>()
                               : std::optional<std::uint64_t>(found->second.size());
}

Status MemoryFiles::append(const std::string& path, std::string_view bytes) {
    if (auto error = next("append")) {
        // As a full disk does: part of it may be there.
        now_[path] += bytes.substr(0, bytes.size() / 2);
        return *error;
    }
    now_[path] += bytes;
    return {};
}

// A directory's sync makes names last; here every name lasts with its file's content as synced, so
// it also keeps renames.
Status MemoryFiles::sync(const std::string& path) {
    if (auto error = next("sync")) {
        return *error;
    }
    const auto found = now_.find(path);
    if (found != now_.end()) {
        durable_[path] = found->second;
        return {};
    }
    for (auto entry = durable_.begin(); entry != durable_.end();) {
        entry = now_.contains(entry->first) ? std::next(entry) : durable_.erase(entry);
    }
    for (const auto& [name, bytes] : now_) {
        durable_.emplace(name, bytes);
    }
    return {};
}

Status MemoryFiles::truncate(const std::string& path, std::uint64_t size) {
    if (auto error = next("truncate")) {
        return *error;
    }
    now_[path].resize(size);
    return {};
}

Status MemoryFiles::remove(const std::string& path) {
    if (auto error = next("remove")) {
        return *error;
    }
    now_.erase(path);
    return {};
}

Status MemoryFiles::rename(const std::string& from, const std::string& to) {
    if (auto error = next("rename")) {
        return *error;
    }
    now_[to] = now_[from];
    now_.erase(from);
    return {};
}

Status MemoryFiles::replace(const std::string& path, std::string_view bytes) {
    if (auto error = next("replace")) {
        return *error;
    }
    now_[path] = std::string(bytes);
    durable_[path] = std::string(bytes);
    return {};
}

Status MemoryFiles::make_directory(const std::string&) {
    return {};
}

Status MemoryFiles::lock(const std::string& path) {
    if (foreign_locks_.contains(path)) {
        return Error{Fault::busy, path, "another process holds it"};
    }
    return {};
}

}  // namespace khabard
