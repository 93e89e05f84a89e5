#include "daemon/os/response_head.h"

#include <algorithm>

namespace khabard {

namespace {

bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && (is_blank(text.back()) || text.back() == '\r' || text.back() == '\n')) {
        text.remove_suffix(1);
    }
    return text;
}

// RFC 9110, 5.6.2: what a field name is made of.
bool is_token_char(char c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool digit = c >= '0' && c <= '9';
    return letter || digit || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
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
    } else if (trimmed(line).empty()) {
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
    for (const char c : trimmed(status_line.substr(space)).substr(0, 3)) {
        status_ = c >= '0' && c <= '9' ? status_ * 10 + (c - '0') : status_;
    }
}

void ResponseHead::add_header(std::string_view line) {
    if (is_blank(line.front())) {
        // An old folded line: it belongs to the header before it.
        if (!headers_.empty()) {
            headers_.back().value.append(" ").append(trimmed(line));
        }
        return;
    }
    const std::size_t colon = line.find(':');
    const std::string_view name = line.substr(0, colon);
    if (colon == std::string_view::npos || name.empty() ||
        !std::all_of(name.begin(), name.end(), is_token_char)) {
        return;
    }
    HttpHeader header{std::string(name), std::string(trimmed(line.substr(colon + 1)))};
    std::transform(header.name.begin(), header.name.end(), header.name.begin(), lower);
    headers_.push_back(std::move(header));
}

}  // namespace khabard
