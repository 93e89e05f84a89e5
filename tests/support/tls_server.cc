#include "tests/support/tls_server.h"

#include "daemon/os/descriptor.h"
#include "tests/support/http_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <thread>
#include <utility>

namespace khabard {
namespace {

using namespace std::chrono_literals;

std::uint16_t free_port() {
    const HttpServer gone;
    return gone.port();
}

bool answers(std::uint16_t port) {
    const Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_port = htons(port);
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return ::connect(socket.get(), reinterpret_cast<sockaddr*>(&where), sizeof where) == 0;
}

std::unique_ptr<Child> shell(const std::string& directory, const std::string& command) {
    return std::make_unique<Child>(
        Child::Options{.arguments = {"/bin/sh", "-c", "cd '" + directory + "' && exec " + command},
                       .environment = {},
                       .output = directory + "/openssl.log"});
}

void require(bool holds, const char* what) {
    if (!holds) {
        std::fprintf(stderr, "tls server: %s\n", what);
        std::abort();
    }
}

}  // namespace

TlsServer::TlsServer(std::string directory) : directory_(std::move(directory)), port_(free_port()) {
    const auto made =
        shell(directory_,
              "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
              "-keyout key.pem -out cert.pem -subj /CN=khabard-test "
              "-addext subjectAltName=IP:127.0.0.1")
            ->wait(30s);
    require(made && made->exited && made->value == 0, "openssl made no certificate");
    child_ =
        shell(directory_, "openssl s_server -quiet -accept 127.0.0.1:" + std::to_string(port_) +
                              " -cert cert.pem -key key.pem -WWW");
    const auto until = std::chrono::steady_clock::now() + 30s;
    while (!answers(port_)) {
        require(std::chrono::steady_clock::now() < until, "openssl does not serve");
        std::this_thread::sleep_for(10ms);
    }
}

void TlsServer::file(const std::string& name, const std::string& text) const {
    std::ofstream(directory_ + "/" + name, std::ios::binary) << text;
}

std::string TlsServer::url(const std::string& name) const {
    return "https://127.0.0.1:" + std::to_string(port_) + "/" + name;
}

}  // namespace khabard
