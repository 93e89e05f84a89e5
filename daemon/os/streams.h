#pragma once

// Files, standard input and standard output as the streams of daemon/ports/bytes.h.

#include "daemon/ports/bytes.h"

#include <memory>

namespace khabard {

// What is packed with gzip is unpacked on the way, as far as its reader wants it.
class OsByteSources final : public ByteSources {
public:
    Result<std::unique_ptr<ByteSource>> open(const std::string& name) override;
};

// Writes through to the descriptors 1 and 2.
class OsTerminal final : public Terminal {
public:
    Status out(std::string_view text) override;
    void err(std::string_view text) override;
    // Somebody watches standard output.
    bool out_is_a_terminal() const;
};

}  // namespace khabard
