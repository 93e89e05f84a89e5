#include "daemon/lib/psl/public_suffix.h"

#include <libpsl.h>

namespace khabard {

std::optional<std::string> public_suffix_plus_one(std::string_view host) {
    while (!host.empty() && host.back() == '.')
        host.remove_suffix(1);
    const psl_ctx_t* list = psl_builtin();
    if (list == nullptr || host.empty())
        return std::nullopt;
    const std::string name(host);
    const char* domain = psl_registrable_domain(list, name.c_str());
    if (domain == nullptr)
        return std::nullopt;
    return std::string(domain);
}

std::string psl_version() {
    return std::string("libpsl ") + psl_get_version();
}

}  // namespace khabard
