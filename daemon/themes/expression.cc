#include "daemon/themes/expression.h"

#include <algorithm>
#include <utility>

namespace khabard {
namespace {

constexpr std::size_t alternatives_max = 512;
constexpr std::uint32_t gap_max = 30;

enum class Sign : std::uint8_t { word, class_name, gap, all_of };

struct Piece {
    Sign sign;
    std::string text;
    std::uint32_t gap;
    std::size_t offset;
};

using Pieces = std::vector<Piece>;

// Splits a text into pieces and writes its alternatives out.
class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) {}

    std::optional<ExpressionError> error() const { return error_; }

    // Up to the end, or up to a bar or a closing parenthesis inside a group.
    std::vector<Pieces> sequence(bool inside) {
        std::vector<Pieces> all(1);
        while (!error_) {
            skip_blanks();
            if (at_end() || (inside && (peek() == '|' || peek() == ')'))) {
                break;
            }
            if (peek() == '(') {
                multiply(all, group());
            } else if (auto piece = one_piece()) {
                for (Pieces& pieces : all) {
                    pieces.push_back(*piece);
                }
            }
        }
        return all;
    }

private:
    bool at_end() const { return offset_ >= text_.size(); }
    char peek() const { return text_[offset_]; }

    void skip_blanks() {
        while (!at_end() && (peek() == ' ' || peek() == '\n' || peek() == '\t')) {
            ++offset_;
        }
    }

    void fail(std::size_t offset, std::string message, std::string hint) {
        error_ = ExpressionError{offset, std::move(message), std::move(hint)};
    }

    std::vector<Pieces> group() {
        const std::size_t start = offset_++;
        std::vector<Pieces> all;
        while (!error_) {
            for (Pieces& pieces : sequence(true)) {
                all.push_back(std::move(pieces));
            }
            if (at_end()) {
                fail(start, "a parenthesis is not closed", "write (one|other)");
                break;
            }
            const char sign = text_[offset_++];
            if (sign == ')') {
                break;
            }
        }
        return all;
    }

    void multiply(std::vector<Pieces>& all, const std::vector<Pieces>& choices) {
        if (error_) {
            return;
        }
        if (all.size() * choices.size() > alternatives_max) {
            fail(offset_, "the alternatives multiply to more than 512 expressions",
                 "name a word class and write {class}");
            return;
        }
        std::vector<Pieces> product;
        for (const Pieces& pieces : all) {
            for (const Pieces& choice : choices) {
                product.push_back(pieces);
                product.back().insert(product.back().end(), choice.begin(), choice.end());
            }
        }
        all = std::move(product);
    }

    std::optional<Piece> one_piece() {
        const std::size_t start = offset_;
        switch (peek()) {
            case '{': return class_name();
            case '~': return gap();
            case '&': ++offset_; return Piece{Sign::all_of, {}, 0, start};
            case '|':
            case ')':
            case '}':
                fail(start, std::string("a stray '") + peek() + "'", "write (one|other), {class}");
                return std::nullopt;
            default: break;
        }
        constexpr std::string_view ends = " \n\t(){}|&~";
        offset_ = std::min(text_.find_first_of(ends, start), text_.size());
        return Piece{Sign::word, std::string(text_.substr(start, offset_ - start)), 0, start};
    }

    std::optional<Piece> class_name() {
        const std::size_t start = offset_;
        const std::size_t close = text_.find('}', start);
        if (close == std::string_view::npos || close == start + 1) {
            fail(start, "a class is not closed or has no name", "write {name-of-the-class}");
            return std::nullopt;
        }
        offset_ = close + 1;
        return Piece{Sign::class_name, std::string(text_.substr(start + 1, close - start - 1)), 0,
                     start};
    }

    std::optional<Piece> gap() {
        const std::size_t start = offset_++;
        std::uint32_t count = 0;
        bool digits = false;
        while (!at_end() && peek() >= '0' && peek() <= '9' && count <= gap_max) {
            count = count * 10 + static_cast<std::uint32_t>(peek() - '0');
            digits = true;
            ++offset_;
        }
        if (!digits || count == 0 || count > gap_max) {
            fail(start, "a gap needs a number from 1 to 30", "write ~3");
            return std::nullopt;
        }
        return Piece{Sign::gap, {}, count, start};
    }

    std::string_view text_;
    std::size_t offset_ = 0;
    std::optional<ExpressionError> error_;
};

ExpressionError misplaced(const Piece& piece, const char* message, const char* hint) {
    return ExpressionError{piece.offset, message, hint};
}

// Joins neighbouring words to runs and gives each element its gap.
class Assembly {
public:
    explicit Assembly(bool any_order) : expression_{any_order, {}} {}

    using MaybeError = std::optional<ExpressionError>;

    MaybeError take(const Piece& piece) {
        switch (piece.sign) {
            case Sign::all_of: return ampersand(piece);
            case Sign::gap: return gap(piece);
            case Sign::word:
                if (joined_) {
                    expression_.elements.back().text += " " + piece.text;
                    return std::nullopt;
                }
                return element(piece);
            case Sign::class_name: break;
        }
        return element(piece);
    }

    MaybeError finish(const Pieces& pieces) const {
        if (gap_ > 0 || (expression_.any_order && open_)) {
            return misplaced(pieces.back(), "nothing follows", "end with a word or a class");
        }
        return std::nullopt;
    }

    Expression take_expression() { return std::move(expression_); }

private:
    MaybeError ampersand(const Piece& piece) {
        if (open_) {
            return misplaced(piece, "nothing stands before &", "write {one} & {other}");
        }
        open_ = true;
        joined_ = false;
        return std::nullopt;
    }

    MaybeError gap(const Piece& piece) {
        if (expression_.any_order || expression_.elements.empty() || gap_ > 0) {
            return misplaced(piece, "a gap stands between two words of a sequence",
                             "with & the window of the pattern says how far apart they stand");
        }
        gap_ = piece.gap;
        joined_ = false;
        return std::nullopt;
    }

    MaybeError element(const Piece& piece) {
        if (expression_.any_order && !open_) {
            return misplaced(piece, "a side of & is one class or one run of words",
                             "name the sequence as a phrase of a class");
        }
        const bool is_class = piece.sign == Sign::class_name;
        expression_.elements.push_back(Element{is_class, piece.text, gap_, piece.offset});
        joined_ = !is_class;
        gap_ = 0;
        open_ = !expression_.any_order;
        return std::nullopt;
    }

    Expression expression_;
    bool joined_ = false;  // the last element can take a further word
    bool open_ = true;     // an element may begin here
    std::uint32_t gap_ = 0;
};

std::optional<ExpressionError> assemble(const Pieces& pieces, Expression& expression) {
    Assembly assembly(std::any_of(pieces.begin(), pieces.end(),
                                  [](const Piece& piece) { return piece.sign == Sign::all_of; }));
    for (const Piece& piece : pieces) {
        if (auto error = assembly.take(piece)) {
            return error;
        }
    }
    expression = assembly.take_expression();
    return assembly.finish(pieces);
}

}  // namespace

ParsedExpression parse_expression(std::string_view text) {
    Reader reader(text);
    ParsedExpression parsed;
    const std::vector<Pieces> all = reader.sequence(false);
    parsed.error = reader.error();
    for (const Pieces& pieces : all) {
        if (parsed.error) {
            break;
        }
        Expression expression{false, {}};
        parsed.error = assemble(pieces, expression);
        if (!parsed.error && expression.elements.empty()) {
            parsed.error = ExpressionError{0, "the expression is empty", "write words or {class}"};
        }
        parsed.alternatives.push_back(std::move(expression));
    }
    if (parsed.error) {
        parsed.alternatives.clear();
    }
    return parsed;
}

}  // namespace khabard
