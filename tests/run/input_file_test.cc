#include "daemon/run/input_file.h"

#include "daemon/run/configuration.h"
#include "daemon/run/process.h"
#include "tests/run/news.h"
#include "tests/support/catch.h"
#include "tests/support/memory_files.h"

#include <algorithm>
#include <map>
#include <utility>

using namespace khabard;

namespace {

class TextSource final : public ByteSource {
public:
    explicit TextSource(std::string text) : text_(std::move(text)) {}
    Result<std::size_t> read(std::string& into, std::size_t bytes_max) override {
        const std::size_t size = std::min(bytes_max, text_.size() - at_);
        into += text_.substr(at_, size);
        at_ += size;
        return size;
    }

private:
    std::string text_;
    std::size_t at_ = 0;
};

class Texts final : public ByteSources {
public:
    Result<std::unique_ptr<ByteSource>> open(const std::string& name) override {
        const auto text = texts.find(name);
        if (text == texts.end()) {
            return Error{Fault::io, name, "there is no such file"};
        }
        return std::unique_ptr<ByteSource>(std::make_unique<TextSource>(text->second));
    }

    std::map<std::string, std::string> texts;
};

InputOptions options(ReadAs as = ReadAs::detect) {
    MemoryFiles none;
    const Configuration configuration = load_configuration(none,
                                                           {.path = std::nullopt,
                                                            .surroundings = {},
                                                            .purpose = Purpose::offline,
                                                            .run_examples = false},
                                                           Generation{1});
    return InputOptions{.read_as = as,
                        .url = {},
                        .charset = {},
                        .now = *parse_rfc3339("2026-01-31T10:00:00Z"),
                        .feed = process_feed(*configuration.rules, {}),
                        .rules = configuration.rules};
}

std::string line(unsigned number) {
    return "{\"id\":\"" + std::to_string(number) + "\",\"title\":\"عنوان\",\"text\":\"" +
           everyday_story(number) + "\"}\n";
}

struct Seen {
    std::vector<std::size_t> items;  // of each piece
    std::vector<std::string> failures;
};

Seen all_of(ByteSources& sources, const InputOptions& given, const std::string& name) {
    Seen seen;
    InputFile file(sources, given, name);
    for (int pieces = 0; pieces < 100; ++pieces) {
        const auto piece = file.next();
        if (!piece) {
            return seen;
        }
        if (piece->prepared) {
            seen.items.push_back(piece->prepared->items.size());
        } else {
            seen.failures.push_back(std::string(piece->stage) + ": " + piece->what);
        }
    }
    FAIL("the file does not end");
    return seen;
}

}  // namespace

TEST_CASE("a document is one piece, ndjson as many as its lines need") {
    Texts sources;
    std::string lines;
    for (unsigned number = 0; number < 300; ++number) {
        lines += line(number);
    }
    sources.texts = {{"a.ndjson", lines},
                     {"a.txt", "عنوان الخبر\n\n" + everyday_story(1)},
                     {"feed", rss_of({everyday(1), everyday(2)})}};
    const InputOptions given = options();
    CHECK(all_of(sources, given, "a.ndjson").items == std::vector<std::size_t>{128, 128, 44});
    CHECK(all_of(sources, given, "a.txt").items == std::vector<std::size_t>{1});
    CHECK(all_of(sources, given, "feed").items == std::vector<std::size_t>{2});
}

TEST_CASE("what cannot be read is a failure, and what stood before it is not lost") {
    Texts sources;
    const InputOptions given = options();
    CHECK(all_of(sources, given, "missing").failures ==
          std::vector<std::string>{"open: there is no such file"});
    sources.texts = {{"a.ndjson", line(1) + "{broken\n" + line(2)}};
    // A line that is no article is an item with its reason, as of any document.
    const Seen seen = all_of(sources, given, "a.ndjson");
    CHECK(seen.failures.empty());
    CHECK(seen.items == std::vector<std::size_t>{3});
}

TEST_CASE("the name says how a file is read where nothing else does") {
    CHECK(read_as_by_name("x.ndjson") == ReadAs::ndjson);
    CHECK(read_as_by_name("x.jsonl") == ReadAs::ndjson);
    CHECK(read_as_by_name("x.txt") == ReadAs::text);
    CHECK(read_as_by_name("x.htm") == ReadAs::page);
    CHECK(read_as_by_name("x.xml") == ReadAs::detect);
}
