#include "daemon/config/rules.h"

#include "daemon/base/printable.h"
#include "daemon/config/plausible.h"
#include "daemon/config/section_reader.h"
#include "daemon/lib/hash/hash.h"
#include "daemon/lib/toml/toml_value.h"
#include "daemon/text/aliases.h"
#include "daemon/themes/examples.h"

#include <algorithm>
#include <map>
#include <utility>

namespace khabard {
namespace {

constexpr const char* cleaning_name = "cleaning.toml";
constexpr const char* aliases_name = "aliases.toml";
constexpr const char* checkpoints_topic = "khabard.checkpoints";

ThemeSet read_themes(const ConfigFiles& files, Complaints& complaints) {
    std::vector<ThemeFile> themes;
    for (const ConfigFile* file : files.themes()) {
        themes.push_back(ThemeFile{file->name, file->text});
    }
    return compile_themes(themes, complaints);
}

// An absent file is complained about by whoever reads the disk; here it is an empty table.
TomlTable read_table(const ConfigFiles& files, const char* name, Complaints& complaints) {
    const ConfigFile* file = files.find(name);
    if (file == nullptr) {
        return {};
    }
    auto table = parse_toml(file->text, file->name, complaints);
    return table ? std::move(*table) : TomlTable{};
}

// Where the topic of a theme is written, as well as can be told without the theme's own places.
Complaint about_topic(const ThemeInfo& theme, std::string message, std::string hint) {
    return Complaint{"themes/" + theme.id + ".toml", 0, 0, std::move(message), std::move(hint)};
}

TopicMap map_topics(const ThemeSet& themes, Complaints& complaints) {
    TopicMap map;
    const std::string fixed[] = {map.unthemed, map.duplicates, map.dead_letters, checkpoints_topic};
    std::map<std::string, std::string> owners;
    for (const ThemeInfo& theme : themes.themes()) {
        if (!is_topic_name(theme.topic)) {
            complaints.push_back(
                about_topic(theme, in_quotes(theme.topic) + " is no name of a topic",
                            "use letters, digits, dot, dash and underscore, at most 249"));
        } else if (std::find(std::begin(fixed), std::end(fixed), theme.topic) != std::end(fixed)) {
            complaints.push_back(about_topic(
                theme, "the topic " + in_quotes(theme.topic) + " belongs to the daemon itself",
                "name it after the theme: \"news.ar." + theme.id + "\""));
        } else if (const auto owner = owners.find(theme.topic); owner != owners.end()) {
            complaints.push_back(about_topic(theme,
                                             "the topic " + in_quotes(theme.topic) +
                                                 " is that of theme " + in_quotes(owner->second) +
                                                 " already",
                                             "each theme has a topic of its own"));
        }
        owners.emplace(theme.topic, theme.id);
        map.of_theme.emplace(theme.id, theme.topic);
    }
    return map;
}

bool decides_labels(const ConfigFile& file) {
    return file.name.starts_with("themes/") || file.name == cleaning_name ||
           file.name == aliases_name;
}

}  // namespace

const Feed* Rules::feed(const FeedId& id) const {
    const auto found =
        std::find_if(feeds.begin(), feeds.end(), [&id](const Feed& feed) { return feed.id == id; });
    return found == feeds.end() ? nullptr : &*found;
}

CompiledRules compile_rules(const ConfigFiles& files, const Config& config, Generation generation) {
    Complaints complaints;
    ThemeSet themes = read_themes(files, complaints);
    TopicMap topics = map_topics(themes, complaints);
    const TomlTable cleaning = read_table(files, cleaning_name, complaints);
    const TomlTable aliases = read_table(files, aliases_name, complaints);
    auto rules = std::make_shared<Rules>(Rules{
        .feeds = config.feeds,
        .themes = std::move(themes),
        .topics = std::move(topics),
        .cleaning = parse_cleaning_rules(cleaning, cleaning_name, complaints),
        .aliases = parse_aliases(aliases, aliases_name, complaints),
        .limits = config.limits,
        .publish_minor = config.publish.publish_minor,
        .max_age = config.fetch.max_age,
        .backfill_age = config.fetch.backfill_age,
        .instance = config.publish.kafka.instance,
        .generation = generation,
        .ruleset = ruleset_version(files),
    });
    return CompiledRules{std::move(rules), std::move(complaints)};
}

Complaints check_rules(const Rules& rules) {
    return run_examples(rules.themes);
}

RulesetVersion ruleset_version(const ConfigFiles& files) {
    std::vector<const ConfigFile*> deciding;
    for (const ConfigFile& file : files.files) {
        if (decides_labels(file)) {
            deciding.push_back(&file);
        }
    }
    std::sort(deciding.begin(), deciding.end(),
              [](const ConfigFile* a, const ConfigFile* b) { return a->name < b->name; });
    std::string all;
    for (const ConfigFile* file : deciding) {
        // Lengths keep two files from looking like one.
        all += file->name + "\n" + std::to_string(file->text.size()) + "\n" + file->text;
    }
    return RulesetVersion{to_hex(hash128(all)).substr(0, 16)};
}

}  // namespace khabard
