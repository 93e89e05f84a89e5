// redact_urls: addresses in the midst of a sentence.

#include "daemon/web/ascii.h"
#include "daemon/web/url.h"

namespace khabard {
namespace {

bool is_scheme_char(char c) {
    return is_ascii_letter(c) || is_ascii_digit(c) || c == '+' || c == '-' || c == '.';
}

bool ends_url(char c) {
    return static_cast<unsigned char>(c) <= ' ' ||
           std::string_view("\"'<>`").find(c) != std::string_view::npos;
}

}  // namespace

std::string redact_urls(std::string_view text) {
    std::string out;
    std::size_t copied = 0;
    for (std::size_t mark = text.find("://"); mark != std::string_view::npos;
         mark = text.find("://", std::max(copied, mark + 3))) {
        std::size_t begin = mark;
        while (begin > copied && is_scheme_char(text[begin - 1])) {
            --begin;
        }
        std::size_t end = mark + 3;
        while (end < text.size() && !ends_url(text[end])) {
            ++end;
        }
        // The sentence around it, not the address.
        while (end > mark + 3 &&
               std::string_view(".,;:)]").find(text[end - 1]) != std::string_view::npos) {
            --end;
        }
        out.append(text.substr(copied, begin - copied));
        out.append(redact_url(text.substr(begin, end - begin)));
        copied = end;
    }
    return out.append(text.substr(copied));
}

}  // namespace khabard
