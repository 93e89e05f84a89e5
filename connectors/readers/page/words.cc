#include "connectors/readers/page/words.h"

#include "connectors/readers/page/words_table.h"
#include "daemon/web/ascii.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace khabard {
namespace {

constexpr std::size_t phrase_line_bytes_max = 120;
constexpr std::size_t id_words_max = 3;

bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

// "mainNav_2 top" -> main, nav, top.
std::vector<std::string> words_of(std::string_view name) {
    std::vector<std::string> words;
    std::string word;
    for (std::size_t i = 0; i <= name.size(); ++i) {
        const bool letter = i < name.size() && is_ascii_letter(name[i]);
        const bool hump = letter && i > 0 && is_upper(name[i]) && !is_upper(name[i - 1]);
        if ((!letter || hump) && !word.empty()) {
            words.push_back(word);
            word.clear();
        }
        if (letter) {
            word += ascii_lower(name[i]);
        }
    }
    return words;
}

bool holds_word(const std::vector<std::string>& words, std::span<const std::string_view> table) {
    return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
        return std::find(table.begin(), table.end(), word) != table.end();
    });
}

bool holds_part(std::string_view name, std::span<const std::string_view> table) {
    return std::any_of(table.begin(), table.end(), [&](std::string_view part) {
        return name.find(part) != std::string_view::npos;
    });
}

}  // namespace

PartRole part_role(const HtmlNode& node) {
    const std::string* classes = node.attribute("class");
    const std::string* id = node.attribute("id");
    std::string name = classes == nullptr ? "" : *classes;
    // A long id is the slug of a heading and says what a section is about, not what it is.
    if (id != nullptr && words_of(*id).size() <= id_words_max) {
        name += " " + *id;
    }
    if (name.empty()) {
        return PartRole::plain;
    }
    const std::vector<std::string> words = words_of(name);
    const std::string lowered = ascii_lower(name);
    const bool content = holds_part(lowered, content_parts());
    if (!content && holds_word(words, comment_words())) {
        return PartRole::comments;
    }
    if (holds_word(words, unlikely_words()) || holds_part(lowered, unlikely_parts())) {
        // "post-content has-sidebar": what names the content wins.
        return content ? PartRole::likely : PartRole::unlikely;
    }
    if (content) {
        return PartRole::content;
    }
    return holds_word(words, likely_words()) ? PartRole::likely : PartRole::plain;
}

bool is_error_title(std::string_view title) {
    constexpr std::size_t title_bytes_max = 120;
    return title.size() <= title_bytes_max && holds_part(ascii_lower(title), error_titles());
}

bool is_page_phrase(std::string_view line) {
    if (line.size() > phrase_line_bytes_max) {
        return false;
    }
    const std::string lowered = ascii_lower(line);
    const std::string_view whole(lowered.data(), lowered.find_last_not_of(" .:!") + 1);
    if (std::find(page_lines().begin(), page_lines().end(), whole) != page_lines().end()) {
        return true;
    }
    return std::any_of(page_phrases().begin(), page_phrases().end(), [&](std::string_view phrase) {
        return lowered.compare(0, phrase.size(), phrase) == 0;
    });
}

}  // namespace khabard
