#include "daemon/text/aliases.h"

#include "tests/support/catch.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

using namespace khabard;

namespace {

struct Parsed {
    Aliases aliases;
    Complaints complaints;
};

Parsed parsed(const std::string& text) {
    Parsed out;
    const std::optional<TomlTable> root = parse_toml(text, "aliases.toml", out.complaints);
    REQUIRE(root);
    out.aliases = parse_aliases(*root, "aliases.toml", out.complaints);
    return out;
}

std::vector<std::uint64_t> key(const std::string& text, const Aliases& aliases) {
    const DisplayText empty = DisplayText::from_cleaned("");
    const DisplayText body = DisplayText::from_cleaned(text);
    std::vector<std::uint64_t> out;
    for (const Token& token : dedup_tokens({empty, empty, body}, aliases).tokens) {
        out.push_back(token.hash);
    }
    return out;
}

std::string shipped() {
    std::ifstream in(KHABARD_SOURCE_DIR "/config/aliases.toml", std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("variants and endings of a table count as the canonical form") {
    const Parsed file = parsed(
        "[[alias]]\ncanonical = \"أمريكي\"\nvariants = [\"أميركي\"]\nendings = [\"ة\", \"ين\"]\n");
    CHECK(file.complaints.empty());
    CHECK(key("الأميركية والأميركيين أميركي", file.aliases) ==
          key("الأمريكية والأمريكيين أمريكي", file.aliases));
}

TEST_CASE("what is wrong is complained about and the rest is read") {
    const Parsed file = parsed(
        "[[alias]]\ncanonical = \"ترامب\"\nvariants = [\"ترمب\", \"تَرامب\"]\n"
        "[[alias]]\ncanonical = \"دونالد ترامب\"\nvariants = [\"دونالد\"]\n"
        "[[alias]]\ncanonical = \"بوتين\"\nvariants = [\"ترمب\", \"ترامب\"]\n"
        "[[alias]]\ncanonical = \"كييف\"\nvariant = [\"كيف\"]\n");
    std::vector<std::pair<std::uint32_t, bool>> found;
    for (const Complaint& complaint : file.complaints) {
        CHECK(complaint.file == "aliases.toml");
        CHECK_FALSE(complaint.message.empty());
        found.emplace_back(complaint.line, complaint.warning);
    }
    std::sort(found.begin(), found.end());
    CHECK(found == std::vector<std::pair<std::uint32_t, bool>>{
                       {3, true}, {6, false}, {9, false}, {9, false}, {12, false}});
    CHECK(key("ترمب", file.aliases) == key("ترامب", file.aliases));
}

TEST_CASE("the shipped aliases are free of complaints") {
    const Parsed file = parsed(shipped());
    for (const Complaint& complaint : file.complaints) {
        FAIL_CHECK(format_complaint(complaint));
    }
    CHECK(file.aliases.by_hash.size() > 5000);
}

TEST_CASE("the shipped aliases unite the house styles of one sentence") {
    const Parsed file = parsed(shipped());
    CHECK(
        key("قال ترمب لويتكوف إن المسؤولين الأميركيين في أبو ظبي سيلتقون ديمترييف", file.aliases) ==
        key("قال ترامب لفيتكوف إن المسئولين الأمريكيين فى أبوظبي سيلتقون دميترييف", file.aliases));
    CHECK(key("وبوتن في خاركوف", file.aliases) == key("وبوتين في خاركيف", file.aliases));
}
