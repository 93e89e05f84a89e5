#include "daemon/run/line_reader.h"

#include "tests/support/catch.h"

#include <algorithm>
#include <vector>

using namespace khabard;

namespace {

// Hands a text out in pieces of one size, and then ends or breaks.
class Pieces : public ByteSource {
public:
    Pieces(std::string text, std::size_t piece, bool breaks = false)
        : text_(std::move(text)), piece_(piece), breaks_(breaks) {}

    Result<std::size_t> read(std::string& into, std::size_t bytes_max) override {
        if (at_ == text_.size() && breaks_) {
            return Error{Fault::io, "pipe", "it broke"};
        }
        const std::size_t size = std::min({piece_, bytes_max, text_.size() - at_});
        into += text_.substr(at_, size);
        at_ += size;
        return size;
    }

private:
    std::string text_;
    std::size_t piece_;
    bool breaks_;
    std::size_t at_ = 0;
};

std::vector<std::string> lines_of(const std::string& text, std::size_t piece, std::size_t max) {
    Pieces source(text, piece);
    LineReader reader(source, max);
    std::vector<std::string> lines;
    for (;;) {
        auto line = reader.next();
        REQUIRE(line);
        if (!*line) {
            return lines;
        }
        lines.push_back(std::move(**line));
    }
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("lines come out whole, however they were read") {
    const auto piece = GENERATE(std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{100});
    CAPTURE(piece);
    CHECK(lines_of("a\nbc\n\nd", piece, 10) == Lines{"a", "bc", "", "d"});
    CHECK(lines_of("a\n", piece, 10) == Lines{"a"});
    CHECK(lines_of("\n", piece, 10) == Lines{""});
    CHECK(lines_of("", piece, 10).empty());
}

TEST_CASE("a line that is too long comes out once and costs no other") {
    const auto piece = GENERATE(std::size_t{1}, std::size_t{4}, std::size_t{7}, std::size_t{100});
    CAPTURE(piece);
    const Lines lines = lines_of("a\n" + std::string(50, 'x') + "\nb\n", piece, 5);
    REQUIRE(lines.size() == 3);
    CHECK(lines[0] == "a");
    CHECK(lines[1].size() > 5);
    CHECK(lines[2] == "b");
    CHECK(lines_of(std::string(50, 'x'), piece, 5).size() == 1);
}

TEST_CASE("a source that breaks is an error behind the lines it gave") {
    Pieces source("a\nb", 100, true);
    LineReader reader(source, 10);
    const auto first = reader.next();
    REQUIRE(first);
    CHECK(*first == std::string("a"));
    const auto second = reader.next();
    REQUIRE_FALSE(second);
    CHECK(second.error().what == "it broke");
}
