#include "connectors/readers/readers.h"

#include "daemon/text/unicode.h"
#include "tests/readers/documents.h"
#include "tests/support/catch.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

namespace khabard {
namespace {

std::string read_as(ReadAs as, const std::string& text, const std::string& content_type = "") {
    const auto feed = read_document(make_document(text, "", content_type), as, make_options());
    return feed.ok() ? feed->format : "refused: " + feed.error().what;
}

TEST_CASE("each document goes to the reader that knows it") {
    CHECK(read_as(ReadAs::detect, "<rss version='2.0'><channel/></rss>") == "rss20");
    CHECK(read_as(ReadAs::detect, "<feed xmlns='http://www.w3.org/2005/Atom'/>") == "atom10");
    CHECK(read_as(ReadAs::detect, "<urlset/>") == "sitemap");
    CHECK(read_as(ReadAs::detect, R"({"version":"https://jsonfeed.org/version/1","items":[]})") ==
          "json");
    CHECK(read_as(ReadAs::detect, "{\"id\":\"1\"}\n{\"id\":\"2\"}\n") == "ndjson");
    CHECK(read_as(ReadAs::detect, "<!DOCTYPE html><html><body><p>x</p></body></html>") == "page");
    CHECK(read_as(ReadAs::detect, "عنوان\nنص") == "text");
    CHECK(read_as(ReadAs::text, "<rss/>") == "text");
}

TEST_CASE("what is no feed is refused with what it looks like") {
    CHECK(read_as(ReadAs::feed, "<html><body>x</body></html>").find("an HTML page") !=
          std::string::npos);
    CHECK(read_as(ReadAs::feed, "").find("an empty document") != std::string::npos);
    CHECK(read_as(ReadAs::feed, "<note/>").find("<note>") != std::string::npos);
    CHECK(read_as(ReadAs::feed, "garbage").find("plain text") != std::string::npos);
    CHECK(read_as(ReadAs::feed, "{\"a\":1}").find("JSON of another kind") != std::string::npos);
}

TEST_CASE("reader names are unique") {
    std::set<std::string> names;
    for (const Reader& reader : all_readers()) {
        CHECK(names.insert(reader.name).second);
    }
}

TEST_CASE("every document of the conformance suites and every piece of it ends without harm") {
    const std::filesystem::path suites = KHABARD_SOURCE_DIR "/../shared/suites";
    if (!std::filesystem::exists(suites)) {
        WARN("the conformance suites are not there; skipped");
        return;
    }
    for (const char* suite : {"feedparser", "gofeed", "miniflux", "newsboat", "rome", "sitemaps"}) {
        for (const auto& entry : std::filesystem::directory_iterator(suites / suite / "cases")) {
            std::ifstream file(entry.path(), std::ios::binary);
            const std::string text((std::istreambuf_iterator<char>(file)), {});
            if (entry.path().string().find(".expect.") != std::string::npos ||
                text.size() > 100'000 || !is_valid_utf8(text)) {
                continue;
            }
            for (const std::size_t part : {1U, 2U, 3U}) {
                const std::size_t size = text.size() / part;
                const std::string piece =
                    is_valid_utf8(text.substr(0, size)) ? text.substr(0, size) : std::string();
                const auto feed = read_document(make_document(piece, "https://example.org/"),
                                                ReadAs::detect, make_options());
                const bool named = !feed.ok() || !feed->format.empty();
                CHECK(named);
            }
        }
    }
}

}  // namespace
}  // namespace khabard
