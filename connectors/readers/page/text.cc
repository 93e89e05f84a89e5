#include "connectors/readers/page/text.h"

#include "daemon/text/unicode.h"
#include "daemon/web/ascii.h"

#include <utility>

namespace khabard {

std::string collapse_blanks(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const CodePoint point = code_point_at(text, i);
        if (!is_space(point.value)) {
            out += text.substr(i, point.length);
        } else if (!out.empty() && out.back() != ' ') {
            out += ' ';
        }
        i += point.length;
    }
    if (!out.empty() && out.back() == ' ') {
        out.pop_back();
    }
    return out;
}

std::vector<std::string> words_in(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    for (std::size_t i = 0; i < text.size();) {
        const CodePoint point = code_point_at(text, i);
        if (is_word_character(point.value)) {
            word += ascii_lower(text.substr(i, point.length));
        } else if (!word.empty()) {
            words.push_back(std::exchange(word, {}));
        }
        i += point.length;
    }
    if (!word.empty()) {
        words.push_back(std::move(word));
    }
    return words;
}

std::string letters_of(std::string_view text) {
    std::string out;
    for (const std::string& word : words_in(text)) {
        out += word;
    }
    return out;
}

std::string short_text(const HtmlDocument& document, std::size_t index, std::size_t bytes_max) {
    std::string out;
    for (std::size_t i = index; i < document.nodes[index].end && out.size() <= bytes_max; ++i) {
        const HtmlNode& node = document.nodes[i];
        const std::string& holder = document.nodes[node.parent].name;
        if (node.kind == HtmlKind::text && holder != "script" && holder != "style") {
            out += node.text + " ";
        }
    }
    return out;
}

}  // namespace khabard
