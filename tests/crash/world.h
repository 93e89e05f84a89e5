#pragma once

// A small web that changes while it is read: feeds of several outlets with new articles, edits,
// articles of two themes and copies on a second outlet, and one feed of teasers whose text stands
// on pages. It remembers the truth that the topics are compared with. Everything follows from the
// seed and the number of steps.

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <random>
#include <string>
#include <vector>

namespace khabard {

struct TrueArticle {
    std::string url;
    std::size_t feed;
    std::size_t revision;             // of the text, from 1; stands in the text itself
    std::vector<std::string> topics;  // it belongs to, sorted
    std::size_t pair;                 // index of its copy, or its own: none
    std::string headline;
    std::string filler;
};

class World {
public:
    World(std::uint64_t seed, std::size_t feeds, std::size_t articles_max);

    // One change: a new article, an edit, or a copy. From any thread.
    void step();
    // From now on there may be so many articles; all of the first ones come within seconds.
    void let_grow_to(std::size_t articles);
    // A teaser at `url`; returns its page.
    std::string add_teaser(const std::string& url);
    std::string teasers() const;
    // The feed as RSS 2.0, every article it ever had.
    std::string rss(std::size_t feed) const;
    std::vector<TrueArticle> truth() const;
    std::size_t feeds() const { return feeds_; }
    static std::string feed_id(std::size_t feed);

private:
    void add(std::size_t feed, std::size_t copy_of);
    std::string words(std::size_t count);
    std::vector<std::string> some_topics();

    mutable std::mutex mutex_;
    std::mt19937_64 dice_;
    std::size_t feeds_;
    std::size_t articles_max_;
    std::vector<TrueArticle> articles_;
    std::vector<TrueArticle> teasers_;
};

// The body of an article, and the revision that a body states (0: none).
std::string body_of(const TrueArticle& article);
std::size_t revision_in(const std::string& body);

}  // namespace khabard
