#include "daemon/os/response_head.h"

#include "daemon/web/ascii.h"

#include <algorithm>

namespace khabard {

namespace {

// RFC 9110, 5.6.2: what a field name is made of.
bool is_token_char(char c) {
    return is_ascii_letter(c) || is_ascii_digit(c) ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

// RFC 9110, 5.5: line breaks and NUL inside a value are replaced by a blank. A validator that
// holds one could otherwise never be sent back.
std::string field_value(std::string_view raw) {
    std::string value(trim_ascii(raw));
    std::replace_if(
        value.begin(), value.end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; },
        ' ');
    return value;
}

}  // namespace

bool ResponseHead::add_line(std::string_view line, std::size_t bytes_max) {
    bytes_ += line.size();
    if (bytes_ > bytes_max) {
        return false;
    }
    if (complete_) {
        return true;
    }
    if (line.substr(0, 5) == "HTTP/") {
        begin(line);
    } else if (trim_ascii(line).empty()) {
        complete_ = status_ >= 200;
    } else {
        add_header(line);
    }
    return true;
}

std::optional<std::string> ResponseHead::header(std::string_view name) const {
    const auto found = std::find_if(headers_.begin(), headers_.end(),
                                    [name](const HttpHeader& h) { return h.name == name; });
    if (found == headers_.end()) {
        return std::nullopt;
    }
    return found->value;
}

void ResponseHead::begin(std::string_view status_line) {
    headers_.clear();
    status_ = 0;
    const std::size_t space = status_line.find(' ');
    if (space == std::string_view::npos) {
        return;
    }
    for (const char c : trim_ascii(status_line.substr(space)).substr(0, 3)) {
        status_ = is_ascii_digit(c) ? status_ * 10 + (c - '0') : status_;
    }
}

void ResponseHead::add_header(std::string_view line) {
    if (line.front() == ' ' || line.front() == '\t') {
        // An old folded line: it belongs to the header before it.
        if (!headers_.empty()) {
            headers_.back().value.append(" ").append(field_value(line));
        }
        return;
    }
    const std::size_t colon = line.find(':');
    const std::string_view name = line.substr(0, colon);
    if (colon == std::string_view::npos || name.empty() ||
        !std::all_of(name.begin(), name.end(), is_token_char)) {
        return;
    }
    headers_.push_back({ascii_lower(name), field_value(line.substr(colon + 1))});
}

}  // namespace khabard
