#pragma once

// The shipped cleaning rules, and drafts at hand, for the tests of the newsroom stages.

#include "daemon/base/check.h"
#include "daemon/lib/toml/toml_value.h"
#include "daemon/stages/clean.h"
#include "daemon/stages/cleaning_rules.h"
#include "daemon/stages/extract.h"

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace khabard {

inline CleaningRules read_shipped_rules() {
    std::ifstream file(KHABARD_SOURCE_DIR "/config/cleaning.toml");
    std::stringstream text;
    text << file.rdbuf();
    Complaints complaints;
    const auto table = parse_toml(text.str(), "cleaning.toml", complaints);
    check(table.has_value(), "config/cleaning.toml is TOML");
    CleaningRules rules = parse_cleaning_rules(*table, "cleaning.toml", complaints);
    check(complaints.empty(), "config/cleaning.toml is without complaint");
    return rules;
}

inline const CleaningRules& shipped_rules() {
    static const CleaningRules rules = read_shipped_rules();
    return rules;
}

inline ExtractContext context_at(const std::string& now) {
    return ExtractContext{"", "ndjson", FeedKind::automatic, "", *parse_rfc3339(now)};
}

inline Draft scraped_draft(const std::string& raw) {
    RawItem item;
    item.id = "item";
    item.raw_text = raw;
    return extract(item, context_at("2026-04-01T00:00:00Z")).front();
}

inline Draft stated_draft(const std::string& title, const std::string& text) {
    RawItem item;
    item.id = "item";
    item.title = RawText{title, Markup::plain};
    item.content = RawText{text, Markup::plain};
    item.whole_article = true;
    return extract(item, context_at("2026-04-01T00:00:00Z")).front();
}

inline std::string text_of(const CleanDraft& article) {
    std::string text;
    for (const Block& block : article.draft.blocks) {
        text += text.empty() ? block.text : "\n" + block.text;
    }
    return text;
}

inline std::string day_of(const CleanDraft& article) {
    const auto& published = article.draft.published;
    return published ? format_rfc3339_seconds(published->date.at) : "";
}

}  // namespace khabard
