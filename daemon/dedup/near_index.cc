#include "daemon/dedup/near_index.h"

#include "daemon/dedup/likeness.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <unordered_map>
#include <utility>

namespace khabard {
namespace {

// Articles share at least this many sketch shingles before they are compared; texts with a tiny
// sketch share what they can.
constexpr std::size_t shared_sketch_min = 2;

using Slot = std::uint32_t;

struct Entry {
    IndexedArticle article;
    bool alive;
};

}  // namespace

struct NearIndex::Impl {
    explicit Impl(const Limits& given) : limits(given) {}

    Limits limits;
    std::vector<Entry> entries;  // by slot; slots are never reused
    std::unordered_map<std::uint64_t, std::vector<Slot>> postings;  // sketch shingle -> slots
    std::map<ArticleId, Slot> by_id;
    std::map<ArticleId, std::map<std::string, std::size_t>> themes_by_group;
    ShingleCounts counts;
    std::size_t committed = 0;  // entries below are applied, the rest is staged
    // What a staged entry replaced, to be put back by drop().
    std::vector<std::pair<ArticleId, std::optional<Slot>>> replaced;

    void insert(IndexedArticle article);
    void link(Slot slot);
    void unlink(Slot slot);
    void count_themes(const IndexedArticle& article, bool add);
    std::vector<Slot> candidates(const Fingerprint& fingerprint) const;
};

void NearIndex::Impl::count_themes(const IndexedArticle& article, bool add) {
    auto& themes = themes_by_group[article.group];
    for (const std::string& theme : article.themes) {
        std::size_t& count = themes[theme];
        count += add ? 1 : static_cast<std::size_t>(-1);
        if (count == 0) {
            themes.erase(theme);
        }
    }
    if (themes.empty()) {
        themes_by_group.erase(article.group);
    }
}

void NearIndex::Impl::link(Slot slot) {
    const IndexedArticle& article = entries[slot].article;
    for (const std::uint64_t shingle : article.fingerprint.sketch) {
        postings[shingle].push_back(slot);
    }
    by_id.insert_or_assign(article.id, slot);
    count_themes(article, true);
    entries[slot].alive = true;
}

void NearIndex::Impl::unlink(Slot slot) {
    const IndexedArticle& article = entries[slot].article;
    for (const std::uint64_t shingle : article.fingerprint.sketch) {
        const auto posting = postings.find(shingle);
        if (posting == postings.end()) {
            continue;
        }
        std::erase(posting->second, slot);
        if (posting->second.empty()) {
            postings.erase(posting);
        }
    }
    const auto id = by_id.find(article.id);
    if (id != by_id.end() && id->second == slot) {
        by_id.erase(id);
    }
    count_themes(article, false);
    entries[slot].alive = false;
}

void NearIndex::Impl::insert(IndexedArticle article) {
    const auto existing = by_id.find(article.id);
    std::optional<Slot> old;
    if (existing != by_id.end()) {
        old = existing->second;
        unlink(*old);
    }
    replaced.emplace_back(article.id, old);
    const auto slot = static_cast<Slot>(entries.size());
    entries.push_back(Entry{std::move(article), false});
    link(slot);
}

std::vector<Slot> NearIndex::Impl::candidates(const Fingerprint& fingerprint) const {
    std::map<Slot, std::size_t> shared;
    for (const std::uint64_t shingle : fingerprint.sketch) {
        const auto posting = postings.find(shingle);
        if (posting == postings.end() || posting->second.size() > limits.sketch_postings_max) {
            continue;
        }
        for (const Slot slot : posting->second) {
            ++shared[slot];
        }
    }
    const std::size_t needed = std::min(shared_sketch_min, fingerprint.sketch.size());
    std::vector<std::pair<std::size_t, Slot>> ranked;
    for (const auto& [slot, count] : shared) {
        if (count >= needed) {
            ranked.emplace_back(count, slot);
        }
    }
    std::sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    std::vector<Slot> slots;
    for (const auto& [count, slot] : ranked) {
        if (slots.size() == limits.candidates_max) {
            break;
        }
        slots.push_back(slot);
    }
    return slots;
}

NearIndex::NearIndex(const Limits& limits) : impl_(std::make_unique<Impl>(limits)) {}
NearIndex::NearIndex(NearIndex&&) noexcept = default;
NearIndex& NearIndex::operator=(NearIndex&&) noexcept = default;
NearIndex::~NearIndex() = default;

std::optional<NearMatch> NearIndex::find(const Fingerprint& fingerprint,
                                         const std::string& source_id,
                                         const ArticleId& self) const {
    const IndexedArticle* best = nullptr;
    double best_score = 0;
    for (const Slot slot : impl_->candidates(fingerprint)) {
        const IndexedArticle& other = impl_->entries[slot].article;
        if (other.id == self) {
            continue;
        }
        const Likeness like = likeness(fingerprint, other.fingerprint, impl_->counts);
        if (!is_copy(like, other.source_id == source_id)) {
            continue;
        }
        const bool earlier =
            best != nullptr && like.weighted == best_score && other.first_seen < best->first_seen;
        if (best == nullptr || like.weighted > best_score || earlier) {
            best = &other;
            best_score = like.weighted;
        }
    }
    if (best == nullptr) {
        return std::nullopt;
    }
    return NearMatch{best->id, best->group, best_score};
}

std::set<std::string> NearIndex::group_themes(const ArticleId& group) const {
    std::set<std::string> themes;
    const auto found = impl_->themes_by_group.find(group);
    if (found != impl_->themes_by_group.end()) {
        for (const auto& [theme, count] : found->second) {
            themes.insert(theme);
        }
    }
    return themes;
}

void NearIndex::add(IndexedArticle article) {
    impl_->insert(std::move(article));
}

void NearIndex::apply() {
    for (std::size_t slot = impl_->committed; slot < impl_->entries.size(); ++slot) {
        const IndexedArticle& article = impl_->entries[slot].article;
        if (article.group == article.id) {
            impl_->counts.add(article.fingerprint.shingles);
        }
    }
    for (const auto& [id, old] : impl_->replaced) {
        if (old) {
            impl_->entries[*old].article.fingerprint.shingles = {};  // its memory is not needed
        }
    }
    impl_->replaced.clear();
    impl_->committed = impl_->entries.size();
}

void NearIndex::drop() {
    while (impl_->entries.size() > impl_->committed) {
        const auto slot = static_cast<Slot>(impl_->entries.size() - 1);
        const auto old = impl_->replaced.back().second;
        impl_->replaced.pop_back();
        impl_->unlink(slot);
        impl_->entries.pop_back();
        if (old) {
            impl_->link(*old);
        }
    }
}

void NearIndex::forget_before(Instant oldest) {
    for (Slot slot = 0; slot < impl_->committed; ++slot) {
        Entry& entry = impl_->entries[slot];
        if (entry.alive && entry.article.first_seen < oldest) {
            impl_->unlink(slot);
            entry.article.fingerprint.shingles = {};
            entry.article.fingerprint.sketch = {};
        }
    }
}

std::size_t NearIndex::size() const {
    return impl_->by_id.size();
}

}  // namespace khabard
