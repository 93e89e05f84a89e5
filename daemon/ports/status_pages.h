#pragma once

// What the status listener shows. Asked on the loop's thread, in the midst of a wait; the answer is
// made at once, from what the loop knows, and changes nothing.

#include <optional>
#include <string>

namespace khabard {

struct StatusPage {
    int status;  // of HTTP: 200, 503
    std::string content_type;
    std::string body;
};

class StatusPages {
public:
    virtual ~StatusPages() = default;
    // `path` without query. nullopt: there is no such page.
    virtual std::optional<StatusPage> page(const std::string& path) = 0;
};

}  // namespace khabard
