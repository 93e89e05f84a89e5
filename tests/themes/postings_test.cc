#include "daemon/themes/postings.h"

#include "tests/support/catch.h"

#include <vector>

namespace khabard {
namespace {

using Hits = std::vector<ClassHit>;

Spans spans_of(const Postings& postings, ClassId id) {
    const auto spans = postings.of(id);
    return {spans.begin(), spans.end()};
}

TEST_CASE("spans are kept by class in the order in which they came") {
    const Postings postings(Hits{{9, {1, 2}}, {4, {3, 3}}, {9, {5, 5}}});
    CHECK(spans_of(postings, 9) == Spans{Span{1, 2}, Span{5, 5}});
    CHECK(postings.count(9) == 2);
    CHECK(postings.has(4));
    CHECK_FALSE(postings.has(5));
    CHECK(postings.of(5).empty());
}

TEST_CASE("what joins a class later is in order with the rest, without repetitions") {
    Postings postings(Hits{{1, {5, 5}}, {2, {6, 6}}});
    postings.join(1, Spans{Span{5, 5}, Span{2, 3}});
    postings.join(3, Spans{Span{7, 7}});
    postings.join(4, {});
    CHECK(spans_of(postings, 1) == Spans{Span{2, 3}, Span{5, 5}});
    CHECK(spans_of(postings, 2) == Spans{Span{6, 6}});
    CHECK(spans_of(postings, 3) == Spans{Span{7, 7}});
    CHECK_FALSE(postings.has(4));
}

TEST_CASE("many classes do not get into each other's way") {
    Hits hits;
    for (ClassId id = 0; id < 1000; ++id) {
        hits.push_back(ClassHit{id * 64, Span{id, id}});
    }
    Postings postings(hits);
    for (ClassId id = 1000; id < 3000; ++id) {
        postings.join(id * 64, Spans{Span{id, id}});
    }
    for (ClassId id = 0; id < 3000; ++id) {
        REQUIRE(spans_of(postings, id * 64) == Spans{Span{id, id}});
    }
}

TEST_CASE("the spans from a token on are found") {
    const Spans spans = {Span{1, 9}, Span{4, 4}, Span{7, 8}};
    CHECK(spans_from(spans, 2).front() == Span{4, 4});
    CHECK(spans_from(spans, 0).size() == 3);
    CHECK(spans_from(spans, 8).empty());
}

}  // namespace
}  // namespace khabard
