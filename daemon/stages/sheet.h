#pragma once

// The lines of a draft on the desk: every pass of cleaning takes lines off or shortens them, and
// every such step is written down as an Edit.

#include "daemon/model/article.h"
#include "daemon/stages/line.h"

#include <cstddef>
#include <string_view>
#include <vector>

namespace khabard {

class Sheet {
public:
    Sheet(std::vector<Line> lines, std::vector<Edit> edits);

    const std::vector<Line>& lines() const noexcept { return lines_; }
    const Line& operator[](std::size_t index) const { return lines_[index]; }
    std::size_t size() const noexcept { return lines_.size(); }

    // Takes the line off. `rule` names why.
    void drop(std::size_t index, std::string_view rule);
    // Cuts bytes [begin, end) out of the line and trims what is left; drops it when nothing is.
    void cut(std::size_t index, std::size_t begin, std::size_t end, std::string_view rule);
    // Puts the lines [first, second] in the place of one.
    void split(std::size_t index, std::size_t at, std::string_view rule);
    void set_role(std::size_t index, BlockRole role) { lines_[index].role = role; }

    // The first line at or behind `index` that is still there; size(): none.
    std::size_t next(std::size_t index) const noexcept;

    // The lines [begin, end) as a sheet of their own, with no edits yet.
    Sheet part(std::size_t begin, std::size_t end) const;

    std::vector<Block> take_blocks();
    std::vector<Edit> take_edits();

private:
    std::vector<Line> lines_;
    std::vector<Edit> edits_;
};

}  // namespace khabard
