#include "tests/kafka/news_desk.h"

#include "tests/integration/bench.h"
#include "tests/kafka/consumer.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <chrono>
#include <set>

namespace khabard {

using namespace integration;

void NewsDesk::add(std::size_t articles) {
    for (std::size_t i = 0; i < articles; ++i) {
        const std::size_t number = entries_.size();
        // Names differ, so that no two outlets write the same text.
        const std::size_t text = std::hash<std::string>{}(outlet_) % 100'000 * 1000 + number;
        const std::vector<std::string> topics =
            number % 3 == 0 ? std::vector<std::string>{energy_topic, territory_topic}
                            : std::vector<std::string>{unthemed_topic};
        const std::string id = std::to_string(number);
        entries_.push_back({outlet_ + "-" + id, "https://" + outlet_ + ".example/" + id,
                            number % 3 == 0 ? themed_story(text, topics) : everyday_story(text)});
        topics_.push_back(topics);
    }
}

void NewsDesk::edit_all() {
    ++edits_;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        entries_[i].story = continued(entries_[i].story, 1000 * (i + 1) + edits_);
    }
}

std::string NewsDesk::rss() const {
    return integration::rss(entries_);
}

bool NewsDesk::is_whole(const std::string& servers) {
    const auto records = consume_all({.bootstrap_servers = servers},
                                     {energy_topic, territory_topic, unthemed_topic});
    std::map<std::string, std::map<std::string, std::int64_t>> version;  // by url and topic
    std::map<std::string, std::string> body;
    for (const ConsumedRecord& record : records) {
        const JsonValue value = json_lines(record.value + "\n").front();
        const std::string url = text_at(value, "/url");
        const std::int64_t number = number_at(value, "/version");
        if (!url.starts_with("https://" + outlet_ + ".example/")) {
            continue;
        }
        if (number != ++version[url][record.topic]) {
            problem_ = "version " + std::to_string(number) + " of " + url + " in " + record.topic +
                       " is not the next";
            // Waiting does not mend that.
            FAIL(problem_);
        }
        body[url] = text_at(value, "/body");
    }
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        const Entry& entry = entries_[i];
        std::set<std::int64_t> last;
        for (const std::string& topic : topics_[i]) {
            last.insert(version[entry.url][topic]);
        }
        const bool newest =
            body[entry.url].find(entry.story.paragraphs.back()) != std::string::npos;
        if (last.size() != 1 || *last.begin() == 0 || !newest ||
            version[entry.url].size() != topics_[i].size()) {
            problem_ = entry.url + " is not whole yet";
            return false;
        }
    }
    problem_.clear();
    return true;
}

bool NewsDesk::is_whole_within(const std::string& servers, std::chrono::seconds patience) {
    const bool whole = eventually([&] { return is_whole(servers); }, patience);
    if (!whole) {
        WARN(problem_);
    }
    return whole;
}

}  // namespace khabard
