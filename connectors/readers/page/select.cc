#include "connectors/readers/page/select.h"

#include "connectors/readers/page/words.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>

namespace khabard {
namespace {

// What is known of an element from the blocks below it.
struct Holding {
    double votes = 0;             // of prose, nearer counts more
    std::size_t prose_chars = 0;  // of prose anywhere below
    std::size_t chars = 0;
    std::size_t link_chars = 0;

    double link_density() const {
        return chars == 0 ? 0.0 : static_cast<double>(link_chars) / static_cast<double>(chars);
    }
};

// How far above a block its vote still counts.
constexpr unsigned vote_levels = 5;

double vote_of(const PageBlock& block) {
    const double length = std::min(static_cast<double>(block.chars) / 80.0, 4.0);
    const double commas = std::min(static_cast<double>(block.commas), 6.0);
    return (1.0 + length + commas) * (1.0 - block.link_density());
}

bool is_body(const HtmlNode& node) {
    return node.name == "body" || node.name == "html" || node.name.empty();
}

class Selector {
public:
    Selector(const HtmlDocument& document, const std::vector<PageBlock>& blocks)
        : document_(document), blocks_(blocks), holdings_(document.nodes.size()) {
        for (const PageBlock& block : blocks_) {
            count(block);
        }
    }

    std::vector<PageBlock> select() const {
        const std::optional<std::size_t> top = most_voted();
        if (!top) {
            return {};
        }
        const std::size_t chosen = widened(marked_holder(*top).value_or(*top));
        std::vector<PageBlock> out;
        for (const PageBlock& block : blocks_) {
            if (is_within(block.node, chosen)) {
                out.push_back(block);
            }
        }
        return out;
    }

private:
    const HtmlNode& node(std::size_t i) const { return document_.nodes[i]; }
    std::size_t parent(std::size_t i) const { return node(i).parent; }
    bool is_within(std::size_t i, std::size_t holder) const {
        return i >= holder && i < node(holder).end;
    }

    void count(const PageBlock& block) {
        const bool prose = block.is_prose();
        const double vote = prose ? vote_of(block) : 0.0;
        unsigned level = 0;
        for (std::size_t i = block.node;; i = parent(i)) {
            Holding& holding = holdings_[i];
            holding.chars += block.chars;
            holding.link_chars += block.link_chars;
            holding.prose_chars += prose ? block.chars : 0;
            if (level <= vote_levels) {
                // A block held by its own element (p) counts for that element's parent.
                holding.votes += vote / (level <= 1 ? 1.0 : static_cast<double>(level));
            }
            ++level;
            if (i == parent(i)) {
                break;
            }
        }
    }

    double score(std::size_t i) const {
        const Holding& holding = holdings_[i];
        double weight = 1.0;
        switch (part_role(node(i))) {
            case PartRole::content: weight = 1.6; break;
            case PartRole::likely: weight = 1.2; break;
            case PartRole::plain: break;
            case PartRole::unlikely:
            case PartRole::comments: weight = 0.5; break;
        }
        if (node(i).name == "article" || node(i).name == "main") {
            weight *= 1.3;
        }
        return holding.votes * weight * (1.0 - holding.link_density());
    }

    std::optional<std::size_t> most_voted() const {
        std::optional<std::size_t> best;
        double best_score = 0;
        for (std::size_t i = 0; i < holdings_.size(); ++i) {
            const bool leaf = node(i).name == "p" || node(i).name == "li";
            if (holdings_[i].votes <= 0 || leaf) {
                continue;
            }
            if (const double s = score(i); s > best_score) {
                best = i;
                best_score = s;
            }
        }
        return best;
    }

    bool is_marked(std::size_t i) const {
        const std::string* itemprop = node(i).attribute("itemprop");
        if (itemprop != nullptr && itemprop->find("articleBody") != std::string::npos) {
            return true;
        }
        return part_role(node(i)) == PartRole::content;
    }

    // The element marked as the article's body that agrees with the votes: it holds most of what
    // the top holds, and not much else.
    std::optional<std::size_t> marked_holder(std::size_t top) const {
        std::optional<std::size_t> best;
        for (std::size_t i = 0; i < holdings_.size(); ++i) {
            if (holdings_[i].prose_chars == 0 || !is_marked(i)) {
                continue;
            }
            const bool related = is_within(top, i) || is_within(i, top);
            const bool most = holdings_[i].prose_chars * 10 >= holdings_[top].prose_chars * 7;
            if (related && most &&
                (!best || holdings_[i].prose_chars > holdings_[*best].prose_chars)) {
                best = i;
            }
        }
        return best;
    }

    // An ancestor that holds clearly more prose without many more links is the better holder: the
    // text may be parted into sections.
    std::size_t widened(std::size_t start) const {
        std::size_t chosen = start;
        for (std::size_t i = start; !is_body(node(i)); i = parent(i)) {
            const Holding& inner = holdings_[chosen];
            const Holding& outer = holdings_[i];
            const std::size_t more_prose = outer.prose_chars - inner.prose_chars;
            const std::size_t more_chars = outer.chars - inner.chars;
            const std::size_t more_links = outer.link_chars - inner.link_chars;
            const bool much = more_prose * 5 > inner.prose_chars;
            const bool pure = more_prose > more_links * 2 && more_prose * 5 > more_chars * 2;
            if (much && pure) {
                chosen = i;
            }
            const bool most = holdings_[chosen].prose_chars * 2 > holdings_[0].prose_chars;
            if (node(i).name == "article" && most) {
                break;
            }
        }
        return chosen;
    }

    const HtmlDocument& document_;
    const std::vector<PageBlock>& blocks_;
    std::vector<Holding> holdings_;
};

}  // namespace

std::vector<PageBlock> select_blocks(const HtmlDocument& document,
                                     const std::vector<PageBlock>& blocks) {
    return Selector(document, blocks).select();
}

}  // namespace khabard
