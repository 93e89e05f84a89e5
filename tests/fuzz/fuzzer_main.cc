// libFuzzer's entry for the one target that the build names.

#include "daemon/base/check.h"
#include "tests/fuzz/targets.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace {

const khabard::fuzz::Target& target() {
    for (const khabard::fuzz::Target& row : khabard::fuzz::all_targets()) {
        if (std::string_view(row.name) == KHABARD_FUZZ_TARGET) {
            return row;
        }
    }
    khabard::unreachable("the build names a target of the table");
}

}  // namespace

// What a target makes once (compiled rules) is no part of its first input's time.
extern "C" int LLVMFuzzerInitialize(int* count, char*** words) {
    static_cast<void>(count);
    static_cast<void>(words);
    target().run({});
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const khabard::fuzz::Target& row = target();
    row.run(std::string_view(reinterpret_cast<const char*>(data), size));
    return 0;
}
