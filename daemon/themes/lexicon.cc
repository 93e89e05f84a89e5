#include "daemon/themes/lexicon.h"

#include "daemon/base/check.h"
#include "daemon/text/fold.h"

#include <algorithm>

namespace khabard {
namespace {

constexpr std::uint32_t empty_list = 0xFFFFFFFFU;

// Exact and folded spellings share one table; their hashes are kept apart.
std::uint64_t exact_key(std::uint64_t exact) {
    return exact ^ 0x9E3779B97F4A7C15ULL;
}

std::uint64_t edge_key(Lexicon::Node node, WordId word) {
    return (std::uint64_t{node} << 32U) | word;
}

}  // namespace

WordId Lexicon::add_word(std::string_view word, WordKind kind,
                         const std::vector<std::string>& deny) {
    const auto id = static_cast<WordId>(first_.size());
    const auto [at, fresh] = known_.emplace(WordKey{kind, std::string(word), deny}, id);
    if (!fresh) {
        return at->second;
    }
    first_.push_back(nowhere);
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
    const auto fresh = static_cast<Node>(nodes_.size());
    if (node == nowhere) {
        if (first_[word] != nowhere) {
            return first_[word];
        }
        first_[word] = fresh;
    } else {
        const auto [at, inserted] = edges_.emplace(edge_key(node, word), fresh);
        if (!inserted) {
            return at->second;
        }
        nodes_[node].goes_on = true;
    }
    nodes_.push_back(TrieNode{0, 0, false});
    node_classes_.emplace_back();
    return fresh;
}

void Lexicon::add_phrase(const std::vector<WordId>& words, ClassId id) {
    check(!words.empty(), "a phrase without words");
    Node node = nowhere;
    for (const WordId word : words) {
        node = child(node, word);
    }
    std::vector<ClassId>& classes = node_classes_[node];
    if (std::find(classes.begin(), classes.end(), id) == classes.end()) {
        classes.push_back(id);
    }
}

void Lexicon::freeze() {
    for (std::size_t node = 0; node < nodes_.size(); ++node) {
        nodes_[node].classes_begin = static_cast<std::uint32_t>(class_lists_.size());
        class_lists_.insert(class_lists_.end(), node_classes_[node].begin(),
                            node_classes_[node].end());
        nodes_[node].classes_end = static_cast<std::uint32_t>(class_lists_.size());
    }
    freeze_forms();
    known_.clear();
    node_classes_.clear();
}

void Lexicon::freeze_forms() {
    std::sort(forms_.begin(), forms_.end());
    std::size_t size = 64;
    while (size < forms_.size() * 2) {
        size *= 2;
    }
    slots_.assign(size, Slot{0, empty_list});
    word_lists_.reserve(forms_.size());
    for (std::size_t begin = 0; begin < forms_.size();) {
        const std::uint64_t hash = forms_[begin].first;
        const auto list_begin = static_cast<std::uint32_t>(word_lists_.size());
        for (; begin < forms_.size() && forms_[begin].first == hash; ++begin) {
            word_lists_.push_back(forms_[begin].second);
        }
        std::size_t at = hash & (size - 1);
        while (slots_[at].list != empty_list) {
            at = (at + 1) & (size - 1);
        }
        slots_[at] = Slot{hash, static_cast<std::uint32_t>(lists_.size())};
        lists_.emplace_back(list_begin, static_cast<std::uint32_t>(word_lists_.size()));
    }
    forms_.clear();
    forms_.shrink_to_fit();
}

std::uint32_t Lexicon::find(std::uint64_t hash) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = hash & mask;
    while (slots_[at].list != empty_list && slots_[at].hash != hash) {
        at = (at + 1) & mask;
    }
    return slots_[at].list;
}

void Lexicon::prefetch(const ThemeToken& token) const {
    __builtin_prefetch(&slots_[token.token.hash & (slots_.size() - 1)]);
}

void Lexicon::words(const ThemeToken& token, std::vector<WordId>& found) const {
    const auto append = [&](std::uint64_t hash) {
        const std::uint32_t list = find(hash);
        if (list != empty_list) {
            const auto [begin, end] = lists_[list];
            for (std::uint32_t at = begin; at < end; ++at) {
                found.push_back(word_lists_[at]);
            }
        }
    };
    append(token.token.hash);
    if (has_exact_) {
        append(exact_key(token.exact));
    }
}

Lexicon::Node Lexicon::next(Node node, WordId word) const {
    const auto at = edges_.find(edge_key(node, word));
    return at == edges_.end() ? nowhere : at->second;
}

std::span<const ClassId> Lexicon::classes(Node node) const {
    const TrieNode& found = nodes_[node];
    return std::span(class_lists_)
        .subspan(found.classes_begin, found.classes_end - found.classes_begin);
}

}  // namespace khabard
