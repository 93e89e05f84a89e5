#include "connectors/readers/page/byline.h"

#include "connectors/readers/page/byline_words.h"
#include "connectors/readers/page/text.h"
#include "daemon/text/unicode.h"
#include "daemon/web/ascii.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace khabard {
namespace {

constexpr std::size_t name_words_max = 8;
constexpr std::size_t name_bytes_max = 120;
constexpr std::size_t byline_bytes_max = 400;

bool is_separator(char c) {
    return c == ' ' || c == ':' || c == ',' || c == '-' || c == '|';
}

// "By:", "Written by" and the like, as often as they stand there.
std::string_view without_introduction(std::string_view text) {
    for (bool found = true; found;) {
        found = false;
        for (const std::string_view word : byline_introductions()) {
            const std::string lowered = ascii_lower(text.substr(0, word.size()));
            const bool whole = text.size() > word.size() && is_separator(text[word.size()]);
            if (lowered == word && whole) {
                text = text.substr(word.size());
                found = true;
            }
        }
        while (!text.empty() && is_separator(text.front())) {
            text.remove_prefix(1);
        }
    }
    return text;
}

// Up to the first sign that a date, an address or a role begins.
std::string_view without_rest(std::string_view text) {
    std::size_t end = text.size();
    for (const std::string_view mark :
         {" | ", "|", " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", "\xC2\xB7", " \xE2\x80\xA2 ",
          " on ", " @", " (", ", Updated", " Updated", " Published", " Posted"}) {
        const std::size_t at = text.find(mark);
        if (at != std::string_view::npos && at > 0) {
            end = std::min(end, at);
        }
    }
    for (std::size_t i = 0; i < end; ++i) {
        if (text[i] >= '0' && text[i] <= '9') {
            end = i;
        }
    }
    text = text.substr(0, end);
    for (bool found = true; found;) {
        found = false;
        while (!text.empty() && is_separator(text.back())) {
            text.remove_suffix(1);
        }
        // A date that follows has lost its numbers already; its words are left.
        const std::string lowered = ascii_lower(text);
        for (const std::string_view word : byline_endings()) {
            const bool after_blank = lowered.size() > word.size() + 1 &&
                                     lowered[lowered.size() - word.size() - 1] == ' ';
            if (after_blank &&
                lowered.compare(lowered.size() - word.size(), word.size(), word) == 0) {
                text = text.substr(0, text.size() - word.size() - 1);
                found = true;
                break;
            }
        }
    }
    return text;
}

bool names_author(const HtmlNode& node) {
    const std::string* rel = node.attribute("rel");
    if (rel != nullptr && ascii_lower(*rel) == "author") {
        return true;
    }
    const std::string* itemprop = node.attribute("itemprop");
    if (itemprop != nullptr && ascii_lower(*itemprop) == "author") {
        return true;
    }
    std::string name;
    for (const std::string_view key : {"class", "id"}) {
        if (const std::string* value = node.attribute(key)) {
            name += " " + ascii_lower(*value);
        }
    }
    return std::any_of(byline_classes().begin(), byline_classes().end(),
                       [&](std::string_view word) { return name.find(word) != std::string::npos; });
}

bool links_to_author(const HtmlNode& node) {
    const std::string* href = node.name == "a" ? node.attribute("href") : nullptr;
    if (href == nullptr) {
        return false;
    }
    const std::string address = ascii_lower(*href);
    return std::any_of(
        byline_link_parts().begin(), byline_link_parts().end(),
        [&](std::string_view part) { return address.find(part) != std::string::npos; });
}

// The linked names below an element that names authors, else its text.
std::vector<std::string> names_below(const HtmlDocument& document, std::size_t index) {
    std::vector<std::string> out;
    for (std::size_t i = index; i < document.nodes[index].end; ++i) {
        if (!links_to_author(document.nodes[i])) {
            continue;
        }
        std::string name = clean_author(short_text(document, i, byline_bytes_max));
        if (!name.empty() && std::find(out.begin(), out.end(), name) == out.end()) {
            out.push_back(std::move(name));
        }
    }
    if (!out.empty()) {
        return out;
    }
    const std::string text = short_text(document, index, byline_bytes_max);
    std::string name = text.size() > byline_bytes_max ? std::string() : clean_author(text);
    if (!name.empty()) {
        out.push_back(std::move(name));
    }
    return out;
}

// "By Jane Doe" in an element of its own, without any name for it; empty: it is no such element.
std::string introduced_name(const HtmlDocument& document, std::size_t i) {
    const HtmlNode& node = document.nodes[i];
    if (node.name != "p" && node.name != "div" && node.name != "span" && node.name != "address") {
        return "";
    }
    const std::string text = collapse_blanks(short_text(document, i, byline_bytes_max));
    if (text.size() > name_bytes_max) {
        return "";
    }
    const std::string_view rest = without_introduction(text);
    const bool introduced = rest.size() + 2 < text.size() && rest.data() != text.data();
    const std::string name = introduced ? clean_author(rest) : std::string();
    return count_words(name) >= 2 && count_words(name) <= 4 ? name : "";
}

}  // namespace

std::string clean_author(std::string_view text) {
    const std::string whole = collapse_blanks(text);
    const std::string_view name = without_rest(without_introduction(whole));
    const bool address = name.find("://") != std::string_view::npos ||
                         name.find("www.") != std::string_view::npos ||
                         name.find('@') != std::string_view::npos;
    if (address || name.size() > name_bytes_max || count_words(name) > name_words_max) {
        return "";
    }
    const std::string lowered = ascii_lower(name);
    const bool nobody = std::find(byline_nobodies().begin(), byline_nobodies().end(), lowered) !=
                        byline_nobodies().end();
    return nobody ? "" : std::string(name);
}

std::vector<std::string> byline_authors(const HtmlDocument& document) {
    for (std::size_t i = 0; i < document.nodes.size(); ++i) {
        const HtmlNode& node = document.nodes[i];
        if (node.kind != HtmlKind::element || node.name == "body" || !names_author(node)) {
            continue;
        }
        std::vector<std::string> names = names_below(document, i);
        if (!names.empty()) {
            return names;  // later ones are mostly authors of other articles
        }
    }
    for (std::size_t i = 0; i < document.nodes.size(); ++i) {
        if (std::string name = introduced_name(document, i); !name.empty()) {
            return {std::move(name)};
        }
    }
    return {};
}

}  // namespace khabard
