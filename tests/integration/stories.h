#pragma once

// Invented Arabic articles and the feeds that carry them.

#include <cstddef>
#include <string>
#include <vector>

namespace khabard::integration {

struct Story {
    std::string headline;
    std::vector<std::string> paragraphs;
};

// The topics of the bench's themes, and those of all configurations.
inline constexpr const char* energy_topic = "news.ar.energy-ceasefire";
inline constexpr const char* territory_topic = "news.ar.territory";
inline constexpr const char* unthemed_topic = "news.ar.unthemed";
inline constexpr const char* duplicates_topic = "news.ar.duplicates";

// An article of everyday life that no theme claims; another one for each number.
Story everyday_story(std::size_t number);
// The same with a sentence that the theme of each topic labels.
Story themed_story(std::size_t number, const std::vector<std::string>& topics);
// The same with one paragraph more.
Story continued(Story story, std::size_t number);

struct Entry {
    std::string guid;
    std::string url;
    Story story;
};

// An entry of the everyday story of that number at "https://<outlet>.example/<number>".
Entry everyday_entry(const std::string& outlet, std::size_t number);

std::string rss(const std::vector<Entry>& entries);
std::string atom(const std::vector<Entry>& entries);
std::string json_feed(const std::vector<Entry>& entries);
// A line of NDJSON input.
std::string ndjson_line(const Entry& entry);
// A scraped text: headline, then paragraphs.
std::string plain_text(const Story& story);

}  // namespace khabard::integration
