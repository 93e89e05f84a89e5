#include "daemon/os/files.h"

#include "tests/os/temporary_directory.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

using namespace khabard;

namespace {

// A file size limit for one scope stands for a full disk: root can make no directory read-only.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t bytes) : handler_(::signal(SIGXFSZ, SIG_IGN)) {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limit{bytes, before_.rlim_max};
        REQUIRE(::setrlimit(RLIMIT_FSIZE, &limit) == 0);
    }
    ~FileSizeLimit() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        ::signal(SIGXFSZ, handler_);
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;

private:
    void (*handler_)(int);
    rlimit before_{};
};

std::string content(Files& files, const std::string& path) {
    const auto text = files.read(path, 1'000'000);
    REQUIRE(text);
    REQUIRE(text->has_value());
    return **text;
}

bool says(const Error& error, const std::string& words) {
    CAPTURE(error.text());
    return error.text().find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("what was appended is read, piece after piece") {
    const TemporaryDirectory directory;
    PosixFiles files;
    const std::string path = directory / "a.ndjson";
    REQUIRE(files.append(path, "one\n"));
    REQUIRE(files.append(path, ""));
    REQUIRE(files.append(path, std::string("two\0\n", 5)));
    REQUIRE(files.sync(path));
    REQUIRE(files.sync(directory.path()));
    CHECK(content(files, path) == std::string("one\ntwo\0\n", 9));
    CHECK(*files.size(path) == 9U);
    REQUIRE(files.truncate(path, 4));
    CHECK(content(files, path) == "one\n");
}

TEST_CASE("a file that is not there is no error to read or measure") {
    const TemporaryDirectory directory;
    PosixFiles files;
    const auto text = files.read(directory / "none", 10);
    REQUIRE(text);
    CHECK_FALSE(text->has_value());
    const auto size = files.size(directory / "none");
    REQUIRE(size);
    CHECK_FALSE(size->has_value());
}

TEST_CASE("a file is read up to its bound and refused beyond") {
    const TemporaryDirectory directory;
    PosixFiles files;
    const std::string path = directory / "a";
    REQUIRE(files.append(path, std::string(100'000, 'x')));
    REQUIRE(files.read(path, 100'000));
    CHECK((*files.read(path, 100'000))->size() == 100'000);
    const auto refused = files.read(path, 99'999);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().fault == Fault::refused);
    CHECK_FALSE(files.read(path, 0));
}

TEST_CASE("a directory lists its regular files in order, linked ones and broken links too") {
    const TemporaryDirectory directory;
    PosixFiles files;
    for (const char* name : {"b", "a", ".hidden"}) {
        REQUIRE(files.append(directory / name, "x"));
    }
    REQUIRE(files.make_directory(directory / "sub"));
    REQUIRE(::symlink("a", (directory / "link").c_str()) == 0);
    REQUIRE(::symlink("gone", (directory / "broken").c_str()) == 0);
    REQUIRE(::symlink("sub", (directory / "linked-directory").c_str()) == 0);
    const auto names = files.list(directory.path());
    REQUIRE(names);
    CHECK(*names == std::vector<std::string>{".hidden", "a", "b", "broken", "link"});
    const auto none = files.list(directory / "nowhere");
    REQUIRE_FALSE(none);
    CHECK(says(none.error(), "nowhere"));
}

TEST_CASE("replace leaves the old file or the new one, and nothing beside it") {
    const TemporaryDirectory directory;
    PosixFiles files;
    const std::string path = directory / "checkpoint";
    REQUIRE(files.replace(path, "first"));
    REQUIRE(files.replace(path, "second"));
    CHECK(content(files, path) == "second");
    {
        const FileSizeLimit full(1000);
        const auto refused = files.replace(path, std::string(5000, 'x'));
        REQUIRE_FALSE(refused);
        CHECK(refused.error().fault == Fault::io);
    }
    CHECK(content(files, path) == "second");
    CHECK(files.list(directory.path())->size() == 1);
}

TEST_CASE("a write that does not fit fails after the part that did") {
    const TemporaryDirectory directory;
    PosixFiles files;
    const std::string path = directory / "a";
    {
        const FileSizeLimit full(1000);
        REQUIRE(files.append(path, std::string(600, 'x')));
        const auto refused = files.append(path, std::string(600, 'y'));
        REQUIRE_FALSE(refused);
        CHECK(says(refused.error(), "File too large"));
        CHECK(says(refused.error(), "LimitFSIZE"));
    }
    CHECK(*files.size(path) == 1000U);
}

TEST_CASE("what fails names the path, the system's words and a way out") {
    const TemporaryDirectory directory;
    PosixFiles files;
    REQUIRE(files.append(directory / "file", "x"));
    REQUIRE(::symlink("circle", (directory / "circle").c_str()) == 0);

    const auto through_file = files.append(directory / "file/x", "x");
    REQUIRE_FALSE(through_file);
    CHECK(says(through_file.error(), directory / "file/x"));
    CHECK(says(through_file.error(), "Not a directory; a part of the path is a file"));

    const auto circle = files.read(directory / "circle", 10);
    REQUIRE_FALSE(circle);
    CHECK(says(circle.error(), "Too many levels of symbolic links"));

    const auto is_directory = files.read(directory.path(), 10);
    REQUIRE_FALSE(is_directory);
    CHECK(says(is_directory.error(), "Is a directory"));

    CHECK_FALSE(files.truncate(directory / "none", 0));
    CHECK_FALSE(files.rename(directory / "none", directory / "other"));
    CHECK_FALSE(files.sync(directory / "none"));
    CHECK_FALSE(files.replace(directory / "none/none", "x"));
    CHECK_FALSE(files.lock(directory / "none/lock"));
}

TEST_CASE("a directory is made with its parents, once or twice, but not over a file") {
    const TemporaryDirectory directory;
    PosixFiles files;
    REQUIRE(files.make_directory(directory / "a/b//c/"));
    REQUIRE(files.make_directory(directory / "a/b/c"));
    REQUIRE(files.append(directory / "a/b/c/file", "x"));
    CHECK_FALSE(files.make_directory(directory / "a/b/c/file"));
    CHECK_FALSE(files.make_directory(directory / "a/b/c/file/d"));
}

TEST_CASE("rename moves a file over another") {
    const TemporaryDirectory directory;
    PosixFiles files;
    REQUIRE(files.append(directory / "a", "new"));
    REQUIRE(files.append(directory / "b", "old"));
    REQUIRE(files.rename(directory / "a", directory / "b"));
    CHECK(content(files, directory / "b") == "new");
    CHECK_FALSE(files.size(directory / "a")->has_value());
}

TEST_CASE("a lock is held once, names its holder and ends with him") {
    const TemporaryDirectory directory;
    const std::string path = directory / "lock";
    PosixFiles second;
    {
        PosixFiles first;
        REQUIRE(first.lock(path));
        const auto busy = second.lock(path);
        REQUIRE_FALSE(busy);
        CHECK(busy.error().fault == Fault::busy);
        CHECK(says(busy.error(), std::to_string(::getpid())));
    }
    CHECK(second.lock(path));
}

TEST_CASE("a lock is free again when its process was killed") {
    const TemporaryDirectory directory;
    const std::string path = directory / "lock";
    int ready[2];
    REQUIRE(::pipe(ready) == 0);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        PosixFiles files;
        const char answer = files.lock(path).ok() ? 'y' : 'n';
        static_cast<void>(::write(ready[1], &answer, 1));
        ::pause();
        ::_exit(0);
    }
    char answer = 0;
    REQUIRE(::read(ready[0], &answer, 1) == 1);
    CHECK(answer == 'y');
    PosixFiles files;
    CHECK_FALSE(files.lock(path).ok());
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    CHECK(files.lock(path).ok());
    ::close(ready[0]);
    ::close(ready[1]);
}

TEST_CASE("a file that replaces another is for the same people") {
    const TemporaryDirectory directory;
    PosixFiles files;
    const std::string path = directory / "feeds.toml";
    REQUIRE(files.replace(path, "old"));
    for (const mode_t mode : {mode_t{0640}, mode_t{0604}, mode_t{0400}}) {
        const bool root = ::geteuid() == 0;
        if (root) {
            REQUIRE(::chown(path.c_str(), 12'345, 23'456) == 0);
        }
        REQUIRE(::chmod(path.c_str(), mode) == 0);
        REQUIRE(files.replace(path, "new"));
        struct stat found {};
        REQUIRE(::stat(path.c_str(), &found) == 0);
        CHECK((found.st_mode & 07777) == mode);
        CHECK(found.st_uid == (root ? 12'345 : ::geteuid()));
        CHECK(found.st_gid == (root ? 23'456 : ::getegid()));
        CHECK(content(files, path) == "new");
    }
}

TEST_CASE("who may not give a file away replaces it all the same") {
    if (::geteuid() != 0) {
        WARN("skipped: only root can make a file of somebody else");
        return;
    }
    const TemporaryDirectory directory;
    const std::string path = directory / "feeds.toml";
    PosixFiles files;
    REQUIRE(files.replace(path, "of root"));
    REQUIRE(::chmod(directory.path().c_str(), 0777) == 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const bool left = ::setgid(12'345) == 0 && ::setuid(12'345) == 0;
        ::_exit(left && PosixFiles().replace(path, "of another").ok() ? 0 : 1);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(status == 0);
    struct stat found {};
    REQUIRE(::stat(path.c_str(), &found) == 0);
    CHECK(found.st_uid == 12'345);
    CHECK(content(files, path) == "of another");
}

TEST_CASE("a link that leads nowhere is no missing file, and what is no file is not replaced") {
    TemporaryDirectory folder;
    PosixFiles files;
    const std::string link = folder.path() + "/link";
    REQUIRE(::symlink((folder.path() + "/gone").c_str(), link.c_str()) == 0);
    CHECK_FALSE(files.read(link, 100).ok());
    CHECK_FALSE(files.size(link).ok());
    CHECK(*files.list(folder.path()) == std::vector<std::string>{"link"});
    CHECK_FALSE(files.replace(link, "x").ok());
    CHECK_FALSE(files.replace("/dev/null", "x").ok());
    // A link to a file stays one.
    REQUIRE(files.replace(folder.path() + "/gone", "old").ok());
    REQUIRE(files.replace(link, "new").ok());
    CHECK(**files.read(folder.path() + "/gone", 100) == "new");
    struct stat about {};
    REQUIRE(::lstat(link.c_str(), &about) == 0);
    CHECK(S_ISLNK(about.st_mode));
}
