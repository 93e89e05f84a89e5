#include "daemon/cli/explain.h"

#include "tests/stages/samples.h"
#include "tests/support/catch.h"

using namespace khabard;

namespace {

Prepared sample_prepared() {
    Candidate candidate = sample_candidate({.url = "https://outlet.example/1",
                                            .headline = "عنوان الخبر",
                                            .body = "قبل الدليل كلمة ثم بعده",
                                            .themes = {"territory"}});
    const std::string word = "كلمة";
    candidate.scores[0].evidence.push_back({"land-claimed", Zone::body,
                                            ByteOffset{candidate.article.body.str().find(word)},
                                            word.size()});
    candidate.article.edits.push_back({"clean", "read-also", "اقرأ أيضا", ""});
    PreparedItem item{.mark = {{0, 1}, {0, 2}}, .articles = {}, .reason = Reason::none, .what = {}};
    item.articles.push_back({std::move(candidate), Reason::none});
    Prepared prepared{.feed = FeedId{"feed"},
                      .items = {},
                      .shown = {},
                      .repeats = 0,
                      .refused = std::nullopt,
                      .provenance = {200, "utf-8", "bom", "text"},
                      .body = {0, 0},
                      .wellformed = true,
                      .truncated = false,
                      .warnings = {},
                      .ttl_minutes = std::nullopt};
    prepared.items.push_back(std::move(item));
    return prepared;
}

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("explain names what was removed, the themes and their evidence") {
    const std::string page = explain(sample_prepared(), {.colour = false});
    CHECK(holds(page, "عنوان الخبر\n"));
    CHECK(holds(page, "read-also"));
    CHECK(holds(page, "اقرأ أيضا"));
    CHECK(holds(page, "territory: 8.00 of 6.00"));
    CHECK(holds(page, "land-claimed"));
    CHECK(holds(page, "قبل الدليل كلمة ثم بعده"));
    CHECK_FALSE(holds(page, "\033["));
}

TEST_CASE("on a terminal the evidence is highlighted and Arabic stands in isolation") {
    const std::string page = explain(sample_prepared(), {.colour = true});
    CHECK(holds(page, "\033[30;43mكلمة\033[0m"));
    CHECK(holds(page, "\u2068عنوان الخبر\u2069"));
}

TEST_CASE("a document without an article says why") {
    Prepared prepared = sample_prepared();
    prepared.items[0].articles.clear();
    prepared.items[0].reason = Reason::no_text;
    CHECK(holds(explain(prepared, {.colour = false}), "no_text"));
}
