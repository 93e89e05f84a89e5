#include "daemon/cli/page.h"

#include <algorithm>
#include <cstdio>
#include <utility>

namespace khabard {
namespace {

constexpr const char* reset = "\033[0m";
// U+2068 FIRST STRONG ISOLATE and U+2069 POP DIRECTIONAL ISOLATE.
constexpr const char* isolate = "\xe2\x81\xa8";
constexpr const char* pop = "\xe2\x81\xa9";
constexpr std::size_t context_bytes = 90;
constexpr std::size_t name_columns = 18;

const char* ink_code(Ink ink) {
    switch (ink) {
        case Ink::bold: return "\033[1m";
        case Ink::dim: return "\033[2m";
        case Ink::red: return "\033[31m";
        case Ink::green: return "\033[32m";
        case Ink::highlight: return "\033[30;43m";
    }
    return "";
}

bool starts_character(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

std::size_t back_to_character(std::string_view text, std::size_t at) {
    at = std::min(at, text.size());
    while (at > 0 && at < text.size() && !starts_character(text[at])) {
        --at;
    }
    return at;
}

std::string without_breaks(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
}

}  // namespace

void Page::title(const std::string& text) {
    out_ += paint(Ink::bold, text) + "\n";
}

void Page::row(const std::string& name, const std::string& value) {
    std::string padded = "  " + name;
    padded.resize(std::max<std::size_t>(padded.size() + 1, name_columns), ' ');
    out_ += paint(Ink::dim, padded) + value + "\n";
}

void Page::line(const std::string& text) {
    out_ += text + "\n";
}

void Page::gap() {
    out_ += "\n";
}

std::string Page::paint(Ink ink, const std::string& text) const {
    return style_.colour ? ink_code(ink) + text + reset : text;
}

std::string Page::arabic(const std::string& text) const {
    return style_.colour ? isolate + text + pop : text;
}

std::string Page::take() {
    return std::exchange(out_, {});
}

std::string one_line(std::string text, std::size_t bytes_max) {
    text = without_breaks(std::move(text));
    if (text.size() > bytes_max) {
        text.resize(back_to_character(text, bytes_max));
        text += "...";
    }
    return text;
}

std::string two_decimals(double number) {
    char text[32];
    std::snprintf(text, sizeof text, "%.2f", number);
    return text;
}

std::string marked_text(const Page& page, std::string_view text, TextSpan shown, TextSpan marked) {
    const auto part = [&](std::size_t begin, std::size_t end) {
        return without_breaks(std::string(text.substr(begin, end - begin)));
    };
    return page.arabic(part(shown.begin, marked.begin) +
                       page.paint(Ink::highlight, part(marked.begin, marked.end)) +
                       part(marked.end, shown.end));
}

std::string with_isolated_headlines(const Page& page, std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        const bool is_signed = line.starts_with('+') || line.starts_with('-');
        const std::size_t gap = is_signed ? line.find("  ") : std::string_view::npos;
        if (gap == std::string_view::npos) {
            out += line;
        } else {
            out += line.substr(0, gap + 2);
            out += page.arabic(std::string(line.substr(gap + 2)));
        }
        out += end < text.size() ? "\n" : "";
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

std::string in_context(const Page& page, const std::string& text, const Evidence& evidence) {
    const TextSpan marked{evidence.offset.get(), evidence.offset.get() + evidence.length};
    const std::size_t before = marked.begin > context_bytes ? marked.begin - context_bytes : 0;
    return marked_text(
        page, text,
        {back_to_character(text, before), back_to_character(text, marked.end + context_bytes)},
        marked);
}

}  // namespace khabard
