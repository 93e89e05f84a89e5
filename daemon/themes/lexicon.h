#pragma once

// From tokens to word classes: which words of the theme files a token can be (all their forms were
// generated, so this is one hash lookup), and which classes a run of tokens belongs to (a trie over
// words). Built once, then only read. The cost of a lookup does not depend on how much is in it;
// the tables are laid out for few cache misses, because with many themes those are the cost.

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
    // Ends building; nothing is found before and nothing may be added after. `memberships` holds,
    // by class, all the classes that a member of it belongs to, itself first.
    void freeze(const std::vector<std::vector<ClassId>>& memberships);

    // Asks the memory for what words() will look at.
    void prefetch(const ThemeToken& token) const;
    // Appends the words that the token can be.
    void words(const ThemeToken& token, std::vector<WordId>& found) const;

    // The same for the node of a word.
    void prefetch(WordId word) const;

    // The trie: a phrase begins at the node of its first word and goes on at next(node, word).
    using Node = std::uint32_t;
    static constexpr Node nowhere = 0xFFFFFFFFU;

    static Node begin(WordId word) { return word; }
    Node next(Node node, WordId word) const;
    bool goes_on(Node node) const { return nodes_[node].children != 0; }
    // All classes of the phrase that ends at the node.
    std::span<const ClassId> classes(Node node) const;

private:
    struct TrieNode {
        std::uint64_t children = 0;       // a bit for each word that may follow, by word % 64
        std::uint32_t classes_begin = 0;  // of a single class the class itself
        std::uint32_t classes_count = 0;
    };
    struct Slot {
        std::uint32_t tag;   // the upper half of the hash
        std::uint32_t what;  // a word, or with the upper bit set a place in word_lists_
    };
    struct Edge {
        Node from;
        WordId word;
        Node to;
    };

    std::uint32_t find(std::uint64_t hash) const;
    void append(std::uint64_t hash, std::vector<WordId>& found) const;
    Node child(Node node, WordId word);
    void freeze_nodes(const std::vector<std::vector<ClassId>>& memberships);
    void freeze_edges();
    void freeze_forms();

    using WordKey = std::tuple<WordKind, std::string, std::vector<std::string>>;
    std::map<WordKey, WordId> known_;
    std::vector<std::pair<std::uint64_t, WordId>> forms_;  // hash of a form, word
    std::unordered_map<std::uint64_t, Node> building_;     // edges between inner nodes
    std::vector<std::vector<ClassId>> word_classes_;       // of the nodes of first words
    std::vector<std::vector<ClassId>> inner_classes_;      // of the others

    std::vector<TrieNode> nodes_;  // first those of the words, then the inner ones
    std::vector<ClassId> class_lists_;
    std::vector<Edge> edges_;                // open addressing; a power of two
    std::vector<Slot> slots_;                // open addressing; a power of two
    std::vector<std::uint32_t> word_lists_;  // count, words, count, words ...
    bool has_exact_ = false;
};

}  // namespace khabard
