#include "daemon/themes/theme_source.h"

#include "daemon/base/printable.h"
#include "daemon/lib/toml/table_reader.h"

#include <algorithm>
#include <map>
#include <utility>

namespace khabard {
namespace {

constexpr std::int64_t window_max = 60;
constexpr std::int64_t window_default = 12;
constexpr std::int64_t sentences_max = 5;
constexpr double weight_max = 100;

// It stands in headers, labels and file names.
bool is_theme_id(const std::string& id) {
    const auto small = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    return !id.empty() && id.size() <= 64 && small(id.front()) &&
           std::all_of(id.begin(), id.end(),
                       [&](char c) { return small(c) || c == '.' || c == '_' || c == '-'; });
}

// Reads one file. Members outlive the calls; complaints go to the caller's list.
class FileReader {
public:
    FileReader(const ThemeFile& file, Complaints& complaints)
        : file_(file.name), complaints_(complaints) {}

    void complain(TomlPlace place, std::string message, std::string hint = {}) {
        complaints_.push_back(
            Complaint{file_, place.line, place.column, std::move(message), std::move(hint)});
    }

    // The strings of an array (or one string) under `key`, each with its place.
    std::vector<PlacedText> texts(TableReader& reader, std::string_view key) {
        std::vector<PlacedText> found;
        const TomlValue* value = reader.value(key);
        if (value == nullptr) {
            return found;
        }
        if (const std::string* text = value->string()) {
            found.push_back(PlacedText{*text, value->place});
            return found;
        }
        const TomlArray* array = value->array();
        if (array == nullptr) {
            complain(value->place, "\"" + std::string(key) + "\" must be an array of strings",
                     "write [\"one\", \"other\"]");
            return found;
        }
        for (const TomlValue& element : array->values) {
            if (const std::string* text = element.string()) {
                found.push_back(PlacedText{*text, element.place});
            } else {
                complain(element.place, "\"" + std::string(key) + "\" holds " + element.type_name(),
                         "every element must be a string");
            }
        }
        return found;
    }

    // The same, each text split at its blanks: lists of words.
    std::vector<PlacedText> words(TableReader& reader, std::string_view key) {
        std::vector<PlacedText> found;
        for (const PlacedText& line : texts(reader, key)) {
            std::size_t start = line.text.find_first_not_of(" \n\t");
            while (start != std::string::npos) {
                const std::size_t end =
                    std::min(line.text.find_first_of(" \n\t", start), line.text.size());
                TomlPlace place = line.place;
                place.column += static_cast<std::uint32_t>(start + 1);
                found.push_back(PlacedText{line.text.substr(start, end - start), place});
                start = line.text.find_first_not_of(" \n\t", end);
            }
        }
        return found;
    }

    std::vector<ClassSource> classes(TableReader& root) {
        std::vector<ClassSource> found;
        const TomlTable* table = root.table("class");
        if (table == nullptr) {
            return found;
        }
        for (const TomlEntry& entry : table->entries) {
            if (const TomlTable* one = entry.value.table()) {
                found.push_back(read_class(entry, *one));
            } else {
                complain(entry.place, "class \"" + entry.key + "\" must be a table",
                         "write [class." + entry.key + "]");
            }
        }
        return found;
    }

    std::optional<ThemeSource> theme(TableReader& root, const TomlTable& table);

    TableReader reader(const TomlTable& table, TomlPlace place) {
        return TableReader(table, place, file_, complaints_);
    }

private:
    ClassSource read_class(const TomlEntry& entry, const TomlTable& table) {
        TableReader keys = reader(table, entry.place);
        ClassSource read{entry.key, file_, entry.place, {}, {}, {}, {}, 0};
        keys.string("note");
        constexpr std::pair<std::string_view, WordKind> kinds[] = {
            {"nouns", WordKind::noun},
            {"adjectives", WordKind::adjective},
            {"verbs", WordKind::verb},
            {"names", WordKind::name},
            {"exact", WordKind::exact}};
        for (const auto& [key, kind] : kinds) {
            for (PlacedText& word : words(keys, key)) {
                read.words.push_back(WordSource{std::move(word), kind});
            }
        }
        read.phrases = texts(keys, "phrases");
        read.include = words(keys, "include");
        read.deny = words(keys, "deny");
        read.window = window(keys);
        keys.reject_unknown();
        if (read.words.empty() && read.phrases.empty() && read.include.empty()) {
            complain(entry.place, "class \"" + entry.key + "\" has no words",
                     "give it nouns, adjectives, verbs, names, exact, phrases or include");
        }
        return read;
    }

    std::uint32_t window(TableReader& keys) {
        const auto words = keys.integer("window", {.minimum = 1, .maximum = window_max});
        return static_cast<std::uint32_t>(words.value_or(window_default));
    }

    std::optional<ContextSource> context(const TomlValue& value, std::string_view key) {
        const TomlTable* table = value.table();
        if (table == nullptr) {
            complain(value.place, "\"" + std::string(key) + "\" holds tables",
                     "write { any = [\"class\"], least = 1 }");
            return std::nullopt;
        }
        TableReader keys = reader(*table, value.place);
        ContextSource read{words(keys, "any"), words(keys, "than"), 1, 0};
        read.least = keys.integer("least", {.minimum = 1, .maximum = 100}).value_or(1);
        read.per_words = keys.integer("per_words", {.minimum = 1, .maximum = 100'000}).value_or(0);
        keys.reject_unknown();
        if (read.classes.empty()) {
            complain(value.place, "\"any\" is missing", "name the classes: any = [\"one\"]");
            return std::nullopt;
        }
        return read;
    }

    std::vector<ContextSource> contexts(TableReader& keys, std::string_view key) {
        std::vector<ContextSource> found;
        if (const TomlArray* array = keys.array(key)) {
            for (const TomlValue& value : array->values) {
                if (auto read = context(value, key)) {
                    found.push_back(std::move(*read));
                }
            }
        }
        return found;
    }

    std::optional<PatternSource> pattern(const TomlValue& value) {
        const TomlTable* table = value.table();
        if (table == nullptr) {
            complain(value.place, "a pattern is a table", "write [[pattern]]");
            return std::nullopt;
        }
        TableReader keys = reader(*table, value.place);
        const auto id = keys.required_string("id");
        keys.string("note");
        PatternSource read{id.value_or(""), value.place, texts(keys, "match"), 0, 0, 1, {}};
        const auto weight = keys.number("weight", {-weight_max, weight_max});
        if (!weight && table->find("weight") == nullptr) {
            complain(value.place, "key \"weight\" is missing", "6 carries a theme alone");
        }
        read.weight = weight.value_or(0);
        read.window = window(keys);
        const auto sentences = keys.integer("sentences", {.minimum = 1, .maximum = sentences_max});
        read.sentences = static_cast<std::uint32_t>(sentences.value_or(1));
        read.guards = GuardSource{words(keys, "sentence_has"), words(keys, "sentence_lacks"),
                                  words(keys, "near_lacks"), words(keys, "article_has"),
                                  words(keys, "article_lacks")};
        keys.reject_unknown();
        if (read.match.empty()) {
            complain(value.place, "\"match\" is missing", "match = \"{one} & {other}\"");
        }
        return id && weight ? std::optional(std::move(read)) : std::nullopt;
    }

    void patterns(TableReader& root, ThemeSource& theme) {
        const TomlArray* array = root.array("pattern");
        if (array == nullptr) {
            return;
        }
        std::map<std::string, std::uint32_t> lines;
        for (const TomlValue& value : array->values) {
            auto read = pattern(value);
            if (!read) {
                continue;
            }
            const auto [at, fresh] = lines.emplace(read->id, read->place.line);
            if (!fresh) {
                complain(read->place, "pattern \"" + read->id + "\" stands twice",
                         "the first is in line " + std::to_string(at->second));
                continue;
            }
            theme.patterns.push_back(std::move(*read));
        }
    }

    void examples(TableReader& root, ThemeSource& theme) {
        const TomlTable* table = root.table("examples");
        if (table == nullptr) {
            return;
        }
        TableReader keys = reader(*table, root.place_of("examples"));
        for (const bool must : {true, false}) {
            for (PlacedText& text : texts(keys, must ? "must" : "must_not")) {
                theme.examples.push_back(ThemeExample{theme.info.id, file_, text.place.line,
                                                      text.place.column, std::move(text.text),
                                                      must});
            }
        }
        keys.reject_unknown();
    }

    const std::string& file_;
    Complaints& complaints_;
};

std::optional<ThemeSource> FileReader::theme(TableReader& root, const TomlTable& table) {
    TableReader keys = reader(table, root.place_of("theme"));
    const auto id = keys.required_string("id");
    if (id && !is_theme_id(*id)) {
        complain(keys.place_of("id"),
                 "the id " + in_quotes(*id) + " is not of the form [a-z0-9][a-z0-9._-]*",
                 "use small letters, digits, dot, dash and underscore, at most 64");
    }
    const auto topic = keys.required_string("topic");
    const auto name_ar = keys.required_string("name_ar");
    const auto name_en = keys.required_string("name_en");
    const auto definition = keys.required_string("definition");
    const bool enabled = keys.boolean("enabled").value_or(true);
    ThemeSource read{ThemeInfo{id.value_or(""), topic.value_or(""), name_ar.value_or(""),
                               name_en.value_or(""), definition.value_or(""), enabled},
                     file_,
                     0,
                     0,
                     0,
                     0,
                     0,
                     {},
                     {},
                     {},
                     {},
                     {},
                     {}};
    read.threshold = keys.number("threshold", {0.1, weight_max}).value_or(6);
    read.strong = keys.number("strong", {0.1, weight_max}).value_or(6);
    read.pair = keys.number("pair", {0.1, weight_max}).value_or(4);
    read.headline = keys.number("headline_factor", {0, 10}).value_or(1.5);
    read.summary = keys.number("summary_factor", {0, 10}).value_or(1);
    read.sentence_lacks = words(keys, "sentence_lacks");
    read.require = contexts(keys, "require");
    read.outnumbered = contexts(keys, "outnumbered");
    keys.reject_unknown();
    read.classes = classes(root);
    patterns(root, read);
    examples(root, read);
    root.reject_unknown();
    if (read.patterns.empty()) {
        complain(root.place_of("theme"), "the theme has no pattern", "add a [[pattern]]");
    }
    return id && topic ? std::optional(std::move(read)) : std::nullopt;
}

void read_file(const ThemeFile& file, ThemeSources& sources, Complaints& complaints) {
    const auto table = parse_toml(file.text, file.name, complaints);
    if (!table) {
        return;
    }
    FileReader reader(file, complaints);
    TableReader root = reader.reader(*table, TomlPlace{1, 1});
    if (const TomlTable* theme_table = root.table("theme")) {
        if (auto theme = reader.theme(root, *theme_table)) {
            sources.themes.push_back(std::move(*theme));
        }
        return;
    }
    for (ClassSource& shared : reader.classes(root)) {
        sources.shared.push_back(std::move(shared));
    }
    root.reject_unknown();
}

}  // namespace

std::optional<std::string> theme_id(const ThemeFile& file) {
    Complaints nobody_asks;
    const auto table = parse_toml(file.text, file.name, nobody_asks);
    const TomlValue* theme = table ? table->find("theme") : nullptr;
    const TomlValue* id =
        theme != nullptr && theme->table() != nullptr ? theme->table()->find("id") : nullptr;
    return id != nullptr && id->string() != nullptr ? std::optional(*id->string()) : std::nullopt;
}

ThemeSources read_theme_files(const std::vector<ThemeFile>& files, Complaints& complaints) {
    ThemeSources sources;
    for (const ThemeFile& file : files) {
        read_file(file, sources, complaints);
    }
    std::stable_sort(
        sources.themes.begin(), sources.themes.end(),
        [](const ThemeSource& a, const ThemeSource& b) { return a.info.id < b.info.id; });
    std::vector<ThemeSource> distinct;
    for (ThemeSource& theme : sources.themes) {
        if (!distinct.empty() && distinct.back().info.id == theme.info.id) {
            complaints.push_back(Complaint{theme.file, 0, 0,
                                           "theme \"" + theme.info.id + "\" stands twice",
                                           "the other is in " + distinct.back().file});
            continue;
        }
        distinct.push_back(std::move(theme));
    }
    sources.themes = std::move(distinct);
    return sources;
}

}  // namespace khabard
