#include "tests/tidy/one_definition.h"

#include "tests/support/catch.h"

using namespace khabard::tidy;

namespace {

// Findings in two files that hold these texts, each in the namespace of the house.
Findings found(const std::string& first, const std::string& second,
               const std::string& second_path = "daemon/b/b.h") {
    const auto housed = [](const std::string& text) {
        return "#pragma once\n\nnamespace khabard {\n\n" + text + "\n}  // namespace khabard\n";
    };
    return one_definition({{"daemon/a/a.h", housed(first)}, {second_path, housed(second)}});
}

bool clash(const std::string& first, const std::string& second) {
    return !found(first, second).empty();
}

}  // namespace

TEST_CASE("two headers that define one type are found") {
    CHECK(clash("struct Pattern {\n    int a;\n};\n", "struct Pattern {\n    char b;\n};\n"));
    CHECK(clash("struct Pattern {};\n", "class Pattern final : public Other {\n};\n"));
    CHECK(clash("enum class Kind : std::uint8_t { a };\n", "struct Kind {\n};\n"));
    CHECK(clash("using Kind = int;\n", "enum class Kind {\n    a\n};\n"));
    CHECK(clash("template <typename T>\nstruct Box {\n};\n", "struct Box {\n};\n"));
}

TEST_CASE("the finding names both places") {
    const Findings findings = found("struct Token {\n};\n", "\nstruct Token {\n};\n");
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].path == "daemon/b/b.h");
    CHECK(findings[0].line == 6);
    CHECK(findings[0].what == "type Token in khabard stands in daemon/a/a.h too");
}

TEST_CASE("a type of a source clashes with a header's") {
    CHECK_FALSE(found("struct Token {\n};\n", "struct Token {\n};\n", "daemon/b/b.cc").empty());
}

TEST_CASE("forward declarations, members and other namespaces are no clash") {
    CHECK_FALSE(clash("struct Pattern {\n};\n", "struct Pattern;\n"));
    CHECK_FALSE(clash("struct Impl {\n};\n", "struct Reader::Impl {\n};\n"));
    CHECK_FALSE(clash("struct A {\n    struct Inner {\n    };\n};\n", "struct Inner {\n};\n"));
    CHECK_FALSE(clash("namespace {\nstruct A {\n};\n}  // namespace\n", "struct A {\n};\n"));
    CHECK_FALSE(
        clash("namespace far {\nstruct A {\n};\n}  // namespace far\n", "struct A {\n};\n"));
    CHECK_FALSE(clash("// struct A {\n", "struct A {\n};\n"));
}

TEST_CASE("one function with the same parameters in two headers is found") {
    CHECK(clash("int digit_value(char32_t point);\n",
                "[[nodiscard]] int digit_value(char32_t c);\n"));
    CHECK(clash("std::vector<Row> label_rows(const std::string& text,\n    int limit = 3);\n",
                "Rows label_rows(const std::string&, int);\n"));
    CHECK(clash("bool is_mark(char c) {\n    return c == 'a';\n}\n",
                "inline bool is_mark(char c) { return c == 'b'; }\n"));
    CHECK(clash("bool is_mark(char c);\n", "inline bool is_mark(char c) { return c == 'b'; }\n"));
    CHECK(clash("std::function<void(int)> make();\n", "int make();\n"));
}

TEST_CASE("overloads and functions of one file only are no clash") {
    CHECK_FALSE(clash("int size_of(const Word& word);\n", "int size_of(const Line& word);\n"));
    CHECK_FALSE(clash("int size_of(Word word);\n", "int size_of(Word word, int more);\n"));
    CHECK_FALSE(clash("int size_of(Word word);\n", "static int size_of(Word word);\n"));
    CHECK_FALSE(clash("int size_of(Word word);\n", "int Reader::size_of(Word word);\n"));
}

TEST_CASE("a declaration and its definition are no clash, two definitions are") {
    const std::string definition = "int parts(int a) {\n    return a;\n}\n";
    CHECK(found("int parts(int a);\n", definition, "daemon/a/a.cc").empty());
    CHECK_FALSE(found(definition, definition, "daemon/b/b.cc").empty());
    CHECK(found("#ifndef FAIL\n" + definition + "#endif\n", definition, "daemon/a/a.cc").empty());
}

TEST_CASE("constants of two headers clash, a source's own do not") {
    const std::string constant = "inline constexpr std::size_t rows_max = 3;\n";
    CHECK(clash(constant, "inline constexpr int rows_max{4};\n"));
    CHECK(found(constant, "constexpr int rows_max = 3;\n", "daemon/b/b.cc").empty());
}
