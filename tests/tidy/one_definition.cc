#include "tests/tidy/one_definition.h"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace khabard::tidy {
namespace {

using std::string_view;

bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// What one statement at column 0 introduces. The key holds all that must differ.
struct Name {
    std::string key;
    std::size_t line;
    bool defined;
};

// A file, line by line, without comments; literals are blank.
std::vector<std::string> code_lines(string_view text) {
    std::vector<std::string> lines(1);
    char quote = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\n') {
            lines.emplace_back();
            quote = 0;
        } else if (quote != 0) {
            i += c == '\\' && i + 1 < text.size() && text[i + 1] != '\n' ? 1 : 0;
            quote = c == quote ? char{0} : quote;
        } else if (text.substr(i, 2) == "//") {
            // The end of a namespace is told by its comment, which clang-format keeps right.
            const std::size_t end = std::min(text.find('\n', i), text.size());
            const bool closes = text.substr(i, end - i).find("// namespace") == 0;
            lines.back() += closes ? "namespace" : "";
            i = end - 1;
        } else if (c == '"' || (c == '\'' && (i == 0 || !is_word(text[i - 1])))) {
            quote = c;
        } else {
            lines.back() += c;
        }
    }
    return lines;
}

// "a  ( b )" -> "a ( b )" as tokens: words, "::" and single marks.
std::vector<std::string> tokens_of(string_view code) {
    std::vector<std::string> tokens;
    for (std::size_t i = 0; i < code.size();) {
        std::size_t end = i + 1;
        if (is_word(code[i])) {
            while (end < code.size() && is_word(code[end])) {
                ++end;
            }
        } else if (code.substr(i, 2) == "::" || code.substr(i, 2) == "->") {
            ++end;
        }
        if (std::isspace(static_cast<unsigned char>(code[i])) == 0) {
            tokens.emplace_back(code.substr(i, end - i));
        }
        i = end;
    }
    return tokens;
}

using Tokens = std::vector<std::string>;

// Behind the bracket that closes the one at `open`.
std::size_t behind(const Tokens& tokens, std::size_t open, string_view opens, string_view closes) {
    int depth = 0;
    for (std::size_t i = open; i < tokens.size(); ++i) {
        depth += tokens[i] == opens ? 1 : 0;
        depth -= tokens[i] == closes ? 1 : 0;
        if (depth == 0) {
            return i + 1;
        }
    }
    return tokens.size();
}

// The statement without what may stand before any declaration. Nothing for what the rule leaves
// alone: specialisations, and names of this file only.
std::optional<Tokens> declaration_of(Tokens tokens) {
    static const std::set<string_view> skipped{"inline", "extern", "constexpr", "constinit"};
    while (!tokens.empty()) {
        std::size_t begin = 0;
        if (tokens[0] == "template") {
            begin = behind(tokens, 1, "<", ">");
            if (begin == 3) {
                return std::nullopt;
            }
        } else if (tokens[0] == "[") {
            begin = behind(tokens, 0, "[", "]");
        } else if (skipped.contains(tokens[0])) {
            begin = 1;
        } else {
            break;
        }
        tokens.erase(tokens.begin(), tokens.begin() + static_cast<std::ptrdiff_t>(begin));
    }
    static const std::set<string_view> left_alone{"static",  "friend",    "public",   "private",
                                                  "typedef", "protected", "namespace"};
    if (tokens.empty() || left_alone.contains(tokens[0])) {
        return std::nullopt;
    }
    return tokens;
}

// The parameters' types: without names and default values.
std::string parameter_types(const Tokens& tokens, std::size_t open, std::size_t close) {
    std::string types;
    Tokens parameter;
    bool by_default = false;
    int depth = 0;
    const auto finish = [&] {
        static const std::set<string_view> ends_a_type{"const", "char", "int", "bool", "double"};
        const std::size_t size = parameter.size();
        const bool named = size > 1 && is_word(parameter[size - 1].front()) &&
                           parameter[size - 2] != "::" && parameter[size - 2] != "const" &&
                           !ends_a_type.contains(parameter[size - 1]);
        parameter.resize(named ? size - 1 : size);
        for (const std::string& token : parameter) {
            types += types.empty() || !is_word(types.back()) || !is_word(token.front()) ? "" : " ";
            types += token;
        }
        parameter.clear();
        by_default = false;
    };
    for (std::size_t i = open + 1; i + 1 < close; ++i) {
        depth += static_cast<int>(string_view("(<{[").find(tokens[i]) != string_view::npos);
        depth -= static_cast<int>(string_view(")>}]").find(tokens[i]) != string_view::npos);
        if (depth == 0 && tokens[i] == ",") {
            finish();
            types += ",";
            continue;
        }
        by_default = by_default || (depth == 0 && tokens[i] == "=");
        if (!by_default) {
            parameter.push_back(tokens[i]);
        }
    }
    finish();
    return types;
}

// "struct X {", "enum class X : T {", "using X = T;"; forward declarations introduce nothing.
std::optional<std::string> type_name(const Tokens& tokens) {
    std::size_t at = 1;
    if (tokens[0] == "enum" && tokens.size() > 1 && tokens[1] == "class") {
        at = 2;
    }
    if (tokens[0] == "using") {
        const bool alias = tokens.size() > 2 && tokens[2] == "=";
        return alias ? std::optional("type " + tokens[1]) : std::nullopt;
    }
    const bool defined = tokens.back() == "{" && tokens.size() > at + 1 && tokens[at + 1] != "::";
    return defined ? std::optional("type " + tokens[at]) : std::nullopt;
}

// "T name(...)" or "T name = ..."; the first such mark outside angle brackets tells which.
std::optional<std::string> function_or_variable(const Tokens& tokens) {
    int angle = 0;
    for (std::size_t i = 1; i < tokens.size(); ++i) {
        angle += tokens[i] == "<" ? 1 : 0;
        angle -= tokens[i] == ">" ? 1 : 0;
        if (angle != 0 || string_view("(={[;").find(tokens[i]) == string_view::npos) {
            continue;
        }
        const std::string& name = tokens[i - 1];
        const bool member = i > 1 && tokens[i - 2] == "::";
        const bool macro = i == 1;
        const bool main = name == "main";
        if (member || macro || main || !is_word(name.front()) || tokens[0] == "operator") {
            return std::nullopt;
        }
        if (tokens[i] != "(") {
            return "variable " + name;
        }
        const std::size_t close = behind(tokens, i, "(", ")");
        return name + "(" + parameter_types(tokens, i, close) + ")";
    }
    return std::nullopt;
}

// Variables count in headers only: a constant of a source is its own.
std::optional<Name> name_of(string_view statement, std::size_t line, bool header) {
    const auto tokens = declaration_of(tokens_of(statement));
    if (!tokens) {
        return std::nullopt;
    }
    static const std::set<string_view> type_words{"struct", "class", "enum", "union", "using"};
    const bool type = type_words.contains(tokens->front());
    auto key = type ? type_name(*tokens) : function_or_variable(*tokens);
    const bool variable = key && key->starts_with("variable ");
    if (!key || (!header && variable)) {
        return std::nullopt;
    }
    return Name{std::move(*key), line, type || (!variable && tokens->back() == "{")};
}

// Behind the first ; or { outside parentheses; 0 when the statement goes on.
std::size_t statement_end(string_view statement) {
    int depth = 0;
    for (std::size_t i = 0; i < statement.size(); ++i) {
        depth += statement[i] == '(' ? 1 : 0;
        depth -= statement[i] == ')' ? 1 : 0;
        if (depth == 0 && (statement[i] == '{' || statement[i] == ';')) {
            return i + 1;
        }
    }
    return 0;
}

std::vector<Name> names_of(const SourceFile& file) {
    std::vector<Name> names;
    std::vector<std::string> spaces;
    const auto lines = code_lines(file.text);
    const auto anonymous = [&] {
        return std::find(spaces.begin(), spaces.end(), "") != spaces.end();
    };
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const string_view line = lines[i];
        if (line.starts_with("namespace ") && line.ends_with("{")) {
            const Tokens tokens = tokens_of(line);
            std::string space;
            for (std::size_t at = 1; at + 1 < tokens.size(); ++at) {
                space += tokens[at];
            }
            spaces.push_back(std::move(space));
            continue;
        }
        if (line.starts_with("}") && line.ends_with("namespace") && !spaces.empty()) {
            spaces.pop_back();
            continue;
        }
        if (line.empty() || !(is_word(line[0]) || line[0] == '[') || line.ends_with(":")) {
            continue;
        }
        const std::size_t begin = i;
        std::string statement = lines[i];
        while (statement_end(statement) == 0 && i + 1 < lines.size()) {
            statement += ' ' + lines[++i];
        }
        statement.resize(statement_end(statement));
        const bool header = file.path.ends_with(".h");
        if (auto name = anonymous() ? std::nullopt : name_of(statement, begin + 1, header)) {
            for (const std::string& space : spaces) {
                name->key += " in " + space;
            }
            names.push_back(std::move(*name));
        }
    }
    return names;
}

struct Place {
    std::string path;
    std::size_t line;
};

// A header and its own source are one place: what both define are choices of the preprocessor.
string_view stem_of(string_view path) {
    return path.substr(0, path.rfind('.'));
}

}  // namespace

Findings one_definition(const std::vector<SourceFile>& files) {
    std::map<std::string, Place> declared;  // by headers
    std::map<std::string, Place> defined;   // by any file
    Findings findings;
    for (const SourceFile& file : files) {
        const bool header = file.path.ends_with(".h");
        if (!header && !file.path.ends_with(".cc")) {
            continue;
        }
        for (const Name& name : names_of(file)) {
            const Place place{file.path, name.line};
            const Place* other = header ? &declared.emplace(name.key, place).first->second : &place;
            if (stem_of(other->path) == stem_of(file.path) && name.defined) {
                other = &defined.emplace(name.key, place).first->second;
            }
            if (stem_of(other->path) != stem_of(file.path)) {
                findings.push_back(
                    {file.path, name.line, name.key + " stands in " + other->path + " too"});
            }
        }
    }
    return findings;
}

}  // namespace khabard::tidy
