#include "daemon/os/ledger_codec.h"

#include "tests/stages/samples.h"
#include "tests/support/catch.h"

#include <random>
#include <string>

using namespace khabard;

namespace {

std::string random_bytes(std::mt19937& dice) {
    std::string bytes(dice() % 200, '\0');
    for (char& byte : bytes) {
        // Small numbers are counts and sizes that come close to fitting.
        byte = static_cast<char>(dice() % 3 == 0 ? dice() % 8 : dice());
    }
    return bytes;
}

Fingerprint fingerprint_of(const std::string& headline, const std::string& body) {
    return sample_candidate({.url = "", .headline = headline, .body = body}).fingerprint;
}

}  // namespace

TEST_CASE("lists of names are joined by line feeds and come apart again") {
    for (const auto& names : std::vector<std::vector<std::string>>{
             {}, {"one"}, {"one", "two"}, {"news.ar.territory", "x", "y"}}) {
        CHECK(split_lines(join_lines(names)) == names);
    }
    CHECK(join_lines({"a", "b"}) == "a\nb");
    CHECK(split_lines("").empty());
}

TEST_CASE("fingerprints come back as they were") {
    for (const int words : {0, 1, 3, 40, 400}) {
        CAPTURE(words);
        const Fingerprint before = fingerprint_of("عنوان 17", sample_words(3, words));
        const std::string bytes = encode_fingerprint(before);
        const auto after = decode_fingerprint(bytes);
        REQUIRE(after.has_value());
        CHECK(after->content == before.content);
        CHECK(after->spelling == before.spelling);
        CHECK(after->shingles == before.shingles);
        CHECK(after->token_count == before.token_count);
        CHECK(encode_fingerprint(*after) == bytes);
    }
}

TEST_CASE("headers and topics come back as they were, with any bytes in them") {
    const std::string odd("a\0\n\xff", 4);
    const std::vector<RecordHeader> headers{{"ce_id", "1"}, {"", ""}, {odd, odd}};
    const auto read = decode_headers(encode_headers(headers));
    REQUIRE(read.size() == headers.size());
    for (std::size_t i = 0; i < read.size(); ++i) {
        CHECK(read[i].name == headers[i].name);
        CHECK(read[i].value == headers[i].value);
    }
    const std::vector<Record::TopicTheme> topics{{"news.ar.territory", "territory"}, {"t", ""}};
    const auto again = decode_topics(encode_topics(topics));
    REQUIRE(again.size() == 2);
    CHECK(again[0].topic == "news.ar.territory");
    CHECK(again[0].theme == "territory");
    CHECK(again[1].theme.empty());
    CHECK(decode_headers("").empty());
    CHECK(decode_topics("").empty());
}

TEST_CASE("a fingerprint that was cut, lengthened or written otherwise is none") {
    const std::string bytes = encode_fingerprint(fingerprint_of("عنوان", sample_words(0, 60)));
    CHECK_FALSE(decode_fingerprint("").has_value());
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        REQUIRE_FALSE(decode_fingerprint(std::string_view(bytes).substr(0, size)).has_value());
    }
    CHECK_FALSE(decode_fingerprint(bytes + "x").has_value());
    std::string other = bytes;
    other.front() = static_cast<char>(other.front() + 1);
    CHECK_FALSE(decode_fingerprint(other).has_value());
}

TEST_CASE("random bytes are refused or read, and never more than that") {
    const auto seed = GENERATE(1U, 2U, 3U, 4U);
    CAPTURE(seed);
    std::mt19937 dice(seed);
    const std::string good = encode_fingerprint(fingerprint_of("عنوان", sample_words(0, 30)));
    for (int round = 0; round < 20'000; ++round) {
        std::string bytes = random_bytes(dice);
        if (round % 2 == 0 && !bytes.empty()) {
            bytes.front() = good.front();
        }
        if (const auto read = decode_fingerprint(bytes)) {
            REQUIRE(encode_fingerprint(*read) == bytes);
        }
        // What is decoded of damage is no larger than it.
        REQUIRE(decode_headers(bytes).size() <= bytes.size());
        REQUIRE(decode_topics(bytes).size() <= bytes.size());
        std::string damaged = good;
        damaged[dice() % damaged.size()] = static_cast<char>(dice());
        if (const auto read = decode_fingerprint(damaged)) {
            REQUIRE(encode_fingerprint(*read) == damaged);
        }
    }
}
