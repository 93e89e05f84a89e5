#pragma once

// Text for people: titles, rows, colours, and Arabic that reads from right to left within a line of
// English. Without colour it is plain text for files and pipes. Pure.

#include "daemon/model/theme_score.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace khabard {

struct PageStyle {
    bool colour;  // for a terminal: colours, and every piece of Arabic isolated so that it reads
                  // from right to left within the line
};

enum class Ink : std::uint8_t { bold, dim, red, green, highlight };

class Page {
public:
    explicit Page(PageStyle style) : style_(style) {}

    void title(const std::string& text);
    // A name, and what there is to say of it, in columns.
    void row(const std::string& name, const std::string& value);
    void line(const std::string& text);
    void gap();

    std::string paint(Ink ink, const std::string& text) const;
    std::string arabic(const std::string& text) const;
    std::string take();

private:
    PageStyle style_;
    std::string out_;
};

// Without line breaks, cut at a character after at most `bytes_max` bytes.
std::string one_line(std::string text, std::size_t bytes_max);
std::string two_decimals(double number);

struct TextSpan {
    std::size_t begin;
    std::size_t end;
};

// `text` from `shown.begin` to `shown.end`, on one line, with `marked` inside it highlighted.
std::string marked_text(const Page& page, std::string_view text, TextSpan shown, TextSpan marked);
// Lines of signed names and a headline ("+a -b  HEADLINE") with the headlines as page.arabic().
std::string with_isolated_headlines(const Page& page, std::string_view text);
// The evidence with so much around it that it can be judged.
std::string in_context(const Page& page, const std::string& text, const Evidence& evidence);

}  // namespace khabard
