#include "daemon/themes/lexicon.h"

#include "daemon/base/check.h"
#include "daemon/text/fold.h"

#include <algorithm>

namespace khabard {
namespace {

constexpr std::uint32_t nothing = 0xFFFFFFFFU;
constexpr std::uint32_t list_bit = 0x80000000U;
// While building, inner nodes are numbered from here; freezing puts them behind the words.
constexpr Lexicon::Node inner_first = 0x80000000U;

// Exact and folded spellings share one table; their hashes are kept apart.
std::uint64_t exact_key(std::uint64_t exact) {
    return exact ^ 0x9E3779B97F4A7C15ULL;
}

std::uint64_t edge_key(Lexicon::Node node, WordId word) {
    return (std::uint64_t{node} << 32U) | word;
}

std::uint64_t mixed(std::uint64_t key) {
    key *= 0x9E3779B97F4A7C15ULL;
    return key ^ (key >> 29U);
}

std::uint32_t tag_of(std::uint64_t hash) {
    return static_cast<std::uint32_t>(hash >> 32U);
}

std::uint64_t child_bit(WordId word) {
    return std::uint64_t{1} << (word % 64);
}

// A power of two with room for `count` at half load.
std::size_t table_size(std::size_t count) {
    std::size_t size = 64;
    while (size < count * 2) {
        size *= 2;
    }
    return size;
}

}  // namespace

WordId Lexicon::add_word(std::string_view word, WordKind kind,
                         const std::vector<std::string>& deny) {
    const auto id = static_cast<WordId>(word_classes_.size());
    const auto [at, fresh] = known_.emplace(WordKey{kind, std::string(word), deny}, id);
    if (!fresh) {
        return at->second;
    }
    word_classes_.emplace_back();
    if (kind == WordKind::exact) {
        forms_.emplace_back(exact_key(exact_hash(word)), id);
        has_exact_ = true;
        return id;
    }
    for (const std::string& form : word_forms(word, kind)) {
        if (!std::binary_search(deny.begin(), deny.end(), form)) {
            forms_.emplace_back(token_hash(form), id);
        }
    }
    return id;
}

Lexicon::Node Lexicon::child(Node node, WordId word) {
    const auto fresh = static_cast<Node>(inner_first + inner_classes_.size());
    const auto [at, inserted] = building_.emplace(edge_key(node, word), fresh);
    if (inserted) {
        inner_classes_.emplace_back();
    }
    return at->second;
}

void Lexicon::add_phrase(const std::vector<WordId>& words, ClassId id) {
    check(!words.empty(), "a phrase without words");
    Node node = words.front();
    for (std::size_t at = 1; at < words.size(); ++at) {
        node = child(node, words[at]);
    }
    std::vector<ClassId>& classes =
        words.size() == 1 ? word_classes_[node] : inner_classes_[node - inner_first];
    if (std::find(classes.begin(), classes.end(), id) == classes.end()) {
        classes.push_back(id);
    }
}

void Lexicon::freeze(const std::vector<std::vector<ClassId>>& memberships) {
    freeze_nodes(memberships);
    freeze_edges();
    freeze_forms();
    known_.clear();
    building_.clear();
    word_classes_.clear();
    inner_classes_.clear();
}

void Lexicon::freeze_nodes(const std::vector<std::vector<ClassId>>& memberships) {
    for (const auto* part : {&word_classes_, &inner_classes_}) {
        for (const std::vector<ClassId>& direct : *part) {
            std::vector<ClassId> all;
            for (const ClassId id : direct) {
                all.insert(all.end(), memberships[id].begin(), memberships[id].end());
            }
            std::sort(all.begin(), all.end());
            all.erase(std::unique(all.begin(), all.end()), all.end());
            const auto begin = static_cast<std::uint32_t>(class_lists_.size());
            nodes_.push_back(TrieNode{0, all.size() == 1 ? all.front() : begin,
                                      static_cast<std::uint32_t>(all.size())});
            if (all.size() > 1) {
                class_lists_.insert(class_lists_.end(), all.begin(), all.end());
            }
        }
    }
}

void Lexicon::freeze_edges() {
    const auto word_count = static_cast<Node>(word_classes_.size());
    const auto number = [&](Node node) {
        return node < inner_first ? node : node - inner_first + word_count;
    };
    edges_.assign(table_size(building_.size()), Edge{nowhere, 0, nowhere});
    for (const auto& [key, to] : building_) {
        const Edge edge{number(static_cast<Node>(key >> 32U)), static_cast<WordId>(key),
                        number(to)};
        std::size_t at = mixed(edge_key(edge.from, edge.word)) & (edges_.size() - 1);
        while (edges_[at].from != nowhere) {
            at = (at + 1) & (edges_.size() - 1);
        }
        edges_[at] = edge;
        nodes_[edge.from].children |= child_bit(edge.word);
    }
}

void Lexicon::freeze_forms() {
    std::sort(forms_.begin(), forms_.end());
    forms_.erase(std::unique(forms_.begin(), forms_.end()), forms_.end());
    slots_.assign(table_size(forms_.size()), Slot{0, nothing});
    for (std::size_t begin = 0; begin < forms_.size();) {
        const std::uint64_t hash = forms_[begin].first;
        std::size_t end = begin;
        while (end < forms_.size() && forms_[end].first == hash) {
            ++end;
        }
        std::uint32_t what = forms_[begin].second;
        if (end - begin > 1) {
            what = static_cast<std::uint32_t>(word_lists_.size()) | list_bit;
            word_lists_.push_back(static_cast<std::uint32_t>(end - begin));
            for (std::size_t at = begin; at < end; ++at) {
                word_lists_.push_back(forms_[at].second);
            }
        }
        std::size_t at = hash & (slots_.size() - 1);
        while (slots_[at].what != nothing) {
            at = (at + 1) & (slots_.size() - 1);
        }
        slots_[at] = Slot{tag_of(hash), what};
        begin = end;
    }
    forms_.clear();
    forms_.shrink_to_fit();
}

std::uint32_t Lexicon::find(std::uint64_t hash) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = hash & mask;
    while (slots_[at].what != nothing && slots_[at].tag != tag_of(hash)) {
        at = (at + 1) & mask;
    }
    return slots_[at].what;
}

void Lexicon::prefetch(const ThemeToken& token) const {
    __builtin_prefetch(&slots_[token.token.hash & (slots_.size() - 1)]);
}

void Lexicon::prefetch(WordId word) const {
    __builtin_prefetch(&nodes_[word]);
}

void Lexicon::append(std::uint64_t hash, std::vector<WordId>& found) const {
    const std::uint32_t what = find(hash);
    if (what == nothing) {
        return;
    }
    if ((what & list_bit) == 0) {
        found.push_back(what);
        return;
    }
    const std::uint32_t list = what & ~list_bit;
    for (std::uint32_t at = list + 1; at <= list + word_lists_[list]; ++at) {
        found.push_back(word_lists_[at]);
    }
}

void Lexicon::words(const ThemeToken& token, std::vector<WordId>& found) const {
    append(token.token.hash, found);
    if (has_exact_) {
        append(exact_key(token.exact), found);
    }
}

Lexicon::Node Lexicon::next(Node node, WordId word) const {
    if ((nodes_[node].children & child_bit(word)) == 0) {
        return nowhere;
    }
    const std::size_t mask = edges_.size() - 1;
    std::size_t at = mixed(edge_key(node, word)) & mask;
    while (edges_[at].from != nowhere && (edges_[at].from != node || edges_[at].word != word)) {
        at = (at + 1) & mask;
    }
    return edges_[at].to;
}

std::span<const ClassId> Lexicon::classes(Node node) const {
    const TrieNode& found = nodes_[node];
    if (found.classes_count == 0) {
        return {};
    }
    if (found.classes_count == 1) {
        return std::span(&found.classes_begin, 1);
    }
    return std::span(class_lists_).subspan(found.classes_begin, found.classes_count);
}

}  // namespace khabard
