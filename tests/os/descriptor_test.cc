#include "daemon/os/descriptor.h"

#include "tests/support/catch.h"

#include <fcntl.h>
#include <unistd.h>

#include <string>
#include <thread>
#include <utility>

using namespace khabard;

TEST_CASE("all bytes are written, however little the pipe takes at once") {
    int ends[2];
    REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
    const Descriptor reader(ends[0]);
    Descriptor writer(ends[1]);
    std::string sent(std::size_t{1} << 20U, 'x');
    for (std::size_t i = 0; i < sent.size(); i += 1000) {
        sent[i] = static_cast<char>('a' + i / 1000 % 26);
    }
    std::string received;
    std::thread peer([&] {
        char buffer[5000];
        for (;;) {
            const ssize_t count = ::read(reader.get(), buffer, sizeof(buffer));
            if (count <= 0) {
                return;
            }
            received.append(buffer, static_cast<std::size_t>(count));
        }
    });
    const Status written = write_all(writer.get(), "the pipe", sent);
    writer.reset();
    peer.join();
    CHECK(written.ok());
    CHECK(received == sent);
}

TEST_CASE("what cannot be written is named with the system's own words") {
    const Descriptor reader(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    REQUIRE(reader);
    CHECK(write_all(reader.get(), "topic.ndjson", "").ok());
    const Status written = write_all(reader.get(), "topic.ndjson", "x");
    REQUIRE_FALSE(written.ok());
    CHECK(written.error().text().find("topic.ndjson") != std::string::npos);
    CHECK(written.error().text().find("cannot be written") != std::string::npos);
}

TEST_CASE("a descriptor is closed once, by its last owner") {
    Descriptor first(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    REQUIRE(first);
    const int fd = first.get();
    Descriptor second(std::move(first));
    CHECK_FALSE(static_cast<bool>(first));
    CHECK(second.get() == fd);
    second.reset();
    CHECK(::fcntl(fd, F_GETFD) == -1);
}
