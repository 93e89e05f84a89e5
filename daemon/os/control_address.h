#pragma once

// Addresses of sockets in the file system. A path that does not fit into one (107 bytes) is reached
// through a descriptor of its directory.

#include "daemon/base/result.h"
#include "daemon/os/descriptor.h"

#include <string>

struct sockaddr_un;

namespace khabard {

struct ControlAddress {
    Descriptor directory;  // must stay open while the name is used
    std::string name;      // fits into an address
};

// Error: the directory is not there.
Result<ControlAddress> control_address(const std::string& path);

// REQUIRES: `name` fits.
sockaddr_un socket_address(const std::string& name);

}  // namespace khabard
