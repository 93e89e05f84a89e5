#pragma once

// Words around the names of authors. Rows stand in byline_words_table.cc.

#include <span>
#include <string_view>

namespace khabard {

// "by", "written by": lower case.
std::span<const std::string_view> byline_introductions();

// Parts of class names: "byline", "author-name".
std::span<const std::string_view> byline_classes();

// What may follow a name: words of dates, "staff writer". Lower case.
std::span<const std::string_view> byline_endings();

// Parts of the addresses of author pages: "/author/".
std::span<const std::string_view> byline_link_parts();

// What stands where a name should: "admin", "staff".
std::span<const std::string_view> byline_nobodies();

}  // namespace khabard
