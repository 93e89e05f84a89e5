#include "daemon/os/files.h"

#include "daemon/base/fail_point.h"
#include "daemon/os/errno_text.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <utility>

namespace khabard {

namespace {

constexpr std::size_t read_step_bytes = std::size_t{64} * 1024;
constexpr mode_t file_mode = 0640;
constexpr mode_t directory_mode = 0750;

struct CloseDirectory {
    void operator()(DIR* directory) const noexcept { ::closedir(directory); }
};

Descriptor open_file(const std::string& path, int flags) {
    int fd = -1;
    do {
        fd = ::open(path.c_str(), flags | O_CLOEXEC, file_mode);
    } while (fd < 0 && errno == EINTR);
    return Descriptor(fd);
}

Status sync_descriptor(int fd, const std::string& path) {
    int done = 0;
    do {
        done = ::fsync(fd);
    } while (done != 0 && errno == EINTR);
    if (done != 0) {
        return io_error(path, "be made durable", errno);
    }
    return {};
}

std::string directory_of(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    if (slash == std::string::npos) {
        return ".";
    }
    return slash == 0 ? "/" : path.substr(0, slash);
}

// What the holder wrote into a lock file; only for the message.
std::string holder_of(int fd) {
    char text[32];
    const ssize_t count = ::pread(fd, text, sizeof text, 0);
    std::string digits;
    for (ssize_t i = 0; i < count && text[i] >= '0' && text[i] <= '9'; ++i) {
        digits += text[i];
    }
    return digits;
}

// A file that takes the place of another is for the same people: root may edit the configuration of
// a service that is not root. Who may not give a file away keeps it. Nothing is asked of the kernel
// where nothing differs, because the unit's filter allows no chown.
void keep_owner(int fd, const std::string& replaced) {
    struct stat before {};
    struct stat now {};
    if (::stat(replaced.c_str(), &before) != 0 || ::fstat(fd, &now) != 0) {
        return;
    }
    if ((before.st_uid != now.st_uid || before.st_gid != now.st_gid) &&
        ::fchown(fd, before.st_uid, before.st_gid) != 0) {
        return;
    }
    if (before.st_mode != now.st_mode) {
        ::fchmod(fd, before.st_mode & 07777);
    }
}

// A link that stands there, to something that does not.
bool leads_nowhere(const std::string& path) {
    struct stat about {};
    return ::lstat(path.c_str(), &about) == 0 && S_ISLNK(about.st_mode);
}

// Where a link leads, the path itself otherwise. Only regular files are replaced.
Result<std::string> replaceable(const std::string& path) {
    struct stat about {};
    if (::stat(path.c_str(), &about) != 0) {
        return errno == ENOENT && !leads_nowhere(path)
                   ? Result<std::string>(path)
                   : Result<std::string>(io_error(path, "be replaced", errno));
    }
    if (!S_ISREG(about.st_mode)) {
        return Error{Fault::io, path, "cannot be replaced: it is no regular file"};
    }
    const std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.c_str(), nullptr),
                                                           &std::free);
    return real == nullptr ? Result<std::string>(io_error(path, "be replaced", errno))
                           : Result<std::string>(std::string(real.get()));
}

}  // namespace

Result<std::optional<std::string>> PosixFiles::read(const std::string& path,
                                                    std::size_t bytes_max) {
    const Descriptor file = open_file(path, O_RDONLY);
    if (!file) {
        if (errno == ENOENT && !leads_nowhere(path)) {
            return std::optional<std::string>();
        }
        return io_error(path, "be read", errno);
    }
    std::string text;
    struct stat about {};
    if (::fstat(file.get(), &about) == 0 && S_ISREG(about.st_mode)) {
        text.reserve(std::min(static_cast<std::size_t>(about.st_size), bytes_max) + 1);
    }
    while (true) {
        const std::size_t before = text.size();
        // One byte more than allowed tells a file that is too long from one that just fits.
        const std::size_t step = std::min(read_step_bytes, bytes_max - before + 1);
        text.resize(before + step);
        const ssize_t count = ::read(file.get(), text.data() + before, step);
        if (count < 0 && errno != EINTR) {
            return io_error(path, "be read", errno);
        }
        text.resize(before + (count < 0 ? 0 : static_cast<std::size_t>(count)));
        if (count == 0) {
            return std::optional<std::string>(std::move(text));
        }
        if (text.size() > bytes_max) {
            return Error{
                Fault::refused, path,
                "is longer than " + std::to_string(bytes_max) + " bytes; split it or leave it out"};
        }
    }
}

Result<std::vector<std::string>> PosixFiles::list(const std::string& directory) {
    const std::unique_ptr<DIR, CloseDirectory> open(::opendir(directory.c_str()));
    if (open == nullptr) {
        return io_error(directory, "be listed", errno);
    }
    std::vector<std::string> names;
    errno = 0;
    while (const dirent* entry = ::readdir(open.get())) {
        struct stat about {};
        const int at = ::dirfd(open.get());
        // Gone between the two calls: not there any more. A link that leads nowhere is there, and
        // its reader has to say so.
        const bool regular = ::fstatat(at, entry->d_name, &about, 0) == 0
                                 ? S_ISREG(about.st_mode)
                                 : ::fstatat(at, entry->d_name, &about, AT_SYMLINK_NOFOLLOW) == 0;
        if (regular) {
            names.emplace_back(entry->d_name);
        }
        errno = 0;
    }
    if (errno != 0) {
        return io_error(directory, "be listed", errno);
    }
    std::sort(names.begin(), names.end());
    return names;
}

Result<std::optional<std::uint64_t>> PosixFiles::size(const std::string& path) {
    struct stat about {};
    if (::stat(path.c_str(), &about) != 0) {
        if (errno == ENOENT && !leads_nowhere(path)) {
            return std::optional<std::uint64_t>();
        }
        return io_error(path, "be looked at", errno);
    }
    return std::optional<std::uint64_t>(static_cast<std::uint64_t>(about.st_size));
}

Status PosixFiles::append(const std::string& path, std::string_view bytes) {
    fail_point("files.append.before");
    const Descriptor file = open_file(path, O_WRONLY | O_APPEND | O_CREAT);
    if (!file) {
        return io_error(path, "be opened for writing", errno);
    }
#ifdef KHABARD_FAIL_POINTS
    // A kill in the middle leaves a torn write.
    const std::size_t half = bytes.size() / 2;
    if (auto torn = write_all(file.get(), path, bytes.substr(0, half)); !torn) {
        return torn;
    }
    bytes.remove_prefix(half);
    fail_point("files.append.torn");
#endif
    auto written = write_all(file.get(), path, bytes);
    fail_point("files.append.after");
    return written;
}

Status PosixFiles::sync(const std::string& path) {
    fail_point("files.sync.before");
    const Descriptor file = open_file(path, O_RDONLY);
    if (!file) {
        return io_error(path, "be made durable", errno);
    }
    auto synced = sync_descriptor(file.get(), path);
    fail_point("files.sync.after");
    return synced;
}

Status PosixFiles::truncate(const std::string& path, std::uint64_t size) {
    fail_point("files.truncate.before");
    int done = 0;
    do {
        done = ::truncate(path.c_str(), static_cast<off_t>(size));
    } while (done != 0 && errno == EINTR);
    if (done != 0) {
        return io_error(path, "be cut", errno);
    }
    fail_point("files.truncate.after");
    return {};
}

Status PosixFiles::remove(const std::string& path) {
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) {
        return io_error(path, "be removed", errno);
    }
    return {};
}

Status PosixFiles::rename(const std::string& from, const std::string& to) {
    fail_point("files.rename.before");
    if (::rename(from.c_str(), to.c_str()) != 0) {
        return io_error(from, ("be renamed to " + to).c_str(), errno);
    }
    fail_point("files.rename.after");
    return {};
}

Status PosixFiles::replace(const std::string& named, std::string_view bytes) {
    const auto target = replaceable(named);
    if (!target) {
        return target.error();
    }
    const std::string& path = *target;
    const std::string temporary = path + ".new";
    fail_point("files.replace.before");
    {
        const Descriptor file = open_file(temporary, O_WRONLY | O_CREAT | O_TRUNC);
        if (!file) {
            return io_error(temporary, "be opened for writing", errno);
        }
        keep_owner(file.get(), path);
        auto written = write_all(file.get(), temporary, bytes);
        if (written) {
            written = sync_descriptor(file.get(), temporary);
        }
        if (!written) {
            ::unlink(temporary.c_str());  // half a file is of no use and takes space
            return written;
        }
    }
    fail_point("files.replace.written");
    if (::rename(temporary.c_str(), path.c_str()) != 0) {
        const int number = errno;
        ::unlink(temporary.c_str());
        return io_error(path, "be replaced", number);
    }
    fail_point("files.replace.renamed");
    return sync(directory_of(path));
}

Status PosixFiles::make_directory(const std::string& path) {
    struct stat about {};
    if (::stat(path.c_str(), &about) == 0) {
        return S_ISDIR(about.st_mode) ? Status{} : io_error(path, "be a directory", ENOTDIR);
    }
    if (errno != ENOENT) {
        return io_error(path, "be made", errno);
    }
    const std::string trimmed = path.substr(0, path.find_last_not_of('/') + 1);
    if (const std::string parent = directory_of(trimmed); parent != trimmed) {
        if (auto made = make_directory(parent); !made) {
            return made;
        }
    }
    if (::mkdir(path.c_str(), directory_mode) != 0 && errno != EEXIST) {
        return io_error(path, "be made", errno);
    }
    return {};
}

Status PosixFiles::lock(const std::string& path) {
    Descriptor file = open_file(path, O_RDWR | O_CREAT);
    if (!file) {
        return io_error(path, "be locked", errno);
    }
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) {
            return io_error(path, "be locked", errno);
        }
        const std::string holder = holder_of(file.get());
        return Error{Fault::busy, path,
                     "is held by another process" + (holder.empty() ? "" : " (" + holder + ")") +
                         "; stop it first, or name another directory"};
    }
    const std::string pid = std::to_string(::getpid()) + "\n";
    // The number is for people only: a full disk must not keep us from holding the lock.
    if (::ftruncate(file.get(), 0) == 0) {
        static_cast<void>(write_all(file.get(), path, pid));
    }
    locks_.push_back(std::move(file));
    return {};
}

}  // namespace khabard
