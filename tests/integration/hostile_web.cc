#include "tests/integration/hostile_web.h"

#include "tests/support/bombs.h"

#include <utility>

namespace khabard::integration {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t bomb_bytes = std::size_t{64} << 20U;

HttpReply packed(const char* coding, std::string bytes) {
    return {.headers = {{"Content-Type", "application/rss+xml"}, {"Content-Encoding", coding}},
            .body = std::move(bytes)};
}

HttpReply redirect_to(const std::string& location) {
    return {.status = 302, .headers = {{"Location", location}}, .body = "elsewhere"};
}

// Pieces of `bytes`, one every `gap`.
HttpReply dripping(HttpReply reply, std::size_t bytes, std::chrono::milliseconds gap) {
    reply.piece_bytes = bytes;
    reply.piece_gap = gap;
    return reply;
}

std::string repeated(const std::string& part, std::size_t times) {
    std::string text;
    text.reserve(part.size() * times);
    for (std::size_t i = 0; i < times; ++i) {
        text += part;
    }
    return text;
}

const std::string good_head = "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n";

void add_slow(std::vector<HostileSort>& sorts) {
    sorts.push_back({"silent", "timeout", {.before_head = 120s}});
    sorts.push_back(
        {"slow-head", "timeout",
         dripping({.raw = good_head + repeated("X-More: and more\r\n", 1000)}, 1, 200ms)});
    sorts.push_back(
        {"drip", "timeout", dripping({.body = repeated("<rss>", 1000), .piece_bytes = 1}, 1, 1s)});
    sorts.push_back({"stall",
                     "timeout",
                     {.body = repeated("<rss>", 1000), .break_after = 500, .end = HttpEnd::stall}});
}

void add_large(std::vector<HostileSort>& sorts) {
    HttpReply endless{.headers = {{"Content-Type", "application/rss+xml"}},
                      .body = repeated("<rss><channel><item><title>and more</title>", 1500)};
    endless.endless = true;
    sorts.push_back({"endless", "", std::move(endless)});
    sorts.push_back({"gzip-bomb", "too_large", packed("gzip", gzip_bomb(bomb_bytes))});
    sorts.push_back({"brotli-bomb", "too_large", packed("br", brotli_bomb(bomb_bytes))});
    sorts.push_back({"zstd-bomb", "too_large", packed("zstd", zstd_bomb(bomb_bytes))});
    sorts.push_back({"many-headers",
                     "too_large",
                     {.raw = good_head + repeated("X-More: and more\r\n", 60'000) + "\r\n",
                      .end = HttpEnd::close}});
    sorts.push_back({"long-header",
                     "too_large",
                     {.raw = good_head + "X-Long: " + std::string(1'000'000, 'x') + "\r\n\r\n",
                      .end = HttpEnd::close}});
}

void add_broken(std::vector<HostileSort>& sorts) {
    sorts.push_back({"bad-chunk",
                     "malformed_response",
                     {.raw = good_head + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n<rss>\r\n",
                      .end = HttpEnd::stall}});
    sorts.push_back({"reset",
                     "reset",
                     {.body = repeated("<rss>", 5000), .break_after = 900, .end = HttpEnd::reset}});
    sorts.push_back({"hang-up", "reset", {.raw = "", .end = HttpEnd::close}});
    sorts.push_back({"no-http",
                     "malformed_response",
                     {.raw = "SSH-2.0-OpenSSH_9.2p1\r\n", .end = HttpEnd::close}});
    sorts.push_back({"coding",
                     "malformed_response",
                     {.headers = {{"Content-Encoding", "gzip"}}, .body = "this is no gzip"}});
}

void add_astray(std::vector<HostileSort>& sorts) {
    sorts.push_back({"circle", "redirect_loop", redirect_to("/feed")});
    sorts.push_back({"private", "guarded_address", redirect_to("http://10.0.0.1/feed")});
    sorts.push_back({"mapped", "guarded_address",
                     redirect_to("http://[::ffff:169.254.169.254]/latest/meta-data/")});
    sorts.push_back({"octal", "guarded_address", redirect_to("http://0300.0250.1.1/feed")});
    sorts.push_back({"name", "guarded_address", redirect_to("http://localhost:9/feed")});
    sorts.push_back({"scheme", "forbidden_scheme", redirect_to("file:///etc/passwd")});
    sorts.push_back({"long-address", "too_large", redirect_to("/" + std::string(5000, 'x'))});
}

}  // namespace

std::vector<HostileSort> hostile_sorts() {
    std::vector<HostileSort> sorts;
    add_slow(sorts);
    add_large(sorts);
    add_broken(sorts);
    add_astray(sorts);
    return sorts;
}

HostileWeb::HostileWeb(std::size_t feeds_of_each_sort) {
    std::size_t sort_number = 0;
    for (const HostileSort& sort : hostile_sorts()) {
        for (std::size_t i = 0; i < feeds_of_each_sort; ++i) {
            const std::string address = "127." + std::to_string(64 + sort_number) + "." +
                                        std::to_string(i / 250) + "." + std::to_string(1 + i % 250);
            servers_.push_back(std::make_unique<HttpServer>(address));
            servers_.back()->reply("/feed", sort.reply);
            feeds_.push_back({std::string(sort.name) + "-" + std::to_string(i),
                              servers_.back()->url("/feed"), sort.cause});
        }
        ++sort_number;
    }
}

std::size_t HostileWeb::requests() const {
    std::size_t count = 0;
    for (const auto& server : servers_) {
        count += server->requests().size();
    }
    return count;
}

}  // namespace khabard::integration
