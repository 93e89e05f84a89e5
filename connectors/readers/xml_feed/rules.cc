#include "connectors/readers/xml_feed/rules.h"

#include <algorithm>
#include <utility>

namespace khabard {
namespace {

// Lists of one feed or item are searched for what they hold already, so they must stay short.
constexpr std::size_t list_max = 500;
constexpr std::size_t authors_shown_max = 20;

// The e-mail address in `text`: the blank-free stretch around its '@', without brackets.
std::string_view find_email(std::string_view text) {
    constexpr std::string_view around = " \t\r\n()<>[],;\"";
    const std::size_t at = text.find('@');
    if (at == std::string_view::npos) {
        return {};
    }
    const std::size_t before = text.find_last_of(around, at);
    const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
    const std::size_t end = std::min(text.find_first_of(around, at), text.size());
    const bool plausible = at > begin && end > at + 1;
    return plausible ? text.substr(begin, end - begin) : std::string_view();
}

// A value that may or may not be wrapped in brackets or quotes.
std::string_view unwrapped(std::string_view text) {
    constexpr std::string_view wrapping = " \t\r\n()<>[]\"";
    const std::size_t begin = text.find_first_not_of(wrapping);
    if (begin == std::string_view::npos) {
        return {};
    }
    return text.substr(begin, text.find_last_not_of(wrapping) - begin + 1);
}

// Several authors are shown as one list; a second name for one person is not a second author.
std::string joined(const std::optional<std::string>& shown, const std::vector<std::string>& names,
                   const std::string& next) {
    const bool known = std::find(names.begin(), names.end(), next) != names.end();
    if (!shown.has_value() || shown->empty()) {
        return next;
    }
    return known || *shown == next || names.size() >= authors_shown_max ? *shown
                                                                        : *shown + ", " + next;
}

Link stated_link(const FeedTree& tree, FeedTree::Node node, const std::string& url,
                 const std::string& relation) {
    return Link{url, relation, tree.attribute(node, "type").value_or(""),
                tree.attribute(node, "title").value_or(""),
                tree.attribute(node, "hreflang").value_or("")};
}

// False when the list holds it already: tables of two dialects may name the same element.
bool add_link(std::vector<Link>& links, Link link) {
    const bool known = std::any_of(links.begin(), links.end(), [&link](const Link& other) {
        return other.href == link.href && other.rel == link.rel && other.type == link.type;
    });
    if (!known && links.size() < list_max) {
        links.push_back(std::move(link));
    }
    return !known;
}

bool is_page_type(const std::string& type) {
    return type.empty() || type == "text/html" || type == "application/xhtml+xml";
}

}  // namespace

void set_once(std::optional<std::string>& field, std::optional<std::string> value) {
    if (!field.has_value() && value.has_value() && !value->empty()) {
        field = std::move(value);
    }
}

void set_once(std::optional<RawText>& field, RawText value) {
    if (!field.has_value() && !value.text.empty()) {
        field = std::move(value);
    }
}

void add_once(std::vector<std::string>& list, std::string value) {
    if (!value.empty() && list.size() < list_max &&
        std::find(list.begin(), list.end(), value) == list.end()) {
        list.push_back(std::move(value));
    }
}

void add_statement(std::vector<Statement>& further, std::string_view name, std::string value) {
    const bool stands =
        std::any_of(further.begin(), further.end(),
                    [name](const Statement& statement) { return statement.name == name; });
    if (!stands && !value.empty()) {
        further.push_back(Statement{std::string(name), std::move(value)});
    }
}

Person parse_person(std::string_view text) {
    const std::string_view shown = trimmed(text);
    const std::string_view email = find_email(shown);
    Person person{std::string(shown), {}, std::string(email), {}};
    if (email.empty()) {
        person.name = person.shown;
        return person;
    }
    const auto at = static_cast<std::size_t>(email.data() - shown.data());
    const std::string_view before = unwrapped(shown.substr(0, at));
    const std::string_view after = unwrapped(shown.substr(at + email.size()));
    person.name = before.empty() ? after : before;
    constexpr std::string_view mailto = "mailto:";
    if (person.email.compare(0, mailto.size(), mailto) == 0) {
        person.email.erase(0, mailto.size());
    }
    return person;
}

Person atom_person(const FeedTree& tree, FeedTree::Node node) {
    Person person{{}, {}, {}, {}};
    for (const FeedTree::Node child : tree.children(node)) {
        const std::string& name = tree.xml().nodes[child].name;
        if (equal_ignoring_case(name, "name") && person.name.empty()) {
            person.name = tree.text(child);
        } else if (equal_ignoring_case(name, "email") && person.email.empty()) {
            person.email = tree.text(child);
        } else if (equal_ignoring_case(name, "uri") || equal_ignoring_case(name, "url") ||
                   equal_ignoring_case(name, "homepage")) {
            person.uri = tree.link(child).value_or(person.uri);
        }
    }
    if (person.name.empty() && person.email.empty() && person.uri.empty()) {
        return parse_person(tree.text(node));
    }
    person.shown = person.name.empty() ? person.email : person.name;
    return person;
}

void add_author(RawItem& item, const Person& person) {
    if (!item.author.has_value()) {
        add_statement(item.further, "author_name", person.name);
        add_statement(item.further, "author_email", person.email);
        add_statement(item.further, "author_uri", person.uri);
    }
    if (!person.shown.empty()) {
        item.author = joined(item.author, item.authors, person.shown);
    }
    add_once(item.authors, person.name.empty() ? person.shown : person.name);
}

void add_author(RawFeedMeta& feed, const Person& person) {
    if (!feed.author.has_value()) {
        add_statement(feed.further, "author_name", person.name);
        add_statement(feed.further, "author_email", person.email);
        add_statement(feed.further, "author_uri", person.uri);
    }
    if (!person.shown.empty()) {
        feed.author = joined(feed.author, feed.authors, person.shown);
    }
    add_once(feed.authors, person.name.empty() ? person.shown : person.name);
}

void apply_atom_link(const FeedTree& tree, FeedTree::Node node, RawItem& item) {
    const std::string reference = tree.attribute(node, "href").value_or(tree.text(node));
    if (reference.empty()) {
        return;
    }
    const std::string url = tree.absolute(node, reference);
    const std::string relation = tree.attribute(node, "rel").value_or("alternate");
    const std::string type = tree.attribute(node, "type").value_or("");
    add_once(item.links, url);
    if (!add_link(item.stated_links, stated_link(tree, node, url, relation))) {
        return;
    }
    if (relation == "enclosure") {
        item.enclosures.push_back(
            Enclosure{url, type, tree.attribute(node, "length").value_or("")});
    } else if (relation == "replies") {
        if (is_page_type(type)) {
            set_once(item.comments, url);
        }
    } else if (equal_ignoring_case(relation, "alternate") || relation.empty()) {
        set_once(item.link, url);
    }
}

void apply_atom_link(const FeedTree& tree, FeedTree::Node node, RawFeed& feed) {
    const std::string reference = tree.attribute(node, "href").value_or(tree.text(node));
    if (reference.empty()) {
        return;
    }
    const std::string url = tree.absolute(node, reference);
    const std::string relation = tree.attribute(node, "rel").value_or("alternate");
    if (!add_link(feed.feed.links, stated_link(tree, node, url, relation))) {
        return;
    }
    if (equal_ignoring_case(relation, "alternate") || relation.empty()) {
        set_once(feed.feed.link, url);
    } else if (relation == "next") {
        feed.followups.push_back(Followup{FollowupKind::next_page, url});
    } else if (relation == "hub") {
        feed.followups.push_back(Followup{FollowupKind::hub, url});
    }
}

}  // namespace khabard
