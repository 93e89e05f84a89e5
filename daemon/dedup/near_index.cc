#include "daemon/dedup/near_index.h"

#include "daemon/dedup/likeness.h"
#include "daemon/dedup/sketch_map.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <tuple>
#include <unordered_set>
#include <utility>

namespace khabard {
namespace {

// Articles share at least this many rare shingles of their sketches before they are compared; texts
// with a tiny sketch share what they can.
constexpr std::size_t shared_sketch_min = 2;
// A shingle that more groups know belongs to a template or a common phrase. Groups, not articles:
// a story must not lose its evidence by being copied often.
constexpr std::size_t rare_groups_max = 8;

using Slot = std::uint32_t;

struct Entry {
    ArticleId id;
    ArticleId group;
    std::uint32_t outlet;
    bool linked;  // find() sees it
    bool staged;
    Instant first_seen;
    std::vector<std::string> themes;
    Fingerprint fingerprint;
};

// What one add() did, to be undone by drop().
struct Step {
    Slot added;
    std::optional<Slot> replaced;
};

struct SharedSketch {
    std::size_t shingles;
    Slot slot;
};

// Slots are hashed by the article that they hold, so that each id is kept once.
struct SlotHash {
    using is_transparent = void;
    const std::vector<Entry>* entries;
    std::size_t operator()(const ArticleId& id) const noexcept {
        return std::hash<ArticleId>{}(id);
    }
    std::size_t operator()(Slot slot) const noexcept { return (*this)((*entries)[slot].id); }
};

struct SlotEqual {
    using is_transparent = void;
    const std::vector<Entry>* entries;
    bool operator()(Slot a, Slot b) const noexcept { return a == b; }
    bool operator()(Slot slot, const ArticleId& id) const noexcept {
        return (*entries)[slot].id == id;
    }
    bool operator()(const ArticleId& id, Slot slot) const noexcept { return (*this)(slot, id); }
};

}  // namespace

struct NearIndex::Impl {
    explicit Impl(const Limits& limits)
        : sketch_shingles(limits.sketch_shingles),
          postings_max(limits.sketch_postings_max),
          candidates_max(limits.candidates_max),
          by_id(0, SlotHash{&entries}, SlotEqual{&entries}) {}

    const std::size_t sketch_shingles;
    const std::size_t postings_max;
    const std::size_t candidates_max;
    std::vector<Entry> entries;  // by slot
    std::vector<Slot> vacant;    // slots to be used again
    std::unordered_set<Slot, SlotHash, SlotEqual> by_id;
    SketchMap postings;  // sketch shingle -> slot * sketch_shingles + its place in the sketch
    std::map<std::string, std::uint32_t> outlets;  // numbered; there are as many as in the world
    std::map<ArticleId, std::map<std::string, std::size_t>> themes_by_group;
    std::vector<Step> steps;        // staged
    std::optional<Instant> oldest;  // no linked article is older

    std::span<const std::uint32_t> sketch_of(const Fingerprint& fingerprint) const;
    Slot store(IndexedArticle article);
    void release(Slot slot);
    void link(Slot slot);
    void unlink(Slot slot);
    void count_themes(const Entry& entry, bool add);
    bool is_earlier(Slot a, Slot b) const;
    bool is_rare(const std::vector<SketchMap::Member>& members) const;
    std::vector<SharedSketch> sharing(const Fingerprint& fingerprint) const;
    std::vector<Slot> candidates(const Fingerprint& fingerprint) const;
};

// Shingles are hashes: the smallest ones of a sorted list are a fair sample of them, and the same
// one in every text that has them.
std::span<const std::uint32_t> NearIndex::Impl::sketch_of(const Fingerprint& fingerprint) const {
    const auto& shingles = fingerprint.shingles;
    return std::span(shingles).first(std::min(shingles.size(), sketch_shingles));
}

Slot NearIndex::Impl::store(IndexedArticle article) {
    const auto number = static_cast<std::uint32_t>(outlets.size());
    const auto outlet = outlets.emplace(std::move(article.source_id), number).first->second;
    article.fingerprint.content = ContentHash{{}};  // known to the ledger, not looked at here
    Entry entry{.id = std::move(article.id),
                .group = std::move(article.group),
                .outlet = outlet,
                .linked = false,
                .staged = true,
                .first_seen = article.first_seen,
                .themes = std::move(article.themes),
                .fingerprint = std::move(article.fingerprint)};
    if (vacant.empty()) {
        entries.push_back(std::move(entry));
        return static_cast<Slot>(entries.size() - 1);
    }
    const Slot slot = vacant.back();
    vacant.pop_back();
    entries[slot] = std::move(entry);
    return slot;
}

void NearIndex::Impl::release(Slot slot) {
    Entry& entry = entries[slot];
    entry.themes = {};
    entry.fingerprint.shingles = {};
    entry.fingerprint.opening = {};
    entry.fingerprint.facts = {};
    vacant.push_back(slot);
}

void NearIndex::Impl::count_themes(const Entry& entry, bool add) {
    if (entry.themes.empty()) {
        return;
    }
    auto& themes = themes_by_group[entry.group];
    for (const std::string& theme : entry.themes) {
        std::size_t& count = themes[theme];
        count += add ? 1 : static_cast<std::size_t>(-1);
        if (count == 0) {
            themes.erase(theme);
        }
    }
    if (themes.empty()) {
        themes_by_group.erase(entry.group);
    }
}

void NearIndex::Impl::link(Slot slot) {
    Entry& entry = entries[slot];
    auto member = static_cast<SketchMap::Member>(slot * sketch_shingles);
    for (const std::uint32_t shingle : sketch_of(entry.fingerprint)) {
        postings.add(shingle, member++);
    }
    by_id.insert(slot);
    count_themes(entry, true);
    oldest = oldest ? std::min(*oldest, entry.first_seen) : entry.first_seen;
    entry.linked = true;
}

void NearIndex::Impl::unlink(Slot slot) {
    Entry& entry = entries[slot];
    auto member = static_cast<SketchMap::Member>(slot * sketch_shingles);
    for (const std::uint32_t shingle : sketch_of(entry.fingerprint)) {
        postings.remove(shingle, member++);
    }
    by_id.erase(slot);
    count_themes(entry, false);
    entry.linked = false;
}

bool NearIndex::Impl::is_earlier(Slot a, Slot b) const {
    const Entry& x = entries[a];
    const Entry& y = entries[b];
    return std::tie(x.first_seen, x.id) < std::tie(y.first_seen, y.id);
}

bool NearIndex::Impl::is_rare(const std::vector<SketchMap::Member>& members) const {
    if (members.size() <= rare_groups_max) {
        return true;
    }
    std::vector<const ArticleId*> groups;
    for (const SketchMap::Member member : members) {
        const ArticleId& group = entries[member / sketch_shingles].group;
        const auto is_same = [&group](const ArticleId* known) { return *known == group; };
        if (std::none_of(groups.begin(), groups.end(), is_same)) {
            groups.push_back(&group);
            if (groups.size() > rare_groups_max) {
                return false;
            }
        }
    }
    return true;
}

std::vector<SharedSketch> NearIndex::Impl::sharing(const Fingerprint& fingerprint) const {
    const auto sketch = sketch_of(fingerprint);
    std::vector<SketchMap::Member> members;
    std::vector<Slot> hits;
    for (const std::uint32_t shingle : sketch) {
        members.clear();
        if (!postings.find(shingle, postings_max, members) || !is_rare(members)) {
            continue;
        }
        for (const SketchMap::Member member : members) {
            hits.push_back(static_cast<Slot>(member / sketch_shingles));
        }
    }
    std::sort(hits.begin(), hits.end());
    const std::size_t needed = std::min(shared_sketch_min, sketch.size());
    std::vector<SharedSketch> found;
    for (std::size_t i = 0; i < hits.size();) {
        const Slot slot = hits[i];
        std::size_t count = 0;
        for (; i < hits.size() && hits[i] == slot; ++i) {
            ++count;
        }
        if (count >= needed) {
            found.push_back(SharedSketch{count, slot});
        }
    }
    return found;
}

std::vector<Slot> NearIndex::Impl::candidates(const Fingerprint& fingerprint) const {
    std::vector<SharedSketch> found = sharing(fingerprint);
    if (found.size() > candidates_max) {
        std::sort(found.begin(), found.end(), [this](const SharedSketch& a, const SharedSketch& b) {
            return a.shingles != b.shingles ? a.shingles > b.shingles : is_earlier(a.slot, b.slot);
        });
        found.resize(candidates_max, SharedSketch{0, 0});
    }
    std::vector<Slot> slots;
    slots.reserve(found.size());
    for (const SharedSketch& shared : found) {
        slots.push_back(shared.slot);
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
    const auto outlet = impl_->outlets.find(source_id);
    std::optional<Slot> best;
    double best_evidence = 0;
    double score = 0;
    for (const Slot slot : impl_->candidates(fingerprint)) {
        const Entry& other = impl_->entries[slot];
        if (other.id == self) {
            continue;
        }
        const Likeness like = likeness(fingerprint, other.fingerprint);
        const bool same_outlet = outlet != impl_->outlets.end() && outlet->second == other.outlet;
        if (!is_copy(like, same_outlet)) {
            continue;
        }
        const double evidence = like.evidence();
        if (!best || evidence > best_evidence ||
            (evidence == best_evidence && impl_->is_earlier(slot, *best))) {
            best = slot;
            best_evidence = evidence;
            score = like.overlap;
        }
    }
    if (!best) {
        return std::nullopt;
    }
    return NearMatch{impl_->entries[*best].id, impl_->entries[*best].group, score};
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
    const auto known = impl_->by_id.find(article.id);
    std::optional<Slot> replaced;
    if (known != impl_->by_id.end()) {
        replaced = *known;
        impl_->unlink(*replaced);
    }
    const Slot slot = impl_->store(std::move(article));
    impl_->link(slot);
    impl_->steps.push_back(Step{slot, replaced});
}

void NearIndex::apply() {
    for (const Step& step : impl_->steps) {
        impl_->entries[step.added].staged = false;
        if (step.replaced) {
            impl_->release(*step.replaced);
        }
    }
    impl_->steps.clear();
}

void NearIndex::drop() {
    for (; !impl_->steps.empty(); impl_->steps.pop_back()) {
        const Step step = impl_->steps.back();
        impl_->unlink(step.added);
        impl_->release(step.added);
        if (step.replaced) {
            impl_->link(*step.replaced);
        }
    }
}

void NearIndex::forget_before(Instant oldest) {
    if (!impl_->oldest || *impl_->oldest >= oldest) {
        return;
    }
    impl_->oldest = std::nullopt;
    for (std::size_t i = 0; i < impl_->entries.size(); ++i) {
        const auto slot = static_cast<Slot>(i);
        const Entry& entry = impl_->entries[slot];
        if (!entry.linked) {
            continue;
        }
        if (entry.first_seen < oldest && !entry.staged) {
            impl_->unlink(slot);
            impl_->release(slot);
        } else {
            impl_->oldest = std::min(impl_->oldest.value_or(entry.first_seen), entry.first_seen);
        }
    }
}

std::size_t NearIndex::size() const {
    return impl_->by_id.size();
}

}  // namespace khabard
