#include "daemon/text/aliases.h"

#include "daemon/lib/toml/table_reader.h"

#include <map>
#include <set>
#include <utility>
#include <vector>

namespace khabard {

namespace {

struct Row {
    const TomlTable& table;
    TomlPlace place;
    std::string canonical;
    std::vector<std::string> variants;
    std::vector<std::string> endings;  // the empty one first
};

class AliasParser {
public:
    AliasParser(const std::string& file, Complaints& complaints)
        : file_(file), complaints_(complaints) {}

    Aliases parse(const TomlTable& root) {
        TableReader reader(root, TomlPlace{1, 1}, file_, complaints_);
        const TomlArray* rows = reader.array("alias");
        reader.reject_unknown();
        if (rows == nullptr) {
            return std::move(aliases_);
        }
        std::vector<Row> read;
        for (const TomlValue& value : rows->values) {
            read_row(value, read);
        }
        for (const Row& row : read) {
            for (const std::string& ending : row.endings) {
                canonical_.insert(fold_for_dedup(row.canonical + ending));
            }
        }
        for (const Row& row : read) {
            add(row);
        }
        return std::move(aliases_);
    }

private:
    void read_row(const TomlValue& value, std::vector<Row>& rows) {
        const TomlTable* table = value.table();
        if (table == nullptr) {
            complain(value.place, "an alias must be a table",
                     "write [[alias]], then canonical and variants");
            return;
        }
        TableReader reader(*table, value.place, file_, complaints_);
        const std::optional<std::string> canonical = reader.required_string("canonical");
        std::vector<std::string> variants = reader.strings("variants");
        std::vector<std::string> endings = reader.strings("endings");
        endings.insert(endings.begin(), std::string());
        reader.reject_unknown();
        if (canonical) {
            rows.push_back(
                {*table, value.place, *canonical, std::move(variants), std::move(endings)});
        }
    }

    void add(const Row& row) {
        for (const std::string& variant : row.variants) {
            if (!is_new(row, variant)) {
                continue;
            }
            for (const std::string& ending : row.endings) {
                if (!add_alias(aliases_, variant + ending, row.canonical + ending)) {
                    complain(place(row, "variants"),
                             "\"" + variant + "\" cannot be an alias of \"" + row.canonical + "\"",
                             "the canonical form must be one word, a variant one or two");
                    break;
                }
            }
        }
    }

    bool is_new(const Row& row, const std::string& variant) {
        const std::string folded = fold_for_dedup(variant);
        const std::string target = fold_for_dedup(row.canonical);
        if (folded == target) {
            complain(place(row, "variants"),
                     "\"" + variant + "\" is \"" + row.canonical + "\" already once it is folded",
                     "leave it out", true);
            return false;
        }
        if (canonical_.count(folded) != 0) {
            complain(place(row, "variants"),
                     "\"" + variant + "\" is the canonical form of another alias",
                     "join the two tables or leave the variant out");
            return false;
        }
        const auto [other, inserted] = claimed_.emplace(folded, row.canonical);
        if (!inserted) {
            const bool again = other->second == row.canonical;
            complain(place(row, "variants"),
                     again ? "\"" + variant + "\" stands here twice"
                           : "\"" + variant + "\" is claimed by \"" + other->second + "\" too",
                     "keep one of them", again);
        }
        return inserted;
    }

    static TomlPlace place(const Row& row, std::string_view key) {
        const TomlValue* value = row.table.find(key);
        return value != nullptr ? value->place : row.place;
    }

    void complain(TomlPlace place, std::string message, std::string hint, bool warning = false) {
        complaints_.push_back(Complaint{.file = file_,
                                        .line = place.line,
                                        .column = place.column,
                                        .message = std::move(message),
                                        .hint = std::move(hint),
                                        .warning = warning});
    }

    const std::string& file_;
    Complaints& complaints_;
    Aliases aliases_;
    std::set<std::string> canonical_;             // folded
    std::map<std::string, std::string> claimed_;  // folded variant -> canonical, as written
};

}  // namespace

Aliases parse_aliases(const TomlTable& root, const std::string& file, Complaints& complaints) {
    return AliasParser(file, complaints).parse(root);
}

}  // namespace khabard
