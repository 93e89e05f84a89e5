#include "daemon/stages/declared_charset.h"

#include "daemon/lib/icu/charset.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace khabard {

namespace {

constexpr std::size_t declaration_bytes = 1024;
// The standard looks at 1,024 bytes at first and starts again when its parser meets a later meta
// element; looking further at once comes to the same.
constexpr std::size_t prescan_bytes = std::size_t{16} * 1024;

bool is_blank(char c) noexcept {
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

bool is_letter(char c) noexcept {
    return lower(c) >= 'a' && lower(c) <= 'z';
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](char c) { return lower(c); });
    return out;
}

// "The encoding from a meta element": the charset parameter of a content attribute.
std::optional<std::string> charset_parameter(std::string_view content) {
    constexpr std::string_view name = "charset";
    const std::string text = lower(content);
    std::size_t at = 0;
    while ((at = text.find(name, at)) != std::string::npos) {
        at += name.size();
        std::size_t value = at;
        while (value < text.size() && is_blank(text[value])) {
            ++value;
        }
        if (value == text.size() || text[value] != '=') {
            continue;
        }
        do {
            ++value;
        } while (value < text.size() && is_blank(text[value]));
        if (value == text.size()) {
            return std::nullopt;
        }
        const char quote = text[value];
        if (quote == '"' || quote == '\'') {
            const std::size_t end = text.find(quote, value + 1);
            return end == std::string::npos
                       ? std::nullopt
                       : std::optional(text.substr(value + 1, end - value - 1));
        }
        const std::size_t end = text.find_first_of(" \t\n\f\r;", value);
        return text.substr(value, end == std::string::npos ? end : end - value);
    }
    return std::nullopt;
}

// What a label means where the bytes around it could be read as ASCII.
std::optional<std::string> ascii_compatible(const std::optional<std::string>& label) {
    if (!label) {
        return std::nullopt;
    }
    const std::optional<std::string> encoding = encoding_of_label(*label);
    if (!encoding) {
        return std::nullopt;
    }
    if (encoding->starts_with("utf-16") || encoding->starts_with("utf-32")) {
        return "utf-8";
    }
    return *encoding == "x-user-defined" ? std::optional<std::string>("windows-1252") : encoding;
}

struct Attribute {
    std::string name;
    std::string value;
};

// The tokenizer of the prescan; positions and steps as in the standard.
class Prescan {
public:
    explicit Prescan(std::string_view bytes) : bytes_(bytes.substr(0, prescan_bytes)) {}

    std::optional<std::string> run() {
        for (; at_ < bytes_.size(); ++at_) {
            if (bytes_[at_] != '<') {
                continue;
            }
            if (rest().starts_with("<!--")) {
                const std::size_t end = bytes_.find("-->", at_ + 2);
                if (end == std::string_view::npos) {
                    return std::nullopt;
                }
                at_ = end + 2;
            } else if (is_meta()) {
                at_ += 5;
                if (auto encoding = meta()) {
                    return encoding;
                }
            } else if (is_tag()) {
                skip_tag();
            } else if (at_ + 1 < bytes_.size() &&
                       std::string_view("!/?").find(bytes_[at_ + 1]) != std::string_view::npos) {
                at_ = std::min(bytes_.find('>', at_), bytes_.size());
            }
        }
        return std::nullopt;
    }

private:
    std::string_view rest() const { return bytes_.substr(at_); }

    bool is_meta() const {
        return rest().size() > 5 && lower(rest().substr(0, 5)) == "<meta" &&
               (is_blank(rest()[5]) || rest()[5] == '/');
    }

    bool is_tag() const {
        const std::size_t name = at_ + 1 < bytes_.size() && bytes_[at_ + 1] == '/' ? 2 : 1;
        return at_ + name < bytes_.size() && is_letter(bytes_[at_ + name]);
    }

    void skip_tag() {
        at_ = std::min(bytes_.find_first_of(" \t\n\f\r>", at_), bytes_.size());
        while (attribute()) {
        }
    }

    std::optional<std::string> meta() {
        std::vector<std::string> seen;
        bool has_pragma = false;
        std::optional<bool> needs_pragma;
        std::optional<std::string> charset;
        while (auto found = attribute()) {
            if (std::find(seen.begin(), seen.end(), found->name) != seen.end()) {
                continue;
            }
            seen.push_back(found->name);
            if (found->name == "http-equiv") {
                has_pragma = has_pragma || found->value == "content-type";
            } else if (found->name == "content" && !charset) {
                charset = ascii_compatible(charset_parameter(found->value));
                needs_pragma = charset ? std::optional(true) : needs_pragma;
            } else if (found->name == "charset") {
                charset = ascii_compatible(found->value);
                needs_pragma = false;
            }
        }
        const bool counts = needs_pragma && (!*needs_pragma || has_pragma);
        return counts ? charset : std::nullopt;
    }

    bool ended() const { return at_ >= bytes_.size(); }

    // The next attribute of the tag, lower-cased; nullopt at its end (at_ is then at '>' or past
    // the bytes).
    std::optional<Attribute> attribute() {
        while (!ended() && (is_blank(bytes_[at_]) || bytes_[at_] == '/')) {
            ++at_;
        }
        if (ended() || bytes_[at_] == '>') {
            return std::nullopt;
        }
        Attribute found;
        while (!ended() && !(bytes_[at_] == '=' && !found.name.empty()) && !is_blank(bytes_[at_])) {
            if (bytes_[at_] == '/' || bytes_[at_] == '>') {
                return found;
            }
            found.name += lower(bytes_[at_++]);
        }
        skip_blanks();
        if (ended() || bytes_[at_] != '=') {
            return ended() ? std::nullopt : std::optional(found);
        }
        ++at_;
        skip_blanks();
        return value(std::move(found));
    }

    std::optional<Attribute> value(Attribute found) {
        if (ended()) {
            return std::nullopt;
        }
        const char quote = bytes_[at_];
        if (quote == '"' || quote == '\'') {
            const std::size_t end = bytes_.find(quote, at_ + 1);
            if (end == std::string_view::npos) {
                at_ = bytes_.size();
                return std::nullopt;
            }
            found.value = lower(bytes_.substr(at_ + 1, end - at_ - 1));
            at_ = end + 1;
            return found;
        }
        while (!ended() && !is_blank(bytes_[at_]) && bytes_[at_] != '>') {
            found.value += lower(bytes_[at_++]);
        }
        return ended() ? std::nullopt : std::optional(found);
    }

    void skip_blanks() {
        while (!ended() && is_blank(bytes_[at_])) {
            ++at_;
        }
    }

    std::string_view bytes_;
    std::size_t at_ = 0;
};

}  // namespace

std::optional<std::string> xml_declared_charset(std::string_view bytes) {
    const std::size_t start = bytes.find_first_not_of(" \t\r\n");
    if (start == std::string_view::npos || !bytes.substr(start).starts_with("<?xml")) {
        return std::nullopt;
    }
    const std::size_t end = bytes.find("?>", start);
    if (end == std::string_view::npos || end - start > declaration_bytes) {
        return std::nullopt;
    }
    const std::string_view declaration = bytes.substr(start, end - start);
    constexpr std::string_view name = "encoding";
    std::size_t at = declaration.find(name);
    if (at == std::string_view::npos) {
        return std::nullopt;
    }
    at = declaration.find_first_not_of(" \t\r\n=", at + name.size());
    if (at == std::string_view::npos || (declaration[at] != '"' && declaration[at] != '\'')) {
        return std::nullopt;
    }
    const std::size_t close = declaration.find(declaration[at], at + 1);
    if (close == std::string_view::npos) {
        return std::nullopt;
    }
    return ascii_compatible(std::string(declaration.substr(at + 1, close - at - 1)));
}

std::optional<std::string> html_declared_charset(std::string_view bytes) {
    return Prescan(bytes).run();
}

}  // namespace khabard
