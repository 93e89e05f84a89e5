#pragma once

// An outlet whose articles are added and edited while brokers come and go. It knows what consumers
// must find in the end: the last text of each article in all of its topics, its versions once each
// and in order.

#include "tests/integration/stories.h"

#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace khabard {

class NewsDesk {
public:
    // Articles stand at "https://<outlet>.example/<number>".
    explicit NewsDesk(std::string outlet) : outlet_(std::move(outlet)) {}

    void add(std::size_t articles);
    void edit_all();
    std::string rss() const;

    // False: it was not so within the time; `problem()` says what was missing or too much last.
    bool is_whole_within(const std::string& servers, std::chrono::seconds patience);
    const std::string& problem() const { return problem_; }

private:
    bool is_whole(const std::string& servers);

    std::string outlet_;
    std::vector<integration::Entry> entries_;
    std::vector<std::vector<std::string>> topics_;  // of each entry
    std::size_t edits_ = 0;
    std::string problem_;
};

}  // namespace khabard
