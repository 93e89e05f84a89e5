#include "connectors/readers/page/dates.h"

#include "connectors/readers/page/text.h"
#include "daemon/dates/dates.h"
#include "daemon/text/unicode.h"
#include "daemon/web/ascii.h"

#include <cstddef>
#include <string>
#include <utility>

namespace khabard {
namespace {

constexpr std::size_t date_text_bytes_max = 200;
// Dates beyond these belong to other articles, if to anything.
constexpr std::size_t candidates_max = 40;

// Dates that need the time of the crawl are not taken, so that it does not matter here.
const DateContext no_context{Instant{}, ""};

// "2026" and "2026-01": dates to a feed, but no day.
bool names_no_day(std::string_view text) {
    constexpr std::size_t year_bytes = 4;
    constexpr std::size_t month_bytes = 7;
    if (text.size() != year_bytes && text.size() != month_bytes) {
        return false;
    }
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool digit = text[i] >= '0' && text[i] <= '9';
        if (digit == (i == year_bytes)) {
            return false;
        }
    }
    return true;
}

bool is_readable(std::string_view text) {
    if (names_no_day(text)) {
        return false;
    }
    const auto date = read_date(text, no_context);
    return date && !date->relative;
}

bool holds_digit(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const CodePoint point = code_point_at(text, i);
        if (is_digit(point.value)) {
            return true;
        }
        i += point.length;
    }
    return false;
}

enum class Trust { published, unsure, none };

// How far the class or the microdata of an element promises a date of publication.
Trust trust_in(const HtmlNode& node) {
    std::string name;
    for (const std::string_view key : {"itemprop", "class", "id", "property"}) {
        if (const std::string* value = node.attribute(key)) {
            name += " " + ascii_lower(*value);
        }
    }
    for (const std::string_view word : {"datepublished", "pubdate", "publishdate", "publish-date",
                                        "published", "publication-date", "date-published"}) {
        if (name.find(word) != std::string::npos) {
            return Trust::published;
        }
    }
    if (name.find("updated") != std::string::npos || name.find("modified") != std::string::npos) {
        return Trust::none;
    }
    for (const std::string_view word : {"date", "time", "posted", "byline", "meta", "publish",
                                        "created", "entry-info", "dateline"}) {
        if (name.find(word) != std::string::npos) {
            return Trust::unsure;
        }
    }
    return node.name == "time" ? Trust::unsure : Trust::none;
}

bool is_comment(const HtmlDocument& document, std::size_t i) {
    for (; i != document.nodes[i].parent; i = document.nodes[i].parent) {
        for (const std::string_view key : {"class", "id"}) {
            const std::string* value = document.nodes[i].attribute(key);
            if (value == nullptr || document.nodes[i].name == "body") {
                continue;
            }
            const std::string name = ascii_lower(*value);
            if (name.find("comment") != std::string::npos ||
                name.find("sidebar") != std::string::npos ||
                name.find("related") != std::string::npos) {
                return true;
            }
        }
    }
    return false;
}

// What the element states as its date: a machine-readable attribute, else its text.
std::string stated_date(const HtmlDocument& document, std::size_t i) {
    const HtmlNode& node = document.nodes[i];
    for (const std::string_view key : {"datetime", "content", "title", "data-datetime"}) {
        const std::string* value = node.attribute(key);
        if (value != nullptr && is_readable(trim(*value))) {
            return std::string(trim(*value));
        }
    }
    const std::string text = short_text(document, i, date_text_bytes_max);
    if (text.size() > date_text_bytes_max || !holds_digit(text)) {
        return "";
    }
    if (is_readable(trim(text))) {
        return std::string(trim(text));
    }
    for (const FoundDate& found : find_dates(text, no_context)) {
        if (!found.date.relative) {
            return text.substr(found.offset, found.length);
        }
    }
    return "";
}

}  // namespace

std::vector<std::string> visible_dates(const HtmlDocument& document) {
    std::vector<std::string> published;
    std::vector<std::string> unsure;
    for (std::size_t i = 0; i < document.nodes.size(); ++i) {
        const HtmlNode& node = document.nodes[i];
        if (node.kind != HtmlKind::element || node.name == "body" || node.name == "html" ||
            node.name == "meta") {
            continue;
        }
        const Trust trust = trust_in(node);
        if (trust == Trust::none || is_comment(document, i)) {
            continue;
        }
        std::string date = stated_date(document, i);
        if (!date.empty()) {
            (trust == Trust::published ? published : unsure).push_back(std::move(date));
        }
        if (published.size() + unsure.size() >= candidates_max) {
            break;
        }
    }
    published.insert(published.end(), unsure.begin(), unsure.end());
    return published;
}

std::vector<std::string> text_dates(const HtmlDocument& document) {
    std::vector<std::string> out;
    std::string text;
    for (std::size_t i = 0; i < document.nodes.size(); ++i) {
        const HtmlNode& node = document.nodes[i];
        const std::string& holder = document.nodes[node.parent].name;
        if (node.kind != HtmlKind::text || holder == "script" || holder == "style" ||
            !holds_digit(node.text)) {
            continue;
        }
        for (const FoundDate& found : find_dates(node.text, no_context)) {
            if (!found.date.relative && !is_comment(document, i)) {
                out.push_back(node.text.substr(found.offset, found.length));
            }
        }
        if (out.size() >= candidates_max) {
            break;
        }
    }
    return out;
}

std::string first_readable_date(const std::vector<std::string>& candidates) {
    for (const std::string& candidate : candidates) {
        if (is_readable(candidate)) {
            return candidate;
        }
    }
    return "";
}

}  // namespace khabard
