// The tolerant reader. It never refuses anything and reads every byte a bounded number of times:
// a search that found nothing once is not made again.

#include "daemon/lib/xml/code_points.h"
#include "daemon/lib/xml/xml_builder.h"

#include <algorithm>
#include <charconv>
#include <system_error>
#include <unordered_map>
#include <utility>

namespace khabard {
namespace {

constexpr std::size_t attributes_max = 1000;
constexpr std::size_t bindings_max = 256;
constexpr std::string_view blanks = " \t\r\n";

bool is_name_start(char character) {
    const auto byte = static_cast<unsigned char>(character);
    const auto lower = static_cast<unsigned char>(byte | 0x20U);
    return (lower >= 'a' && lower <= 'z') || byte == '_' || byte == ':' || byte >= 0x80;
}

struct QualifiedName {
    std::string_view prefix;
    std::string_view local;
};

QualifiedName split(std::string_view name) {
    const std::size_t colon = name.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon + 1 == name.size()) {
        return {{}, name};
    }
    return {name.substr(0, colon), name.substr(colon + 1)};
}

// A search for one delimiter that gives up for good when it has failed once.
class Search {
public:
    explicit Search(std::string_view needle) : needle_(needle) {}

    std::size_t from(std::string_view text, std::size_t at) {
        if (hopeless_) {
            return std::string_view::npos;
        }
        const std::size_t found = text.find(needle_, at);
        hopeless_ = found == std::string_view::npos;
        return found;
    }

private:
    std::string_view needle_;
    bool hopeless_ = false;
};

class TolerantReader {
public:
    TolerantReader(std::string_view text, const XmlLimits& limits)
        : text_(text), builder_(limits), open_max_(2 * limits.depth_max) {
        bindings_.push_back(Binding{0, "xml", "http://www.w3.org/XML/1998/namespace"});
    }

    XmlDocument read() {
        while (at_ < text_.size() && !builder_.full()) {
            if (text_[at_] == '<') {
                read_markup();
            } else {
                read_text(std::min(text_.find('<', at_), text_.size()));
            }
        }
        if (!open_.empty()) {
            builder_.warn("the document ends inside <" + open_.back().name.substr(0, 100) + ">");
        }
        return builder_.finish(false);
    }

private:
    struct OpenElement {
        std::string name;      // as written, with prefix
        std::size_t bindings;  // in scope before it
    };
    struct Binding {
        std::size_t depth;
        std::string prefix;
        std::string space;
    };

    bool starts(std::string_view what) const { return text_.substr(at_, what.size()) == what; }

    void read_text(std::size_t end) {
        if (!open_.empty()) {
            builder_.text(resolve(text_.substr(at_, end - at_)));
        } else if (text_.substr(at_, end - at_).find_first_not_of(" \t\r\n\xEF\xBB\xBF") !=
                   std::string_view::npos) {
            builder_.warn("text outside of the document element was left out");
        }
        at_ = end;
    }

    void read_markup() {
        const char next = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
        if (starts("<!--")) {
            const std::size_t end = comment_end_.from(text_, at_ + 4);
            at_ = end == std::string_view::npos ? at_ + 4 : end + 3;
        } else if (starts("<![CDATA[")) {
            read_cdata();
        } else if (next == '?') {
            const std::size_t end = instruction_end_.from(text_, at_ + 2);
            at_ = end == std::string_view::npos ? after('>') : end + 2;
        } else if (next == '!') {
            read_declaration();
        } else if (next == '/') {
            read_end_tag();
        } else if (is_name_start(next)) {
            read_start_tag();
        } else {
            if (!open_.empty()) {
                builder_.text("<");
            }
            ++at_;
        }
    }

    std::size_t after(char character) const {
        const std::size_t found = text_.find(character, at_);
        return found == std::string_view::npos ? text_.size() : found + 1;
    }

    void read_cdata() {
        at_ += std::string_view("<![CDATA[").size();
        std::size_t end = cdata_end_.from(text_, at_);
        const bool closed = end != std::string_view::npos;
        if (!closed && !open_.empty()) {
            end = text_.find("</" + open_.back().name, at_);
        }
        end = std::min(end, text_.size());
        if (!open_.empty()) {
            std::string clean;
            append_without_controls(clean, text_.substr(at_, end - at_));
            builder_.text(clean);
        }
        at_ = closed ? end + 3 : end;
    }

    // <!DOCTYPE ...> with or without an internal subset, of which only entities of plain text are
    // kept.
    void read_declaration() {
        const std::size_t close = std::min(text_.find('>', at_), text_.size());
        const std::size_t bracket = text_.substr(0, close).find('[', at_);
        std::size_t end = close;
        if (bracket != std::string_view::npos) {
            const std::size_t subset_end = subset_end_.from(text_, bracket);
            if (subset_end != std::string_view::npos) {
                declare_entities(text_.substr(bracket, subset_end - bracket));
                end = std::min(text_.find('>', subset_end), text_.size());
            }
        }
        at_ = std::min(end + 1, text_.size());
    }

    void declare_entities(std::string_view subset) {
        constexpr std::string_view keyword = "<!ENTITY";
        std::size_t at = subset.find(keyword);
        while (at != std::string_view::npos) {
            at = subset.find_first_not_of(blanks, at + keyword.size());
            const std::size_t name_end = subset.find_first_of(blanks, at);
            const std::size_t open = subset.find_first_not_of(blanks, name_end);
            if (open == std::string_view::npos) {
                return;
            }
            if (subset[open] == '"' || subset[open] == '\'') {
                const std::size_t close = subset.find(subset[open], open + 1);
                if (close == std::string_view::npos) {
                    return;
                }
                entities_.declare(subset.substr(at, name_end - at),
                                  subset.substr(open + 1, close - open - 1));
            }
            at = subset.find(keyword, open);
        }
    }

    void read_end_tag() {
        const std::size_t begin = at_ + 2;
        const std::size_t end = std::min(text_.find_first_of(" \t\r\n></", begin), text_.size());
        const std::string name(text_.substr(begin, end - begin));
        const auto open = open_counts_.find(name);
        if (open == open_counts_.end() || open->second == 0) {
            builder_.warn("an end tag without a start tag was left out");
        } else {
            if (open_.back().name != name) {
                builder_.warn("elements were closed by the end of an outer one");
            }
            while (open_.back().name != name) {
                close_element();
            }
            close_element();
        }
        const std::size_t stop = std::min(text_.find_first_of("<>", end), text_.size());
        at_ = stop < text_.size() && text_[stop] == '>' ? stop + 1 : stop;
    }

    void close_element() {
        bindings_.resize(open_.back().bindings, Binding{0, {}, {}});
        --open_counts_[open_.back().name];
        open_.pop_back();
        builder_.end();
    }

    struct RawAttribute {
        std::string_view name;
        std::string value;
    };

    void read_start_tag() {
        const std::size_t begin = at_ + 1;
        at_ = std::min(text_.find_first_of(" \t\r\n></", begin), text_.size());
        const std::string_view name = text_.substr(begin, at_ - begin);
        bool empty = false;
        const auto raw = read_attributes(empty);
        const std::size_t bindings = bindings_.size();
        for (const RawAttribute& attribute : raw) {
            bind(attribute);
        }
        std::vector<XmlAttribute> attributes;
        for (const RawAttribute& attribute : raw) {
            const auto [prefix, local] = split(attribute.name);
            if (prefix != "xmlns" && attribute.name != "xmlns") {
                attributes.push_back(XmlAttribute{prefix.empty() ? 0 : space_of(prefix),
                                                  std::string(local), attribute.value});
            }
        }
        const auto [prefix, local] = split(name);
        builder_.start(space_of(prefix), local, std::move(attributes));
        open_.push_back(OpenElement{std::string(name), bindings});
        ++open_counts_[open_.back().name];
        if (empty || open_.size() > open_max_) {
            close_element();
        }
    }

    // Reads up to and including the '>' that ends the tag, or up to the '<' that starts another.
    std::vector<RawAttribute> read_attributes(bool& empty) {
        std::vector<RawAttribute> attributes;
        while (at_ < text_.size()) {
            at_ = std::min(text_.find_first_not_of(blanks, at_), text_.size());
            if (at_ == text_.size() || text_[at_] == '<') {
                builder_.warn("a tag has no end");
                break;
            }
            if (text_[at_] == '>') {
                ++at_;
                break;
            }
            empty = text_[at_] == '/';
            if (empty) {
                ++at_;
                continue;
            }
            const std::size_t end =
                std::min(text_.find_first_of(" \t\r\n=></", at_ + 1), text_.size());
            RawAttribute attribute{text_.substr(at_, end - at_), read_value(end)};
            if (attributes.size() < attributes_max) {
                attributes.push_back(std::move(attribute));
            }
        }
        return attributes;
    }

    // The value behind an attribute name that ends at `name_end`; "" when there is none.
    std::string read_value(std::size_t name_end) {
        const std::size_t equals =
            std::min(text_.find_first_not_of(blanks, name_end), text_.size());
        if (equals == text_.size() || text_[equals] != '=') {
            at_ = name_end;
            return {};
        }
        at_ = std::min(text_.find_first_not_of(blanks, equals + 1), text_.size());
        if (at_ == text_.size()) {
            return {};
        }
        const char quote = text_[at_];
        if (quote != '"' && quote != '\'') {
            const std::size_t end = std::min(text_.find_first_of(" \t\r\n><", at_), text_.size());
            const std::size_t begin = std::exchange(at_, end);
            return resolve(text_.substr(begin, end - begin));
        }
        const std::size_t begin = at_ + 1;
        Search& search = quote == '"' ? double_quote_ : single_quote_;
        std::size_t end = search.from(text_, begin);
        const std::string_view value = text_.substr(begin, std::min(end, text_.size()) - begin);
        const std::size_t close = std::min(value.find('>'), value.size());
        if (end == std::string_view::npos || value.find('<', close) != std::string_view::npos) {
            builder_.warn("an attribute value has no closing quote");
            end = begin + close;
            at_ = end;
        } else {
            at_ = end + 1;
        }
        return resolve(text_.substr(begin, end - begin));
    }

    void bind(const RawAttribute& attribute) {
        const auto [prefix, local] = split(attribute.name);
        const bool standard = attribute.name == "xmlns";
        if ((standard || prefix == "xmlns") && bindings_.size() < bindings_max) {
            bindings_.push_back(Binding{open_.size(), standard ? std::string() : std::string(local),
                                        attribute.value});
        }
    }

    std::uint32_t space_of(std::string_view prefix) {
        for (auto binding = bindings_.rbegin(); binding != bindings_.rend(); ++binding) {
            if (binding->prefix == prefix) {
                return builder_.space(binding->space);
            }
        }
        return builder_.space(prefix);  // of no prefix: ""
    }

    std::string resolve(std::string_view text) {
        std::string out;
        while (!text.empty()) {
            const std::size_t ampersand = text.find('&');
            append_without_controls(out, text.substr(0, ampersand));
            if (ampersand == std::string_view::npos) {
                return out;
            }
            text.remove_prefix(ampersand + 1);
            text.remove_prefix(append_reference(out, text));
        }
        return out;
    }

    // `text` stands behind an ampersand. Returns how much of it belonged to a reference.
    std::size_t append_reference(std::string& out, std::string_view text) {
        constexpr std::size_t name_bytes_max = 64;
        const std::size_t semicolon = text.substr(0, name_bytes_max).find(';');
        if (semicolon == std::string_view::npos || semicolon == 0) {
            return stray_ampersand(out);
        }
        std::string_view name = text.substr(0, semicolon);
        if (name.front() != '#') {
            const std::string* known = entities_.resolve(std::string(name));
            if (known == nullptr) {
                return stray_ampersand(out);
            }
            out += *known;
            return semicolon + 1;
        }
        name.remove_prefix(1);
        const bool hex = !name.empty() && (name.front() == 'x' || name.front() == 'X');
        name.remove_prefix(hex ? 1 : 0);
        std::uint32_t code_point = 0;
        const auto [stop, error] =
            std::from_chars(name.data(), name.data() + name.size(), code_point, hex ? 16 : 10);
        if (name.empty() || stop != name.data() + name.size()) {
            return stray_ampersand(out);
        }
        out += error == std::errc() ? character_reference(code_point) : std::string();
        return semicolon + 1;
    }

    std::size_t stray_ampersand(std::string& out) {
        builder_.warn("a stray ampersand or unknown entity was kept as text");
        out += "&";
        return 0;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    XmlBuilder builder_;
    XmlEntities entities_;
    std::vector<OpenElement> open_;
    std::unordered_map<std::string, std::size_t> open_counts_;  // by name
    std::size_t open_max_;
    std::vector<Binding> bindings_;
    Search comment_end_{"-->"};
    Search cdata_end_{"]]>"};
    Search instruction_end_{"?>"};
    Search subset_end_{"]"};
    Search double_quote_{"\""};
    Search single_quote_{"'"};
};

}  // namespace

XmlDocument parse_xml_tolerantly(std::string_view utf8, const XmlLimits& limits) {
    return TolerantReader(utf8, limits).read();
}

}  // namespace khabard
