#include "daemon/stages/sheet.h"

#include "daemon/text/unicode.h"

#include <utility>

namespace khabard {

Sheet::Sheet(std::vector<Line> lines, std::vector<Edit> edits)
    : lines_(std::move(lines)), edits_(std::move(edits)) {}

void Sheet::drop(std::size_t index, std::string_view rule) {
    Line& line = lines_[index];
    line.removed = true;
    edits_.push_back(Edit{"clean", std::string(rule), line.text, ""});
}

void Sheet::cut(std::size_t index, std::size_t begin, std::size_t end, std::string_view rule) {
    Line& line = lines_[index];
    std::string removed(trim(std::string_view(line.text).substr(begin, end - begin)));
    std::string left = line.text.substr(0, begin) + line.text.substr(end);
    left = std::string(trim(left));
    edits_.push_back(Edit{"clean", std::string(rule), std::move(removed), ""});
    if (count_words(left) == 0) {
        line.removed = true;
        return;
    }
    line = make_line(std::move(left), line.role);
}

void Sheet::split(std::size_t index, std::size_t at, std::string_view rule) {
    const BlockRole role = lines_[index].role;
    const std::string text = lines_[index].text;
    edits_.push_back(Edit{"clean", std::string(rule), text, "\n"});
    lines_[index] = make_line(std::string(trim(std::string_view(text).substr(0, at))), role);
    lines_.insert(lines_.begin() + static_cast<std::ptrdiff_t>(index) + 1,
                  make_line(std::string(trim(std::string_view(text).substr(at))), role));
}

std::size_t Sheet::next(std::size_t index) const noexcept {
    while (index < lines_.size() && lines_[index].empty()) {
        ++index;
    }
    return index;
}

Sheet Sheet::part(std::size_t begin, std::size_t end) const {
    return Sheet(std::vector<Line>(lines_.begin() + static_cast<std::ptrdiff_t>(begin),
                                   lines_.begin() + static_cast<std::ptrdiff_t>(end)),
                 {});
}

std::vector<Block> Sheet::take_blocks() {
    std::vector<Block> blocks;
    for (Line& line : lines_) {
        if (!line.empty()) {
            blocks.push_back(Block{std::move(line.text), line.role});
        }
    }
    return blocks;
}

std::vector<Edit> Sheet::take_edits() {
    return std::move(edits_);
}

}  // namespace khabard
