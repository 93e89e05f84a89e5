#pragma once

// From tokens to word classes: which words of the theme files a token can be (all their forms were
// generated, so this is one hash lookup), and which classes a run of tokens belongs to (a trie over
// words). Built once, then only read. The cost of a lookup does not depend on how much is in it;
// the tables are laid out for few cache misses, because with many themes those are the cost.

#include "daemon/model/tokens.h"
#include "daemon/themes/form_table.h"
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

    // What a token is found under: a place among all the sets of words that a form can be; 0: none.
    using FormId = std::uint32_t;
    void prefetch(const ThemeToken& token) const { folded_.prefetch(token.token.hash); }
    FormId find_folded(const ThemeToken& token) const { return folded_.find(token.token.hash); }
    FormId find_exact(const ThemeToken& token) const { return exact_.find(token.exact); }
    bool has_exact() const { return has_exact_; }

    // All classes that the words of a form are by themselves, word by word.
    void prefetch(FormId form) const { __builtin_prefetch(forms_.data() + form); }
    std::span<const ClassId> classes_of(FormId form) const {
        return listed(forms_[form].classes_begin, forms_[form].classes_count);
    }
    // Whether some of its words begin or continue a phrase; only then are there words_of() it.
    bool in_phrases(FormId form) const { return forms_[form].words != 0; }
    std::span<const WordId> words_of(FormId form) const {
        const std::uint32_t list = forms_[form].words;
        return std::span(word_lists_).subspan(list, word_lists_[list - 1]);
    }

    // The trie: a phrase begins at the node of its first word and goes on at next(node, word).
    using Node = std::uint32_t;
    static constexpr Node nowhere = 0xFFFFFFFFU;

    static Node begin(WordId word) { return word; }
    Node next(Node node, WordId word) const;
    bool goes_on(Node node) const { return nodes_[node].children != 0; }
    // All classes of the phrase that ends at the node.
    std::span<const ClassId> classes(Node node) const {
        return listed(nodes_[node].classes_begin, nodes_[node].classes_count);
    }

private:
    struct TrieNode {
        std::uint64_t children = 0;       // a bit for each word that may follow, by word % 64
        std::uint32_t classes_begin = 0;  // of a single class the class itself
        std::uint32_t classes_count = 0;
    };
    struct Form {
        std::uint32_t classes_begin;
        std::uint32_t classes_count;
        std::uint32_t words;  // where they begin in word_lists_, behind their number
    };
    struct Edge {
        Node from;
        WordId word;
        Node to;
    };

    using Spellings = std::vector<std::pair<std::uint64_t, WordId>>;  // hash of a form, word

    // The classes of a list; a single one stands in place of where the list begins.
    std::span<const ClassId> listed(const std::uint32_t& begin, std::uint32_t count) const {
        return count == 1 ? std::span(&begin, 1) : std::span(class_lists_.data() + begin, count);
    }
    std::uint32_t listed_as(const std::vector<ClassId>& classes);
    FormId form_of(const std::vector<WordId>& words);
    Node child(Node node, WordId word);
    void freeze_nodes(const std::vector<std::vector<ClassId>>& memberships);
    void freeze_edges();
    FormTable frozen(Spellings spellings);

    using WordKey = std::tuple<WordKind, std::string, std::vector<std::string>>;
    std::map<WordKey, WordId> known_;
    Spellings folded_spellings_;
    Spellings exact_spellings_;
    std::vector<bool> in_phrases_;  // by word
    std::map<std::vector<WordId>, FormId> known_forms_;
    std::unordered_map<std::uint64_t, Node> building_;  // edges between inner nodes
    std::vector<std::vector<ClassId>> word_classes_;    // of the nodes of first words
    std::vector<std::vector<ClassId>> inner_classes_;   // of the others

    std::vector<TrieNode> nodes_;  // first those of the words, then the inner ones
    std::vector<ClassId> class_lists_;
    std::vector<Edge> edges_;  // open addressing; a power of two
    // Exact spellings are few; in a table of their own they stay in the cache.
    FormTable folded_;
    FormTable exact_;
    bool has_exact_ = false;
    std::vector<Form> forms_;                // the first is the one of no words
    std::vector<std::uint32_t> word_lists_;  // 0, count, words, count, words ...
};

}  // namespace khabard
