#pragma once

// The files of config/ as the build put them into the binary (embed.cmake writes the .cc). Callers
// want shipped_config() of config_files.h.

#include <cstddef>
#include <span>

namespace khabard {

struct ShippedFile {
    const char* name;  // relative to config/: "themes/territory.toml"
    const unsigned char* bytes;
    std::size_t size;
};

std::span<const ShippedFile> shipped_files();

}  // namespace khabard
