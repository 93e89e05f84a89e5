#pragma once

// What `khabard themes` takes.

#include "daemon/cli/config_arguments.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace khabard {

enum class ThemesAction : std::uint8_t { test, try_ };

struct ThemesArguments {
    ConfigArguments config;
    ThemesAction action;
    std::string theme_file;  // of try, as the two that follow
    std::string corpus;
    std::size_t limit;  // how many new and how many lost hits are shown
};

}  // namespace khabard
