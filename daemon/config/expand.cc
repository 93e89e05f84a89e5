#include "daemon/config/expand.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace khabard {
namespace {

constexpr std::string_view credential_mark = "credential:";
constexpr std::string_view hidden = "***";

class Expander {
public:
    Expander(const std::string& file, const Surroundings& surroundings, Complaints& complaints)
        : file_(file), surroundings_(surroundings), complaints_(complaints) {}

    void expand(TomlTable& table) {
        for (TomlEntry& entry : table.entries) {
            expand(entry.value);
        }
    }

    Expansions take() {
        std::sort(expansions_.secrets.begin(), expansions_.secrets.end(),
                  [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
        return std::move(expansions_);
    }

private:
    void expand(TomlValue& value) {
        if (auto* table = std::get_if<TomlTable>(&value.value)) {
            expand(*table);
        } else if (auto* array = std::get_if<TomlArray>(&value.value)) {
            for (TomlValue& element : array->values) {
                expand(element);
            }
        } else if (auto* text = std::get_if<std::string>(&value.value)) {
            expand(*text, value.place);
        }
    }

    // A string under way: what it becomes, and what of it may be shown.
    struct Built {
        std::string value;
        std::string display;
        bool secret = false;

        void keep(std::string_view part) {
            value += part;
            display += part;
        }
    };

    void expand(std::string& text, TomlPlace place) {
        Built built;
        std::string_view left = text;
        while (!left.empty()) {
            const std::size_t dollar = std::min(left.find('$'), left.size());
            built.keep(left.substr(0, dollar));
            left.remove_prefix(dollar);
            left.remove_prefix(expand_dollar(left, place, built));
        }
        text = built.value;
        if (built.secret) {
            expansions_.displays[{place.line, place.column}] = built.display;
        }
    }

    // Puts what stands at the head of `left` (a dollar, or nothing) into `built`; returns how many
    // bytes of it that was.
    std::size_t expand_dollar(std::string_view left, TomlPlace place, Built& built) {
        if (left.starts_with("$${")) {
            built.keep("${");
            return 3;
        }
        if (!left.starts_with("${")) {
            built.keep(left.substr(0, 1));
            return left.empty() ? 0 : 1;
        }
        const std::size_t end = left.find('}');
        if (end == std::string_view::npos) {
            complain(place, "\"${\" without \"}\"", "write \"$${\" for the characters themselves");
            built.keep(left);
            return left.size();
        }
        if (const std::string* found = look_up(left.substr(2, end - 2), place)) {
            built.value += *found;
            built.display += hidden;
            built.secret = true;
            remember(*found);
        } else {
            built.keep(left.substr(0, end + 1));
        }
        return end + 1;
    }

    const std::string* look_up(std::string_view name, TomlPlace place) {
        const bool credential = name.starts_with(credential_mark);
        const auto& known = credential ? surroundings_.credentials : surroundings_.environment;
        const std::string key(credential ? name.substr(credential_mark.size()) : name);
        const auto found = known.find(key);
        if (found != known.end()) {
            return &found->second;
        }
        if (credential) {
            complain(place, "there is no credential \"" + key + "\"",
                     "systemd passes it with LoadCredential=" + key + ":PATH");
        } else {
            complain(place, "the environment variable \"" + key + "\" is not set",
                     "write \"$${\" if none is meant");
        }
        return nullptr;
    }

    // Hiding a value of two letters would hide half of every sentence, and protect nothing.
    void remember(const std::string& secret) {
        constexpr std::size_t shortest_secret = 4;
        if (secret.size() >= shortest_secret) {
            expansions_.secrets.push_back(secret);
        }
    }

    void complain(TomlPlace place, std::string message, std::string hint) {
        complaints_.push_back(
            Complaint{file_, place.line, place.column, std::move(message), std::move(hint)});
    }

    const std::string& file_;
    const Surroundings& surroundings_;
    Complaints& complaints_;
    Expansions expansions_;
};

}  // namespace

std::string Expansions::display(TomlPlace place, const std::string& value) const {
    const auto found = displays.find({place.line, place.column});
    return found == displays.end() ? value : found->second;
}

Expansions expand(TomlTable& table, const std::string& file, const Surroundings& surroundings,
                  Complaints& complaints) {
    Expander expander(file, surroundings, complaints);
    expander.expand(table);
    return expander.take();
}

}  // namespace khabard
