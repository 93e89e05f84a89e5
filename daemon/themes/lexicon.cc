#include "daemon/themes/lexicon.h"

#include "daemon/base/check.h"
#include "daemon/text/fold.h"

#include <algorithm>
#include <utility>

namespace khabard {
namespace {

// While building, inner nodes are numbered from here; freezing puts them behind the words.
constexpr Lexicon::Node inner_first = 0x80000000U;

std::uint64_t edge_key(Lexicon::Node node, WordId word) {
    return (std::uint64_t{node} << 32U) | word;
}

std::uint64_t mixed(std::uint64_t key) {
    key *= 0x9E3779B97F4A7C15ULL;
    return key ^ (key >> 29U);
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
        exact_spellings_.emplace_back(exact_hash(word), id);
        has_exact_ = true;
        return id;
    }
    for (const std::string& form : word_forms(word, kind)) {
        if (!std::binary_search(deny.begin(), deny.end(), form)) {
            folded_spellings_.emplace_back(token_hash(form), id);
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
    forms_.assign(1, Form{0, 0, 0});
    word_lists_.assign(1, 0);
    folded_ = frozen(std::exchange(folded_spellings_, {}));
    exact_ = frozen(std::exchange(exact_spellings_, {}));
    known_forms_.clear();
    in_phrases_.clear();
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
            nodes_.push_back(TrieNode{0, listed_as(all), static_cast<std::uint32_t>(all.size())});
        }
    }
}

std::uint32_t Lexicon::listed_as(const std::vector<ClassId>& classes) {
    if (classes.size() == 1) {
        return classes.front();
    }
    class_lists_.insert(class_lists_.end(), classes.begin(), classes.end());
    return static_cast<std::uint32_t>(class_lists_.size() - classes.size());
}

void Lexicon::freeze_edges() {
    const auto word_count = static_cast<Node>(word_classes_.size());
    const auto number = [&](Node node) {
        return node < inner_first ? node : node - inner_first + word_count;
    };
    in_phrases_.assign(word_count, false);
    edges_.assign(table_size(building_.size()), Edge{nowhere, 0, nowhere});
    for (const auto& [key, to] : building_) {
        const Edge edge{number(static_cast<Node>(key >> 32U)), static_cast<WordId>(key),
                        number(to)};
        std::size_t at = mixed(edge_key(edge.from, edge.word)) & (edges_.size() - 1);
        while (edges_[at].from != nowhere) {
            at = (at + 1) & (edges_.size() - 1);
        }
        edges_[at] = edge;
        in_phrases_[edge.word] = true;
        if (edge.from < word_count) {
            in_phrases_[edge.from] = true;
        }
        nodes_[edge.from].children |= child_bit(edge.word);
    }
}

// Forms of the same words are the same.
Lexicon::FormId Lexicon::form_of(const std::vector<WordId>& words) {
    const auto [at, fresh] = known_forms_.emplace(words, static_cast<FormId>(forms_.size()));
    if (!fresh) {
        return at->second;
    }
    std::vector<ClassId> all;
    bool in_phrases = false;
    for (const WordId word : words) {
        const std::span<const ClassId> some = classes(word);
        all.insert(all.end(), some.begin(), some.end());
        in_phrases = in_phrases || in_phrases_[word];
    }
    Form form{listed_as(all), static_cast<std::uint32_t>(all.size()), 0};
    if (in_phrases) {
        word_lists_.push_back(static_cast<std::uint32_t>(words.size()));
        form.words = static_cast<std::uint32_t>(word_lists_.size());
        word_lists_.insert(word_lists_.end(), words.begin(), words.end());
    }
    forms_.push_back(form);
    return at->second;
}

FormTable Lexicon::frozen(Spellings spellings) {
    std::sort(spellings.begin(), spellings.end());
    spellings.erase(std::unique(spellings.begin(), spellings.end()), spellings.end());
    std::vector<FormTable::Entry> entries;
    std::vector<WordId> words;
    for (std::size_t begin = 0; begin < spellings.size();) {
        const std::uint64_t hash = spellings[begin].first;
        words.clear();
        for (; begin < spellings.size() && spellings[begin].first == hash; ++begin) {
            words.push_back(spellings[begin].second);
        }
        entries.emplace_back(hash, form_of(words));
    }
    return FormTable(entries);
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

}  // namespace khabard
