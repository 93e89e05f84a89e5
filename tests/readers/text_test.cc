#include "connectors/readers/text.h"

#include "tests/readers/documents.h"
#include "tests/support/catch.h"

namespace khabard {
namespace {

TEST_CASE("a text is one item that is still to be searched") {
    const auto feed =
        read_text(make_document("عنوان\n\nنص", "https://example.org/a.txt"), make_options());
    REQUIRE(feed.ok());
    REQUIRE(feed->items.size() == 1);
    CHECK(*feed->items[0].raw_text == "عنوان\n\nنص");
    CHECK(*feed->items[0].link == "https://example.org/a.txt");
    CHECK_FALSE(feed->items[0].whole_article);
}

TEST_CASE("an empty text is refused") {
    CHECK_FALSE(read_text(make_document(" \n"), make_options()).ok());
}

}  // namespace
}  // namespace khabard
