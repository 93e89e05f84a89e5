#include "daemon/os/supervisor.h"

#include "daemon/os/descriptor.h"
#include "tests/os/temporary_directory.h"

#include <sys/socket.h>
#include <sys/un.h>

#include <cstdlib>
#include <cstring>

using namespace khabard;
using namespace std::chrono_literals;

namespace {

struct HandClock final : Clock {
    SteadyTime now{5s};
    Instant wall() const override { return Instant{}; }
    SteadyTime steady() const override { return now; }
};

// Stands in for systemd: a datagram socket that $NOTIFY_SOCKET names.
class Manager {
public:
    Manager() : socket_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
        const std::string path = directory_ / "notify";
        sockaddr_un where{};
        where.sun_family = AF_UNIX;
        std::strncpy(where.sun_path, path.c_str(), sizeof where.sun_path - 1);
        REQUIRE(::bind(socket_.get(), reinterpret_cast<sockaddr*>(&where), sizeof where) == 0);
        ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
    }
    ~Manager() { ::unsetenv("NOTIFY_SOCKET"); }
    Manager(const Manager&) = delete;
    Manager& operator=(const Manager&) = delete;

    // "" when nothing was sent.
    std::string heard() {
        char text[4096];
        const ssize_t count = ::recv(socket_.get(), text, sizeof text, MSG_DONTWAIT);
        return count > 0 ? std::string(text, static_cast<std::size_t>(count)) : "";
    }

private:
    TemporaryDirectory directory_;
    Descriptor socket_;
};

}  // namespace

TEST_CASE("the supervisor hears of readiness, reload, status and the end") {
    Manager manager;
    const HandClock clock;
    SystemdSupervisor supervisor(clock);
    supervisor.ready("12 feeds\nREADY=0");
    CHECK(manager.heard() == "READY=1\nSTATUS=12 feeds READY=0");
    supervisor.reloading();
    const std::string reloading = manager.heard();
    CHECK(reloading.find("RELOADING=1\nMONOTONIC_USEC=") == 0);
    CHECK(reloading.size() > std::strlen("RELOADING=1\nMONOTONIC_USEC=") + 5);
    supervisor.status("13 feeds");
    supervisor.status("13 feeds");
    CHECK(manager.heard() == "STATUS=13 feeds");
    CHECK(manager.heard().empty());
    supervisor.stopping("settling");
    CHECK(manager.heard() == "STOPPING=1\nSTATUS=settling");
}

TEST_CASE("the watchdog is fed once a second at most") {
    Manager manager;
    HandClock clock;
    SystemdSupervisor supervisor(clock);
    supervisor.progress();
    CHECK(manager.heard() == "WATCHDOG=1");
    clock.now += 999ms;
    supervisor.progress();
    CHECK(manager.heard().empty());
    clock.now += 1ms;
    supervisor.progress();
    CHECK(manager.heard() == "WATCHDOG=1");
}

TEST_CASE("without a supervisor every call does nothing") {
    ::unsetenv("NOTIFY_SOCKET");
    const HandClock clock;
    SystemdSupervisor supervisor(clock);
    supervisor.ready("ready");
    supervisor.reloading();
    supervisor.progress();
    supervisor.stopping("gone");
}
