#pragma once

// What the web of many feeds answers, as bytes. Pure: the same question gives the same answer.

#include <cstddef>
#include <cstdint>
#include <string>

namespace khabard {

enum class PageFailure : std::uint8_t {
    none,
    error_500,
    missing,
    forbidden,
    slow_down,      // 429 with Retry-After
    hang_up,        // the connection ends without an answer
    silence,        // no answer at all
    half_a_body,    // less than Content-Length says
    html,           // a page where a feed was
    broken_xml,     // cut off in the middle of an item
    redirect_loop,  // to itself and on
    odd_chunks,     // chunked, with sizes that are none
    closed_port,    // nobody listens there
};

// One feed in fifty fails, each sort in turn.
PageFailure page_failure(std::size_t feed);

struct PageRequest {
    std::size_t feed;
    std::string etag;  // of If-None-Match; may be empty
    bool robots;
    bool hop;  // of a redirect
};

// `head`: request line and header fields, each with its line end.
PageRequest read_page_request(const std::string& head);

struct PageAnswer {
    std::string bytes;  // status line, header fields and body
    bool not_modified;
    bool close;  // the connection, behind the bytes
    bool stall;  // nothing comes; the connection stays open
};

// A feed of `items` items, the newest ten of which are shown.
PageAnswer answer_page(const PageRequest& request, std::size_t items);

std::string page_url(std::size_t feed, std::size_t address, std::uint16_t port);
std::string page_guid(std::size_t feed, std::size_t item);

}  // namespace khabard
