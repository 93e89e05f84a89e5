#include "daemon/themes/form_table.h"

namespace khabard {
namespace {

// So many of the eight slots of a line are taken on average: one line in twenty is then full, and
// what comes after a full one cannot be foretold.
constexpr std::size_t slots_taken = 4;

}  // namespace

FormTable::FormTable(const std::vector<Entry>& entries)
    : lines_(entries.size() / slots_taken + 1, Line{}) {
    for (const Entry& entry : entries) {
        add(entry);
    }
}

void FormTable::add(const Entry& entry) {
    const std::uint32_t tag = tag_of(entry.first);
    std::size_t at = home(entry.first);
    while (lines_[at].full() || lines_[at].find(tag) != 0) {
        at = next(at);
    }
    Line& line = lines_[at];
    std::size_t slot = 0;
    while (line.numbers[slot / 4][slot % 4] != 0) {
        ++slot;
    }
    line.tags[slot / 4][slot % 4] = tag;
    line.numbers[slot / 4][slot % 4] = entry.second;
}

}  // namespace khabard
