#include "daemon/themes/postings.h"

#include "tests/support/catch.h"

namespace khabard {
namespace {

TEST_CASE("spans are kept by class in the order in which they came") {
    Postings postings;
    postings.add(9, Span{1, 2});
    postings.add(4, Span{3, 3});
    postings.add(9, Span{5, 5});
    CHECK(postings.of(9) == Spans{Span{1, 2}, Span{5, 5}});
    CHECK(postings.has(4));
    CHECK_FALSE(postings.has(5));
    CHECK(postings.touched() == std::vector<ClassId>{9, 4});
}

TEST_CASE("spans that come after a class was asked for are found too") {
    Postings postings;
    postings.add(1, Span{4, 4});
    CHECK(postings.count(1) == 1);
    postings.add(1, Span{6, 6});
    CHECK(postings.of(1) == Spans{Span{4, 4}, Span{6, 6}});
}

TEST_CASE("settling sorts and drops repetitions") {
    Postings postings;
    postings.add(1, Span{5, 5});
    postings.add(1, Span{2, 3});
    postings.add(1, Span{5, 5});
    postings.settle(1);
    postings.settle(2);
    CHECK(postings.of(1) == Spans{Span{2, 3}, Span{5, 5}});
}

TEST_CASE("many classes do not get into each other's way") {
    Postings postings;
    for (ClassId id = 0; id < 2000; ++id) {
        postings.add(id * 64, Span{id, id});
    }
    for (ClassId id = 0; id < 2000; ++id) {
        REQUIRE(postings.of(id * 64) == Spans{Span{id, id}});
    }
}

TEST_CASE("the first span from a token on is found") {
    const Spans spans = {Span{1, 9}, Span{4, 4}, Span{7, 8}};
    CHECK(*first_from(spans, 2) == Span{4, 4});
    CHECK(*first_from(spans, 0) == Span{1, 9});
    CHECK(first_from(spans, 8) == spans.end());
}

}  // namespace
}  // namespace khabard
