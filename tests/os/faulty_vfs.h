#pragma once

// A VFS of SQLite's that stands before the default one and makes a write, a sync or a truncation
// fail on command, as a full or dying disk does.

#include <sqlite3.h>

#include <cstddef>
#include <optional>
#include <string>

namespace khabard {

class FaultyVfs {
public:
    static constexpr const char* name = "khabard-faulty";

    // Registers it, once for the process.
    static FaultyVfs& instance();

    // Operation number `first` from now on (0: the next) fails; with `lasting` all after it too. Of
    // a failing write the first half is written when `torn`.
    void fail(std::size_t first, bool lasting, bool torn);
    void heal();
    std::size_t operations() const { return operations_; }
    bool failed() const { return failed_; }

private:
    struct File {
        sqlite3_file base;  // first, because SQLite takes one for the other
        sqlite3_file* real;
    };

    FaultyVfs();
    bool fails();

    static File* file(sqlite3_file* base) { return reinterpret_cast<File*>(base); }
    static int open(sqlite3_vfs*, const char* path, sqlite3_file* base, int flags, int* out);
    static int write(sqlite3_file* base, const void* bytes, int size, sqlite3_int64 at);
    static int truncate(sqlite3_file* base, sqlite3_int64 size);
    static int sync(sqlite3_file* base, int flags);
    static int close(sqlite3_file* base);
    static const sqlite3_io_methods& methods();

    sqlite3_vfs* real_;
    sqlite3_vfs vfs_;
    std::optional<std::size_t> fail_at_;
    bool lasting_ = false;
    bool torn_ = false;
    bool failed_ = false;
    std::size_t operations_ = 0;
};

inline FaultyVfs& FaultyVfs::instance() {
    static FaultyVfs vfs;
    return vfs;
}

inline FaultyVfs::FaultyVfs() : real_(sqlite3_vfs_find(nullptr)), vfs_(*real_) {
    vfs_.zName = name;
    vfs_.szOsFile = static_cast<int>(sizeof(File)) + real_->szOsFile;
    vfs_.pNext = nullptr;
    vfs_.xOpen = open;
    sqlite3_vfs_register(&vfs_, 0);
}

inline void FaultyVfs::fail(std::size_t first, bool lasting, bool torn) {
    fail_at_ = first;
    lasting_ = lasting;
    torn_ = torn;
    failed_ = false;
    operations_ = 0;
}

inline void FaultyVfs::heal() {
    fail_at_ = std::nullopt;
    failed_ = false;
    operations_ = 0;
}

inline bool FaultyVfs::fails() {
    const std::size_t present = operations_++;
    const bool now = fail_at_ && (lasting_ ? present >= *fail_at_ : present == *fail_at_);
    failed_ = failed_ || now;
    return now;
}

inline int FaultyVfs::open(sqlite3_vfs*, const char* path, sqlite3_file* base, int flags,
                           int* out) {
    FaultyVfs& self = instance();
    File* mine = file(base);
    mine->real = reinterpret_cast<sqlite3_file*>(mine + 1);
    const int code = self.real_->xOpen(self.real_, path, mine->real, flags, out);
    mine->base.pMethods = code == SQLITE_OK ? &methods() : nullptr;
    return code;
}

inline int FaultyVfs::write(sqlite3_file* base, const void* bytes, int size, sqlite3_int64 at) {
    sqlite3_file* real = file(base)->real;
    if (instance().fails()) {
        if (instance().torn_) {
            real->pMethods->xWrite(real, bytes, size / 2, at);
        }
        return SQLITE_FULL;
    }
    return real->pMethods->xWrite(real, bytes, size, at);
}

inline int FaultyVfs::truncate(sqlite3_file* base, sqlite3_int64 size) {
    sqlite3_file* real = file(base)->real;
    return instance().fails() ? SQLITE_IOERR_TRUNCATE : real->pMethods->xTruncate(real, size);
}

inline int FaultyVfs::sync(sqlite3_file* base, int flags) {
    sqlite3_file* real = file(base)->real;
    return instance().fails() ? SQLITE_IOERR_FSYNC : real->pMethods->xSync(real, flags);
}

inline int FaultyVfs::close(sqlite3_file* base) {
    sqlite3_file* real = file(base)->real;
    return real->pMethods->xClose(real);
}

// Without the methods for shared memory: a file that one process holds needs none.
inline const sqlite3_io_methods& FaultyVfs::methods() {
    static const sqlite3_io_methods all = [] {
        sqlite3_io_methods table{};
        table.iVersion = 1;
        table.xClose = close;
        table.xWrite = write;
        table.xTruncate = truncate;
        table.xSync = sync;
        table.xRead = [](sqlite3_file* base, void* into, int size, sqlite3_int64 at) {
            sqlite3_file* real = file(base)->real;
            return real->pMethods->xRead(real, into, size, at);
        };
        table.xFileSize = [](sqlite3_file* base, sqlite3_int64* size) {
            sqlite3_file* real = file(base)->real;
            return real->pMethods->xFileSize(real, size);
        };
        table.xLock = [](sqlite3_file* base, int level) {
            sqlite3_file* real = file(base)->real;
            return real->pMethods->xLock(real, level);
        };
        table.xUnlock = [](sqlite3_file* base, int level) {
            sqlite3_file* real = file(base)->real;
            return real->pMethods->xUnlock(real, level);
        };
        table.xCheckReservedLock = [](sqlite3_file* base, int* held) {
            sqlite3_file* real = file(base)->real;
            return real->pMethods->xCheckReservedLock(real, held);
        };
        table.xFileControl = [](sqlite3_file* base, int operation, void* argument) {
            sqlite3_file* real = file(base)->real;
            return real->pMethods->xFileControl(real, operation, argument);
        };
        table.xSectorSize = [](sqlite3_file* base) {
            sqlite3_file* real = file(base)->real;
            return real->pMethods->xSectorSize(real);
        };
        table.xDeviceCharacteristics = [](sqlite3_file* base) {
            sqlite3_file* real = file(base)->real;
            return real->pMethods->xDeviceCharacteristics(real);
        };
        return table;
    }();
    return all;
}

}  // namespace khabard
