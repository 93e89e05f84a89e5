#include "connectors/sinks/files/checkpoint.h"
#include "daemon/base/check.h"
#include "daemon/config/load.h"
#include "tests/fuzz/targets.h"

#include <string>

namespace khabard::fuzz {

void config(std::string_view bytes) {
    const std::string_view border = "\n---\n";
    const std::size_t at = bytes.find(border);
    ConfigFiles files{"/etc/khabard", "khabard.toml", {}, {}, {}};
    if (at != std::string_view::npos) {
        files.files.push_back({"feeds.toml", std::string(bytes.substr(at + border.size()))});
    }
    files.files.push_back({"khabard.toml", std::string(bytes.substr(0, at))});
    const Surroundings surroundings{.environment = {{"NAME", "value"}},
                                    .credentials = {{"key", "secret"}},
                                    .overrides = {"publish.sink=files"}};
    const LoadedConfig loaded = load_config(files, surroundings, Purpose::run);
    for (const Complaint& complaint : loaded.complaints) {
        check(!complaint.message.empty(), "a complaint says what is wrong");
    }
}

void checkpoint(std::string_view bytes) {
    const auto decoded = decode_checkpoint(bytes);
    if (!decoded) {
        return;
    }
    const std::string text = encode_checkpoint(*decoded);
    const auto again = decode_checkpoint(text);
    check(again.ok() && encode_checkpoint(*again) == text, "a checkpoint survives being written");
}

}  // namespace khabard::fuzz
