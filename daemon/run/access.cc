#include "daemon/run/access.h"

#include "daemon/run/target.h"

#include <utility>

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

void give_access(FetchRequest& request, const Feed& feed) {
    const auto there = target_of(request.url);
    const auto home = target_of(feed.url);
    request.access = access_of(feed);
    if (there && home && there->origin == home->origin) {
        request.headers = std::exchange(request.access.headers, {});
    }
}

}  // namespace khabard
