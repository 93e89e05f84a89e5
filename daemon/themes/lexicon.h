#pragma once

// From tokens to word classes: which words of the theme files a token can be (all their forms were
// generated, so this is one hash lookup), and which classes a run of tokens belongs to (a trie over
// words). Built once, then only read. The cost of a lookup does not depend on how much is in it.

#include "daemon/model/tokens.h"
#include "daemon/themes/word_forms.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

namespace khabard {

using WordId = std::uint32_t;
using ClassId = std::uint32_t;

class Lexicon {
public:
    // A word with all its forms but those in `deny` (folded, sorted). The same word is made once.
    WordId add_word(std::string_view word, WordKind kind, const std::vector<std::string>& deny);
    // The words one after the other belong to `id`. REQUIRES: words is not empty.
    void add_phrase(const std::vector<WordId>& words, ClassId id);
    // Ends building; nothing is found before and nothing may be added after.
    void freeze();

    // Asks the memory for what words() will look at.
    void prefetch(const ThemeToken& token) const;
    // Appends the words that the token can be.
    void words(const ThemeToken& token, std::vector<WordId>& found) const;

    using Node = std::uint32_t;
    static constexpr Node nowhere = 0xFFFFFFFFU;

    // The trie: a phrase begins at begin(word) and goes on at next(node, word).
    Node begin(WordId word) const { return first_[word]; }
    Node next(Node node, WordId word) const;
    bool goes_on(Node node) const { return nodes_[node].goes_on; }
    std::span<const ClassId> classes(Node node) const;

    std::size_t word_count() const { return first_.size(); }
    std::size_t form_count() const { return lists_.size(); }

private:
    struct TrieNode {
        std::uint32_t classes_begin;
        std::uint32_t classes_end;
        bool goes_on;
    };
    struct Slot {
        std::uint64_t hash;
        std::uint32_t list;
    };

    void freeze_forms();
    std::uint32_t find(std::uint64_t hash) const;
    Node child(Node node, WordId word);

    using WordKey = std::tuple<WordKind, std::string, std::vector<std::string>>;
    std::map<WordKey, WordId> known_;
    std::vector<std::pair<std::uint64_t, WordId>> forms_;  // hash of a form, word
    std::vector<std::vector<ClassId>> node_classes_;

    std::unordered_map<std::uint64_t, Node> edges_;
    std::vector<TrieNode> nodes_;
    std::vector<Node> first_;  // by word
    std::vector<ClassId> class_lists_;
    std::vector<Slot> slots_;                                     // open addressing; a power of two
    std::vector<std::pair<std::uint32_t, std::uint32_t>> lists_;  // ranges of word_lists_
    std::vector<WordId> word_lists_;
    bool has_exact_ = false;
};

}  // namespace khabard
