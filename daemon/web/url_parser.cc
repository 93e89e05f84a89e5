// The basic URL parser of the WHATWG standard, one function for each group of its states. The
// states that differ only in the character they begin with are joined; what is said here in the
// order of the standard is what it says.

#include "daemon/web/ascii.h"
#include "daemon/web/host.h"
#include "daemon/web/percent.h"
#include "daemon/web/special_scheme.h"
#include "daemon/web/url.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace khabard {
namespace {

// Blanks and controls around the text and tabs and newlines within are dropped, UTF-8 is repaired.
std::string prepared_input(std::string_view text) {
    while (!text.empty() && static_cast<unsigned char>(text.front()) <= 0x20)
        text.remove_prefix(1);
    while (!text.empty() && static_cast<unsigned char>(text.back()) <= 0x20)
        text.remove_suffix(1);
    std::string out;
    for (const char c : text) {
        if (c != '\t' && c != '\n' && c != '\r')
            out += c;
    }
    return valid_utf8(out);
}

bool is_drive_letter(std::string_view text) {
    return text.size() == 2 && is_ascii_letter(text[0]) && (text[1] == ':' || text[1] == '|');
}

bool is_normalised_drive_letter(std::string_view text) {
    return is_drive_letter(text) && text[1] == ':';
}

bool starts_with_drive_letter(std::string_view text) {
    if (!is_drive_letter(text.substr(0, 2)))
        return false;
    return text.size() == 2 || std::string_view("/\\?#").find(text[2]) != std::string_view::npos;
}

bool is_single_dot(std::string_view segment) {
    return segment == "." || ascii_lower(segment) == "%2e";
}

bool is_double_dot(std::string_view segment) {
    const std::string text = ascii_lower(segment);
    return text == ".." || text == ".%2e" || text == "%2e." || text == "%2e%2e";
}

std::vector<std::string> split_path(std::string_view path) {
    std::vector<std::string> segments;
    while (!path.empty()) {
        path.remove_prefix(1);  // the slash that every segment begins with
        const std::size_t end = std::min(path.find('/'), path.size());
        segments.emplace_back(path.substr(0, end));
        path.remove_prefix(end);
    }
    return segments;
}

class UrlParser {
public:
    UrlParser(std::string_view input, const Url* base) : rest_(input), base_(base) {}

    std::optional<Url> parse() {
        const std::optional<std::string> scheme = take_scheme();
        if (!(scheme ? after_scheme(*scheme) : without_scheme()))
            return std::nullopt;
        if (!url_.opaque_path) {
            url_.path.clear();
            for (const std::string& segment : segments_)
                url_.path += "/" + segment;
        }
        return std::move(url_);
    }

private:
    bool special() const { return is_special_scheme(url_.scheme); }
    bool is_slash(char c) const { return c == '/' || (c == '\\' && special()); }
    bool at_slash() const { return !rest_.empty() && is_slash(rest_.front()); }
    bool at(char c) const { return !rest_.empty() && rest_.front() == c; }
    bool base_is_file() const { return base_ != nullptr && base_->scheme == "file"; }

    // "scheme:" is taken off; nullopt leaves the input as it is.
    std::optional<std::string> take_scheme() {
        if (rest_.empty() || !is_ascii_letter(rest_.front()))
            return std::nullopt;
        for (std::size_t i = 0; i < rest_.size(); ++i) {
            const char c = rest_[i];
            if (c == ':') {
                std::string scheme = ascii_lower(rest_.substr(0, i));
                rest_.remove_prefix(i + 1);
                return scheme;
            }
            if (!is_ascii_letter(c) && !is_ascii_digit(c) && c != '+' && c != '-' && c != '.')
                break;
        }
        return std::nullopt;
    }

    bool after_scheme(const std::string& scheme) {
        url_.scheme = scheme;
        if (scheme == "file")
            return file();
        if (special()) {
            const bool relative_form = base_ != nullptr && base_->scheme == scheme;
            if (relative_form && rest_.substr(0, 2) != "//")
                return relative();
            return authority_after_slashes();
        }
        if (rest_.substr(0, 2) == "//") {
            rest_.remove_prefix(2);
            return authority();
        }
        if (at('/'))
            return path();
        return opaque_path();
    }

    bool without_scheme() {
        if (base_ == nullptr)
            return false;
        if (base_->opaque_path) {
            if (!at('#'))
                return false;
            url_ = *base_;
            return query_and_fragment();
        }
        url_.scheme = base_->scheme;
        return base_is_file() ? file() : relative();
    }

    // Relative and relative slash states.
    bool relative() {
        if (at_slash()) {
            const bool second = rest_.size() > 1 && is_slash(rest_[1]);
            if (second && special())
                return authority_after_slashes();
            if (second) {
                rest_.remove_prefix(2);
                return authority();
            }
            take_authority_of_base();
            return path();
        }
        take_authority_of_base();
        return relative_path();
    }

    void take_authority_of_base() {
        url_.username = base_->username;
        url_.password = base_->password;
        url_.host = base_->host;
        url_.port = base_->port;
    }

    // What does not begin with a slash: the base's path, and its query if nothing replaces them.
    bool relative_path() {
        segments_ = split_path(base_->path);
        if (rest_.empty() || at('#'))
            url_.query = base_->query;
        if (rest_.empty() || at('#') || at('?'))
            return query_and_fragment();
        shorten_path();
        return path();
    }

    bool authority_after_slashes() {
        while (at('/') || at('\\'))
            rest_.remove_prefix(1);
        return authority();
    }

    std::string_view take_until_path() {
        std::size_t end = 0;
        while (end < rest_.size() && !is_slash(rest_[end]) && rest_[end] != '?' &&
               rest_[end] != '#') {
            ++end;
        }
        const std::string_view taken = rest_.substr(0, end);
        rest_.remove_prefix(end);
        return taken;
    }

    // Authority, host and port states.
    bool authority() {
        std::string_view text = take_until_path();
        const std::size_t at_sign = text.rfind('@');
        if (at_sign != std::string_view::npos) {
            take_credentials(text.substr(0, at_sign));
            text.remove_prefix(at_sign + 1);
            if (text.empty())
                return false;
        }
        const std::size_t colon = port_colon(text);
        const std::string_view host = text.substr(0, colon);
        if (host.empty() && (special() || colon != std::string_view::npos))
            return false;
        url_.host = parse_host(host, special());
        if (!url_.host)
            return false;
        if (colon != std::string_view::npos && !take_port(text.substr(colon + 1)))
            return false;
        return path_start();
    }

    void take_credentials(std::string_view text) {
        const std::size_t colon = text.find(':');
        url_.username = percent_encode(text.substr(0, colon), PercentSet::userinfo);
        if (colon == std::string_view::npos)
            return;
        url_.password = percent_encode(text.substr(colon + 1), PercentSet::userinfo);
    }

    // The first colon outside brackets, or npos.
    static std::size_t port_colon(std::string_view text) {
        bool in_brackets = false;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] == '[')
                in_brackets = true;
            if (text[i] == ']')
                in_brackets = false;
            if (text[i] == ':' && !in_brackets)
                return i;
        }
        return std::string_view::npos;
    }

    bool take_port(std::string_view text) {
        unsigned port = 0;
        for (const char c : text) {
            if (!is_ascii_digit(c))
                return false;
            port = port * 10 + static_cast<unsigned>(c - '0');
            if (port > 0xFFFF)
                return false;
        }
        if (text.empty() || default_port(url_.scheme) == port)
            return true;
        url_.port = static_cast<std::uint16_t>(port);
        return true;
    }

    // File and file slash states.
    bool file() {
        url_.scheme = "file";
        url_.host = "";
        if (!at_slash()) {
            if (!base_is_file())
                return path();
            url_.host = base_->host;
            if (!starts_with_drive_letter(rest_))
                return relative_path();
            return path();
        }
        if (rest_.size() > 1 && is_slash(rest_[1])) {
            rest_.remove_prefix(2);
            return file_host();
        }
        if (base_is_file()) {
            url_.host = base_->host;
            const std::vector<std::string> base_path = split_path(base_->path);
            const bool drive = !base_path.empty() && is_normalised_drive_letter(base_path[0]);
            if (drive && !starts_with_drive_letter(rest_.substr(1))) {
                segments_.push_back(base_path[0]);
            }
        }
        return path();
    }

    bool file_host() {
        const std::string_view all = rest_;
        const std::string_view text = take_until_path();
        if (is_drive_letter(text)) {  // file://C:/ has no host: the drive begins the path
            rest_ = all;
            return path();
        }
        if (text.empty())
            return path_start();
        url_.host = parse_host(text, true);
        if (!url_.host)
            return false;
        if (*url_.host == "localhost")
            url_.host = "";
        return path_start();
    }

    // A special URL has a path always, another only if something is there.
    bool path_start() {
        if (special() || at('/'))
            return path();
        return query_and_fragment();
    }

    void shorten_path() {
        const bool only_drive = url_.scheme == "file" && segments_.size() == 1 &&
                                is_normalised_drive_letter(segments_[0]);
        if (!only_drive && !segments_.empty())
            segments_.pop_back();
    }

    // Path state; a slash at the beginning only introduces the first segment.
    bool path() {
        if (at_slash())
            rest_.remove_prefix(1);
        for (;;) {
            const std::string segment = percent_encode(take_until_path(), PercentSet::path);
            const bool more = at_slash();
            if (is_double_dot(segment)) {
                shorten_path();
                if (!more)
                    segments_.emplace_back();
            } else if (is_single_dot(segment)) {
                if (!more)
                    segments_.emplace_back();
            } else {
                add_segment(segment);
            }
            if (!more)
                return query_and_fragment();
            rest_.remove_prefix(1);
        }
    }

    void add_segment(std::string segment) {
        const bool drive = url_.scheme == "file" && segments_.empty() && is_drive_letter(segment);
        if (drive)
            segment[1] = ':';
        segments_.push_back(std::move(segment));
    }

    bool opaque_path() {
        url_.opaque_path = true;
        const std::size_t end = std::min(rest_.find_first_of("?#"), rest_.size());
        url_.path = percent_encode(rest_.substr(0, end), PercentSet::c0_control);
        rest_.remove_prefix(end);
        // A last space would be lost when the URL is read again, so it is written out.
        if (!rest_.empty() && !url_.path.empty() && url_.path.back() == ' ') {
            url_.path.replace(url_.path.size() - 1, 1, "%20");
        }
        return query_and_fragment();
    }

    bool query_and_fragment() {
        if (at('?')) {
            const std::size_t end = std::min(rest_.find('#'), rest_.size());
            const PercentSet set = special() ? PercentSet::special_query : PercentSet::query;
            url_.query = percent_encode(rest_.substr(1, end - 1), set);
            rest_.remove_prefix(end);
        }
        if (at('#'))
            url_.fragment = percent_encode(rest_.substr(1), PercentSet::fragment);
        return true;
    }

    std::string_view rest_;  // what has not been read yet
    const Url* base_;
    Url url_{"", "", "", std::nullopt, std::nullopt, "", std::nullopt, std::nullopt, false};
    std::vector<std::string> segments_;
};

}  // namespace

std::optional<Url> parse_url(std::string_view text, const Url* base) {
    const std::string input = prepared_input(text);
    return UrlParser(input, base).parse();
}

}  // namespace khabard
