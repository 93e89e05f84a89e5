#include "daemon/web/robots.h"

#include "daemon/web/ascii.h"
#include "daemon/web/percent.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace khabard {
namespace {

// The product token that a user-agent line begins with: "khabard/1.0 (news)" -> "khabard".
std::string_view product_of(std::string_view value) {
    std::size_t end = 0;
    while (end < value.size() &&
           (is_ascii_letter(value[end]) || value[end] == '-' || value[end] == '_')) {
        ++end;
    }
    return value.substr(0, end);
}

std::string normalised(std::string_view text) {
    return percent_encode(decode_needless_escapes(text), PercentSet::c0_control);
}

// "5", "0.5"; nothing else, and at most a year.
std::optional<std::chrono::milliseconds> parse_delay(std::string_view text) {
    constexpr std::int64_t delay_max = 366LL * 24 * 3600 * 1000;
    std::int64_t milliseconds = 0;
    std::int64_t unit = 1000;  // what the next digit of the fraction is ten times worth
    bool any = false;
    bool fraction = false;
    for (const char c : text) {
        if (c == '.' && !fraction) {
            fraction = true;
            continue;
        }
        if (c < '0' || c > '9') {
            return std::nullopt;
        }
        any = true;
        if (fraction) {
            unit /= 10;
            milliseconds += (c - '0') * unit;
        } else {
            milliseconds = std::min(milliseconds * 10 + std::int64_t{c - '0'} * 1000, delay_max);
        }
    }
    if (!any) {
        return std::nullopt;
    }
    return std::chrono::milliseconds{milliseconds};
}

struct Line {
    std::string_view key;
    std::string_view value;
};

class RobotsParser {
public:
    explicit RobotsParser(std::string_view product_token) : product_(product_token) {}

    void take(const Line& line) {
        if (equal_ascii_case(line.key, "user-agent")) {
            take_user_agent(line.value);
        } else if (equal_ascii_case(line.key, "sitemap")) {
            sitemaps_.emplace_back(line.value);
        } else if (equal_ascii_case(line.key, "allow")) {
            take_rule(true, line.value);
        } else if (equal_ascii_case(line.key, "disallow")) {
            take_rule(false, line.value);
        } else if (equal_ascii_case(line.key, "crawl-delay")) {
            take_delay(line.value);
        }
    }

    Robots finish() && {
        Robots& chosen = named_ ? ours_ : everyones_;
        chosen.sitemaps = std::move(sitemaps_);
        return std::move(chosen);
    }

private:
    // Lines in a row name one group; the first rule after them closes the list of names.
    void take_user_agent(std::string_view value) {
        if (!naming_) {
            for_us_ = false;
            for_everyone_ = false;
        }
        naming_ = true;
        if (!value.empty() && value.front() == '*') {
            for_everyone_ = true;
        } else if (equal_ascii_case(product_of(value), product_)) {
            for_us_ = true;
            named_ = true;
        }
    }

    void take_rule(bool allow, std::string_view value) {
        naming_ = false;
        if (value.empty()) {
            return;  // an empty rule matches nothing
        }
        RobotsRule rule{allow, normalised(value)};
        if (for_us_) {
            ours_.rules.push_back(rule);
        }
        if (for_everyone_) {
            everyones_.rules.push_back(std::move(rule));
        }
    }

    void take_delay(std::string_view value) {
        naming_ = false;
        const auto delay = parse_delay(value);
        if (!delay) {
            return;
        }
        if (for_us_ && !ours_.crawl_delay) {
            ours_.crawl_delay = delay;
        }
        if (for_everyone_ && !everyones_.crawl_delay) {
            everyones_.crawl_delay = delay;
        }
    }

    std::string_view product_;
    Robots ours_{{}, std::nullopt, {}};
    Robots everyones_{{}, std::nullopt, {}};
    std::vector<std::string> sitemaps_;
    bool named_ = false;
    bool naming_ = false;
    bool for_us_ = false;
    bool for_everyone_ = false;
};

// Whether `pattern` matches from the beginning of `path`; linear but for the retries of '*'.
bool matches(std::string_view pattern, std::string_view path) {
    const bool anchored = !pattern.empty() && pattern.back() == '$';
    if (anchored) {
        pattern.remove_suffix(1);
    }
    std::size_t p = 0;
    std::size_t star = std::string_view::npos;
    std::size_t retry = 0;
    for (std::size_t t = 0; t < path.size();) {
        if (p == pattern.size() && !anchored) {
            return true;
        }
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            retry = t;
        } else if (p < pattern.size() && pattern[p] == path[t]) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++retry;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*') {
        ++p;
    }
    return p == pattern.size();
}

}  // namespace

Robots parse_robots(std::string_view body, std::string_view product_token, std::size_t bytes_max) {
    body = body.substr(0, bytes_max);
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (body.substr(0, byte_order_mark.size()) == byte_order_mark) {
        body.remove_prefix(byte_order_mark.size());
    }
    RobotsParser parser(product_token);
    while (!body.empty()) {
        const std::size_t end = std::min(body.find_first_of("\r\n"), body.size());
        std::string_view line = body.substr(0, end);
        body.remove_prefix(std::min(end + 1, body.size()));
        line = line.substr(0, line.find('#'));
        const std::size_t colon = line.find(':');
        if (colon != std::string_view::npos) {
            parser.take({trim_ascii(line.substr(0, colon)), trim_ascii(line.substr(colon + 1))});
        }
    }
    return std::move(parser).finish();
}

bool robots_allow(const Robots& robots, std::string_view path) {
    const std::string subject = normalised(path.empty() ? "/" : path);
    if (subject == "/robots.txt") {
        return true;
    }
    std::size_t longest = 0;
    bool allowed = true;
    for (const RobotsRule& rule : robots.rules) {
        const std::size_t length = rule.pattern.size();
        const bool stronger = length > longest || (length == longest && rule.allow);
        if (stronger && matches(rule.pattern, subject)) {
            longest = length;
            allowed = rule.allow;
        }
    }
    return allowed;
}

}  // namespace khabard
