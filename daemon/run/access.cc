#include "daemon/run/access.h"

namespace khabard {

FetchAccess access_of(const Feed& feed) {
    FetchAccess access{.url = feed.url,
                       .headers = {},
                       .user = feed.auth.user,
                       .password = feed.auth.password,
                       .token = feed.auth.token,
                       .tls_verify = feed.tls.verify,
                       .tls_ca = feed.tls.ca,
                       .proxy = feed.proxy};
    for (const auto& [name, value] : feed.headers) {
        access.headers.push_back({name, value});
    }
    return access;
}

}  // namespace khabard
