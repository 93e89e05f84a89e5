#pragma once

// The rows behind words.h, all lower case; names of elements stand in words_table.cc,
// lines in lines_table.cc.

#include <span>
#include <string_view>

namespace khabard {

// Whole words of a class or id: "nav" in "main-nav" and "mainNav", not in "navy".
std::span<const std::string_view> unlikely_words();

// Parts of a class or id, long enough not to stand in another word.
std::span<const std::string_view> unlikely_parts();

// Whole words that name the comments of readers.
std::span<const std::string_view> comment_words();

// Parts of the names of what holds an article.
std::span<const std::string_view> content_parts();

// Whole words of what may hold one.
std::span<const std::string_view> likely_words();

// Beginnings of short lines that belong to the page.
std::span<const std::string_view> page_phrases();

// Whole lines that belong to the page, without the marks at their end.
std::span<const std::string_view> page_lines();

// Anywhere in the title of an error page.
std::span<const std::string_view> error_titles();

}  // namespace khabard
