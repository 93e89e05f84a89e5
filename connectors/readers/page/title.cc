#include "connectors/readers/page/title.h"

#include "connectors/readers/page/text.h"
#include "daemon/text/unicode.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace khabard {
namespace {

constexpr std::string_view separators[] = {
    " | ",
    " - ",
    " \xE2\x80\x93 ",
    " \xE2\x80\x94 ",
    " :: ",
    " \xC2\xBB ",
    " \xC2\xAB ",
    " \xE2\x80\xA2 ",
    " \xC2\xB7 ",
    " / ",
    " // ",
    " ~ ",
    " < ",
    " > ",
    "|",
};

std::vector<std::string> headings(const HtmlDocument& document) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < document.nodes.size(); ++i) {
        if (document.nodes[i].is_element("h1")) {
            std::string text = collapse_blanks(text_content(document, i));
            if (!text.empty()) {
                out.push_back(std::move(text));
            }
        }
    }
    return out;
}

std::string title_element(const HtmlDocument& document) {
    for (std::size_t i = 0; i < document.nodes.size(); ++i) {
        const HtmlNode& node = document.nodes[i];
        const bool in_picture = document.nodes[node.parent].name == "svg";
        if (node.is_element("title") && !in_picture) {
            return collapse_blanks(text_content(document, i));
        }
    }
    return "";
}

// The heading that the title says too, alone or as its beginning: it is how the page itself writes
// it.
std::string matching_heading(const std::vector<std::string>& candidates, std::string_view title) {
    const std::string whole = letters_of(title);
    std::string best;
    for (const std::string& heading : candidates) {
        const std::string letters = letters_of(heading);
        const bool said = letters.size() >= 8 && whole.find(letters) != std::string::npos;
        if (said && heading.size() > best.size()) {
            best = heading;
        }
    }
    return best;
}

// The share of the words of the shorter text that the other has too.
double likeness(std::string_view a, std::string_view b) {
    const std::vector<std::string> x = words_in(a);
    const std::vector<std::string> y = words_in(b);
    if (x.empty() || y.empty()) {
        return 0.0;
    }
    const auto common = std::count_if(x.begin(), x.end(), [&](const std::string& word) {
        return std::find(y.begin(), y.end(), word) != y.end();
    });
    return static_cast<double>(common) / static_cast<double>(std::min(x.size(), y.size()));
}

// Titles for search engines and headings for readers differ in their wording; the heading counts.
std::string similar_heading(const std::vector<std::string>& candidates, std::string_view title) {
    std::string best;
    double best_likeness = 0.4;
    for (const std::string& heading : candidates) {
        const double like = count_words(heading) < 3 ? 0.0 : likeness(heading, title);
        if (like > best_likeness) {
            best = heading;
            best_likeness = like;
        }
    }
    return best;
}

}  // namespace

std::string without_site_suffix(std::string_view title, std::string_view site_name) {
    const std::string site = letters_of(site_name);
    std::size_t cut = std::string_view::npos;
    for (const std::string_view separator : separators) {
        const std::size_t at = title.rfind(separator);
        if (at == std::string_view::npos || at == 0) {
            continue;
        }
        const std::string_view tail = trim(title.substr(at + separator.size()));
        const std::string tail_letters = letters_of(tail);
        const bool named = !site.empty() && (site.find(tail_letters) != std::string::npos ||
                                             tail_letters.find(site) != std::string::npos);
        const bool bar = separator.find('|') != std::string_view::npos || separator == " :: " ||
                         separator == " \xC2\xBB ";
        const bool short_tail = count_words(tail) <= 4 && count_words(title.substr(0, at)) >= 4;
        if (named || (short_tail && (bar || site.empty()))) {
            cut = std::min(cut, at);
        }
    }
    return std::string(trim(title.substr(0, cut)));
}

std::optional<std::string> choose_title(const HtmlDocument& document, const TitleHints& hints) {
    const std::string element = title_element(document);
    std::vector<std::string> candidates = headings(document);
    const std::string site = letters_of(hints.site_name);
    candidates.erase(
        std::remove_if(candidates.begin(), candidates.end(),
                       [&](const std::string& heading) { return letters_of(heading) == site; }),
        candidates.end());
    for (const std::string& title : {hints.social, hints.headline, element}) {
        if (std::string heading = matching_heading(candidates, title); !heading.empty()) {
            return heading;
        }
    }
    for (const std::string& title : {hints.social, hints.headline, element}) {
        if (std::string heading = similar_heading(candidates, title); !heading.empty()) {
            return heading;
        }
    }
    for (const std::string& title : {hints.social, hints.headline, element}) {
        std::string stripped = without_site_suffix(collapse_blanks(title), hints.site_name);
        if (!stripped.empty() && letters_of(stripped) != site) {
            return stripped;
        }
    }
    if (!candidates.empty()) {
        return candidates.front();
    }
    return element.empty() ? std::nullopt : std::optional<std::string>(element);
}

}  // namespace khabard
