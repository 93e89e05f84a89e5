#include "daemon/os/streams.h"

#include "tests/os/temporary_directory.h"
#include "tests/support/catch.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>

using namespace khabard;

namespace {

std::string text_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
}

// Puts another file in the place of a descriptor for as long as it lives.
class Replaced {
public:
    Replaced(int fd, int by) : fd_(fd), kept_(::dup(fd)) { ::dup2(by, fd); }
    ~Replaced() {
        ::dup2(kept_, fd_);
        ::close(kept_);
    }
    Replaced(const Replaced&) = delete;
    Replaced& operator=(const Replaced&) = delete;

private:
    int fd_;
    int kept_;
};

}  // namespace

TEST_CASE("a file is read in pieces that are appended, to its end") {
    const TemporaryDirectory directory;
    const std::string bytes("ab\0cdefghi\n", 11);
    std::ofstream(directory / "a") << bytes;
    OsByteSources sources;
    const auto source = sources.open(directory / "a");
    REQUIRE(source.ok());
    std::string read = "before:";
    CHECK(*(*source)->read(read, 4) == 4);
    while (*(*source)->read(read, 4) > 0) {
    }
    CHECK(read == "before:" + bytes);
    CHECK(*(*source)->read(read, 4) == 0);
}

TEST_CASE("what cannot be opened or read names itself, and leaves what was read") {
    const TemporaryDirectory directory;
    OsByteSources sources;
    const auto missing = sources.open(directory / "missing");
    REQUIRE_FALSE(missing.ok());
    CHECK(missing.error().text().find("missing") != std::string::npos);
    const auto source = sources.open(directory.path());
    REQUIRE(source.ok());
    std::string read = "before";
    CHECK_FALSE((*source)->read(read, 100).ok());
    CHECK(read == "before");
}

TEST_CASE("a dash is standard input, which stays open") {
    std::array<int, 2> pipe{};
    REQUIRE(::pipe(pipe.data()) == 0);
    REQUIRE(::write(pipe[1], "in", 2) == 2);
    ::close(pipe[1]);
    const Replaced input(STDIN_FILENO, pipe[0]);
    ::close(pipe[0]);
    OsByteSources sources;
    std::string read;
    {
        const auto source = sources.open("-");
        REQUIRE(source.ok());
        CHECK(*(*source)->read(read, 10) == 2);
    }
    CHECK(read == "in");
    CHECK(::fcntl(STDIN_FILENO, F_GETFD) >= 0);
}

TEST_CASE("lines go out whole, and to their own descriptor") {
    const TemporaryDirectory directory;
    const int out = ::open((directory / "out").c_str(), O_WRONLY | O_CREAT, 0600);
    const int err = ::open((directory / "err").c_str(), O_WRONLY | O_CREAT, 0600);
    REQUIRE(out >= 0);
    REQUIRE(err >= 0);
    const std::string large(1U << 20U, 'x');
    Status written{};
    bool terminal = true;
    {
        const Replaced standard_output(STDOUT_FILENO, out);
        const Replaced standard_error(STDERR_FILENO, err);
        OsTerminal streams;
        written = streams.out(large);
        streams.err("trouble\n");
        terminal = streams.out_is_a_terminal();
    }
    ::close(out);
    ::close(err);
    CHECK(written.ok());
    CHECK_FALSE(terminal);
    CHECK(text_of(directory / "out") == large);
    CHECK(text_of(directory / "err") == "trouble\n");
}

TEST_CASE("output that nobody reads any more is an error") {
    std::signal(SIGPIPE, SIG_IGN);
    std::array<int, 2> pipe{};
    REQUIRE(::pipe(pipe.data()) == 0);
    ::close(pipe[0]);
    Status written{};
    {
        const Replaced standard_output(STDOUT_FILENO, pipe[1]);
        ::close(pipe[1]);
        OsTerminal streams;
        written = streams.out("nobody\n");
    }
    std::signal(SIGPIPE, SIG_DFL);
    CHECK_FALSE(written.ok());
}
