#pragma once

// An HTTPS server on loopback that serves files, with a certificate of its own making: `openssl`
// makes key and certificate at the start, in a directory of the test's, and serves them.

#include "tests/support/child.h"

#include <cstdint>
#include <memory>
#include <string>

namespace khabard {

class TlsServer {
public:
    // Ends the test program when there is no `openssl` or it does not come up.
    explicit TlsServer(std::string directory);

    // GET /NAME answers with `text`.
    void file(const std::string& name, const std::string& text) const;
    std::string url(const std::string& name) const;
    // The certificate, which signs itself: as a CA it makes the server trusted.
    std::string ca_file() const { return directory_ + "/cert.pem"; }

private:
    std::string directory_;
    std::uint16_t port_;
    std::unique_ptr<Child> child_;
};

}  // namespace khabard
