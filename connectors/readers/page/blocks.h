#pragma once

// A page as blocks: the pieces of text that a reader sees as paragraphs, headings and list items,
// in reading order, each with its place in the tree. What no reader sees and what surrounds an
// article by name (navigation, comments, sharing) is left out.

#include "daemon/lib/xml/html.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace khabard {

enum class BlockKind : std::uint8_t { paragraph, heading, list_item, cell, quote, code, caption };

struct PageBlock {
    std::string text;  // blanks collapsed
    std::size_t node;  // the block-level element that holds it
    BlockKind kind;
    std::size_t chars;       // code points that are no blanks; an ideograph counts for three
    std::size_t link_chars;  // of them, within links
    std::size_t commas;      // and other marks within sentences
    bool sentence;           // ends as a sentence does

    // Prose rather than a label or a menu.
    bool is_prose() const;
    double link_density() const;
};

// ENSURES: blocks in document order. An element that holds a large part of the page's prose is kept
// whatever its name: markup is often broken, and names are often wrong.
std::vector<PageBlock> page_blocks(const HtmlDocument& document);

// The same without regard to names, but for the comments of readers: for pages where names mislead.
std::vector<PageBlock> nameless_blocks(const HtmlDocument& document);

// Everything that can be read.
std::vector<PageBlock> readable_blocks(const HtmlDocument& document);

}  // namespace khabard
