#include "daemon/config/config_files.h"
#include "daemon/config/shipped.h"

namespace khabard {

ConfigFiles shipped_config() {
    ConfigFiles out{"", "khabard.toml", {}, {}, {}};
    for (const ShippedFile& file : shipped_files()) {
        out.files.push_back(ConfigFile{file.name, std::string(file.bytes, file.bytes + file.size)});
    }
    return out;
}

}  // namespace khabard
