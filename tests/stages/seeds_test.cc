#include "daemon/stages/clean.h"
#include "tests/stages/newsroom.h"
#include "tests/support/catch.h"

#include <fstream>
#include <sstream>
#include <string>

using namespace khabard;

namespace {

// The scraped sample documents lie beside the source tree; without them there is nothing to test.
std::vector<CleanDraft> clean_seed(const std::string& name) {
    std::ifstream file(std::string(KHABARD_SOURCE_DIR "/../shared/data/seeds/") + name);
    if (!file) {
        WARN("skipped: no " << name);
        return {};
    }
    std::stringstream text;
    text << file.rdbuf();
    return clean(scraped_draft(text.str()), shipped_rules());
}

}  // namespace

TEST_CASE("the sample with two articles is split") {
    const auto articles = clean_seed("001_0da248c5b9f8cbd6.txt");
    if (articles.empty()) {
        return;
    }
    REQUIRE(articles.size() == 2);
    CHECK(day_of(articles[0]) == "2025-12-06T00:00:00Z");
    CHECK(day_of(articles[1]) == "2025-12-04T00:00:00Z");
    CHECK(text_of(articles[0]).find("إعلان") == std::string::npos);
    CHECK(text_of(articles[1]).find("دونباس") == std::string::npos);
}

TEST_CASE("the sample with a crawler's stamp gives date, dateline and agency") {
    const auto articles = clean_seed("003_456abb594b1c3434.txt");
    if (articles.empty()) {
        return;
    }
    REQUIRE(articles.size() == 1);
    CHECK(day_of(articles[0]) == "2026-03-12T00:00:00Z");
    CHECK(articles[0].dateline == "موسكو، كييف");
    CHECK(articles[0].agency == "وكالات");
    CHECK_FALSE(articles[0].draft.title);
}
