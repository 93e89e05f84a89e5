#pragma once

// The element tables. A row says what an element of a feed or an item means; rows stand in order of
// preference: the first that states a field wins, lists collect. rss.cc, atom.cc and extensions.cc
// hold one table each for feeds and for items, and every feed is read with all of them, its own
// dialect's first: hybrids such as atom:link in RSS fit no single table.

#include "connectors/readers/xml_feed/feed_tree.h"
#include "daemon/model/raw_feed.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace khabard {

struct ItemRule {
    Space space;
    std::string_view name;
    void (*apply)(const FeedTree& tree, FeedTree::Node node, RawItem& item);
};

struct FeedRule {
    Space space;
    std::string_view name;
    void (*apply)(const FeedTree& tree, FeedTree::Node node, RawFeed& feed);
};

std::span<const ItemRule> rss_item_rules();
std::span<const ItemRule> atom_item_rules();
std::span<const ItemRule> extension_item_rules();
std::span<const FeedRule> rss_feed_rules();
std::span<const FeedRule> atom_feed_rules();
std::span<const FeedRule> extension_feed_rules();

// Fills `field` unless an earlier row has.
void set_once(std::optional<std::string>& field, std::optional<std::string> value);
void set_once(std::optional<RawText>& field, RawText value);

// Appends unless the list holds it already; empty values are left out.
void add_once(std::vector<std::string>& list, std::string value);

// Records a further statement unless one of that name stands.
void add_statement(std::vector<Statement>& further, std::string_view name, std::string value);

struct Person {
    std::string shown;  // as inspect shows the author
    std::string name;
    std::string email;
    std::string uri;
};

// "Name (me@example.org)", "me@example.org (Name)", "Name <me@example.org>", "Name".
Person parse_person(std::string_view text);

// atom:author and its like, with name, email, uri (url, homepage) inside.
Person atom_person(const FeedTree& tree, FeedTree::Node node);

void add_author(RawItem& item, const Person& person);
void add_author(RawFeedMeta& feed, const Person& person);

// atom:link wherever it stands.
void apply_atom_link(const FeedTree& tree, FeedTree::Node node, RawItem& item);
void apply_atom_link(const FeedTree& tree, FeedTree::Node node, RawFeed& feed);

}  // namespace khabard
