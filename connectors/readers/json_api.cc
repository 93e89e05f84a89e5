#include "connectors/readers/json_api.h"

#include "daemon/lib/json/json_value.h"
#include "daemon/web/url.h"

#include <utility>

namespace khabard {
namespace {

// The scalar that a configured pointer names; nullopt when it is not configured or not there.
std::optional<std::string> at(const JsonValue& value, const std::string& pointer) {
    if (pointer.empty()) {
        return std::nullopt;
    }
    const JsonValue* found = json_at(value, pointer);
    std::optional<std::string> text = found == nullptr ? std::nullopt : found->scalar_text();
    return text.has_value() && text->empty() ? std::nullopt : text;
}

RawItem read_item(const JsonValue& object, const JsonApiMap& map, const std::string& base) {
    RawItem item;
    item.id = at(object, map.id);
    if (const auto url = at(object, map.url)) {
        item.link = resolve_url(*url, base).value_or(*url);
        item.links.push_back(*item.link);
    }
    if (auto title = at(object, map.title)) {
        item.title = RawText{std::move(*title), Markup::html};  // headlines come with entities
    }
    if (auto html = at(object, map.html)) {
        item.content = RawText{std::move(*html), Markup::html};
    } else if (auto text = at(object, map.text)) {
        item.content = RawText{std::move(*text), Markup::plain};
    }
    item.published = at(object, map.published);
    return item;
}

}  // namespace

Result<RawFeed> read_json_api(const Document& document, const ReadOptions& options) {
    const auto root = parse_json(document.text.str(), {options.limits.input_file_bytes_max});
    if (!root) {
        return Error{root.error().fault, document.url, root.error().what};
    }
    const JsonApiMap& map = options.json_api;
    const JsonValue* items = json_at(*root, map.items);
    if (items == nullptr || items->array() == nullptr) {
        return Error{Fault::malformed, document.url,
                     "\"" + map.items + "\" names no list in the answer; see [feed.json] items"};
    }
    RawFeed feed{"json_api", true, {}, {}, {}, {}, {}};
    std::uint64_t position = 0;
    for (const JsonValue& object : *items->array()) {
        ++position;
        if (options.entries_max != 0 && position > options.entries_max) {
            feed.warnings.push_back("the answer has more than " +
                                    std::to_string(options.entries_max) +
                                    " items; the rest was left out");
            break;
        }
        if (object.object() == nullptr) {
            feed.rejects.push_back(RawReject{position, "the item is no object", {}});
            continue;
        }
        RawItem item = read_item(object, map, document.url);
        item.position = position;
        feed.items.push_back(std::move(item));
    }
    if (const auto next = at(*root, map.next)) {
        feed.followups.push_back(
            Followup{FollowupKind::next_page, resolve_url(*next, document.url).value_or(*next)});
    }
    return feed;
}

}  // namespace khabard
