#pragma once

// A real HTTP/1.1 server on loopback for tests, well-behaved or not as each reply says. It listens
// on a port of its own choice from the constructor to the destructor, serves each connection on a
// thread of its own (at most 512; further ones are closed) and joins all of them at the end, also
// those in the middle of a stall. All members may be called at any time from any thread.
//
//     HttpServer server;
//     server.document("/feed.xml", "<rss/>", "application/rss+xml");
//     server.reply("/slow", {.body = "late", .before_head = 200ms});
//     fetch(server.url("/feed.xml"));
//     CHECK(server.count("/feed.xml") == 1);

#include "daemon/model/fetched.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace khabard {

struct HttpRequest {
    std::string method;
    std::string target;               // "/a?b=c"
    std::string path;                 // "/a"
    std::vector<HttpHeader> headers;  // names in lower case, in order
    std::chrono::steady_clock::time_point at;
    std::size_t connection;  // 0, 1, 2 ... in order of accepting

    // The first header of that (lower-case) name, or "".
    std::string header(const std::string& name) const;
    bool has(const std::string& name) const;
};

enum class HttpEnd : std::uint8_t {
    keep,   // wait for the next request
    close,  // in good order
    reset,  // RST
    stall,  // stay silent until the peer goes or the server ends
};

struct HttpReply {
    int status = 200;
    std::vector<HttpHeader> headers{};
    std::string body{};
    bool gzip = false;         // the body is compressed, Content-Encoding says so
    bool chunked = false;      // in chunks of `piece_bytes`, else with a Content-Length
    bool until_close = false;  // neither: the body ends with the connection
    bool endless = false;      // the body again and again until the peer goes; implies until_close
    std::optional<std::uint64_t> content_length{};  // said instead of the truth
    std::optional<std::string> raw{};               // sent instead of head and body, in pieces too
    std::chrono::milliseconds before_head{0};
    std::chrono::milliseconds before_body{0};
    std::size_t piece_bytes = 16384;           // of the body at once,
    std::chrono::milliseconds piece_gap{0};    // with this pause between
    std::optional<std::size_t> break_after{};  // bytes of body; then `end`
    HttpEnd end = HttpEnd::keep;
};

using HttpHandler = std::function<HttpReply(const HttpRequest&)>;

class HttpServer {
public:
    // Any 127.x address. Ends the test program when it cannot listen.
    explicit HttpServer(const std::string& address = "127.0.0.1", std::uint16_t port = 0);
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    std::uint16_t port() const;
    // "http://127.0.0.1:4711" + path.
    std::string url(const std::string& path) const;

    // What a path (without query) answers from now on; everything else is a 404.
    void on(const std::string& path, HttpHandler handler);
    void reply(const std::string& path, HttpReply reply);
    void redirect(const std::string& path, const std::string& location, int status = 302);
    // With ETag and Last-Modified, and 304 for whoever has this version. Called again with another
    // body it is a new version.
    void document(const std::string& path, const std::string& body,
                  const std::string& content_type);
    // What every path without a route answers, instead of 404.
    void otherwise(HttpHandler handler);

    std::vector<HttpRequest> requests() const;
    std::vector<HttpRequest> requests(const std::string& path) const;
    std::size_t count(const std::string& path) const;
    std::size_t connections() const;  // accepted so far
    void forget_requests();

private:
    class State;
    std::unique_ptr<State> state_;
};

}  // namespace khabard
