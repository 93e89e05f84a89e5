#include "daemon/config/key_table.h"

#include "daemon/config/size_text.h"
#include "daemon/lib/toml/table_reader.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

using namespace khabard;

namespace {

std::string read_document() {
    std::ifstream in(KHABARD_SOURCE_DIR "/config/README.md");
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

std::string as_code(std::string_view text) {
    std::string out;
    for (const char c : text) {
        out += c == '|' ? std::string("\\|") : std::string(1, c);
    }
    return out.empty() ? out : "`" + out + "`";
}

// The line of config/README.md that a row must have.
std::string document_line(const KeyRow& row) {
    const std::string applies = row.applies == Applies::restart ? "restart" : "reload";
    return "| `" + std::string(row.key) + "` | " + key_type_name(row.type) + " | " +
           std::string(row.unit) + " | " + as_code(row.fallback) + " | " + as_code(row.limit) +
           " | " + applies + " | " + std::string(row.meaning) + " |";
}

// The lines of the document that document a key.
std::set<std::string> key_lines(const std::string& document) {
    std::set<std::string> lines;
    std::istringstream in(document);
    for (std::string line; std::getline(in, line);) {
        const std::size_t tick = line.find('`', 3);
        if (line.starts_with("| `") && line.substr(0, tick).find('.') != std::string::npos &&
            std::count(line.begin(), line.end(), '|') > 4) {
            lines.insert(line);
        }
    }
    return lines;
}

bool is_default_within_limits(const KeyRow& row) {
    const LimitBorders borders = limit_borders(row);
    const auto within = [&](auto parse) {
        const auto value = parse(row.fallback);
        const auto minimum = parse(borders.minimum);
        const auto maximum = parse(borders.maximum);
        return value && minimum && maximum && *minimum <= *value && *value <= *maximum;
    };
    const auto number = [](std::string_view text) {
        return std::optional(std::stod(std::string(text)));
    };
    switch (row.type) {
        case KeyType::duration: return within(parse_duration);
        case KeyType::size:
        case KeyType::integer: return within(parse_size);
        case KeyType::number: return within(number);
        case KeyType::boolean: return row.fallback == "true" || row.fallback == "false";
        case KeyType::choice: {
            const auto words = limit_words(row);
            return std::find(words.begin(), words.end(), row.fallback) != words.end();
        }
        case KeyType::text:
        case KeyType::path:
        case KeyType::list: return true;
    }
    return false;
}

}  // namespace

TEST_CASE("config/README.md documents every key exactly as the table has it, and no other") {
    std::set<std::string> wanted;
    for (const KeyRow& row : key_table()) {
        wanted.insert(document_line(row));
    }
    const std::set<std::string> documented = key_lines(read_document());
    for (const std::string& line : wanted) {
        INFO("missing in config/README.md: " << line);
        CHECK(documented.contains(line));
    }
    for (const std::string& line : documented) {
        INFO("in config/README.md, but not in key_table.cc: " << line);
        CHECK(wanted.contains(line));
    }
}

TEST_CASE("each key stands once, with a meaning and a default within its limits") {
    std::set<std::string_view> seen;
    for (const KeyRow& row : key_table()) {
        CAPTURE(std::string(row.key));
        CHECK(seen.insert(row.key).second);
        CHECK_FALSE(row.meaning.empty());
        CHECK(is_default_within_limits(row));
    }
}

TEST_CASE("the keys of state, sink, instance and addresses are changed by a restart only") {
    for (const char* key : {"state.directory", "publish.sink", "publish.kafka.instance",
                            "publish.files.directory", "http.listen", "control.socket"}) {
        CAPTURE(key);
        REQUIRE(find_key(key) != nullptr);
        CHECK(find_key(key)->applies == Applies::restart);
    }
}

TEST_CASE("a key is found by its full name, also below a star") {
    REQUIRE(find_key("publish.sink") != nullptr);
    CHECK(find_key("publish.kafka.properties.sasl.password") != nullptr);
    CHECK(find_key("publish.kafka.properties.") == nullptr);
    CHECK(find_key("publish") == nullptr);
    CHECK(find_key("") == nullptr);
    CHECK(is_key_section("publish"));
    CHECK(is_key_section("publish.kafka.properties"));
    CHECK_FALSE(is_key_section("publish.sink"));
    CHECK_FALSE(is_key_section("pub"));
}

TEST_CASE("limits are two borders or a list of words") {
    CHECK(limit_borders(*find_key("run.workers")).maximum == "64");
    CHECK(limit_borders(*find_key("publish.sink")).minimum.empty());
    CHECK(limit_words(*find_key("publish.sink")) == std::vector<std::string>{"files", "kafka"});
}
