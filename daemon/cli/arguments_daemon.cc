#include "daemon/cli/command_parser.h"
#include "daemon/lib/toml/table_reader.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <system_error>
#include <vector>

namespace khabard {

Arguments parse_status(CommandParser& line, const CommandWords& words) {
    bool json = false;
    line.flag("--json", json, "as JSON, for scripts");
    line.parse(words);
    return StatusArguments{line.config(), json};
}

Arguments parse_reload(CommandParser& line, const CommandWords& words) {
    bool wait = false;
    line.flag("--wait", wait, "return when the new configuration is live");
    line.parse(words);
    return ReloadArguments{line.config(), wait};
}

Arguments parse_topics(CommandParser& line, const CommandWords& words) {
    CommandWords given;
    line.words(given, "plan or ensure");
    line.parse(words);
    const auto action = static_cast<TopicsAction>(read_action(std::array{"plan", "ensure"}, given));
    expect_count(given, 1, "");
    return TopicsArguments{line.config(), action};
}

Arguments parse_feeds(CommandParser& line, const CommandWords& words) {
    CommandWords given;
    line.words(given, "import FILE, export FILE, find URL, health or why ID");
    line.parse(words);
    const std::size_t which =
        read_action(std::array{"import", "export", "find", "health", "why"}, given);
    const auto action = static_cast<FeedsAction>(which);
    if (action == FeedsAction::health) {
        expect_count(given, 1, "");
        return FeedsArguments{line.config(), action, ""};
    }
    expect_count(given, 2,
                 action == FeedsAction::find  ? "the URL"
                 : action == FeedsAction::why ? "the id of the feed"
                                              : "the OPML file");
    return FeedsArguments{line.config(), action, given[1]};
}

Arguments parse_dlq(CommandParser& line, const CommandWords& words) {
    bool json = false;
    bool all = false;
    CommandWords given;
    line.flag("--json", json, "list as JSON, one letter a line");
    line.flag("--all", all, "replay every letter");
    line.words(given, "list, show SEQ or replay SEQ...");
    line.parse(words);
    const auto action =
        static_cast<DlqAction>(read_action(std::array{"list", "show", "replay"}, given));
    if (json && action != DlqAction::list) {
        throw Mistake{"--json belongs to dlq list"};
    }
    if (all && (action != DlqAction::replay || given.size() > 1)) {
        throw Mistake{"--all belongs to dlq replay, without the sequences of letters"};
    }
    if (action == DlqAction::list) {
        expect_count(given, 1, "");
    }
    std::vector<std::uint64_t> letters;
    for (std::size_t i = 1; i < given.size(); ++i) {
        std::uint64_t number = 0;
        const char* end = given[i].data() + given[i].size();
        const auto read = std::from_chars(given[i].data(), end, number);
        if (read.ec != std::errc() || read.ptr != end || number == 0) {
            throw Mistake{"'" + given[i] + "' is no sequence; dlq list shows them"};
        }
        letters.push_back(number);
    }
    if (action != DlqAction::list && letters.empty() && !(all && action == DlqAction::replay)) {
        throw Mistake{action == DlqAction::show ? "the sequence of a dead letter is missing"
                                                : "name letters by their sequence, or say --all"};
    }
    return DlqArguments{line.config(), action, letters, json};
}

Arguments parse_retract(CommandParser& line, const CommandWords& words) {
    std::string reason;
    CommandWords given;
    line.option("--reason", reason, "TEXT", "why; stands on the record and in the log");
    line.words(given, "id of the article");
    line.parse(words);
    expect_count(given, 1, "the id of the article");
    const std::string& id = given.front();
    if (id.size() != 32 || id.find_first_not_of("0123456789abcdef") != std::string::npos) {
        throw Mistake{"'" + id + "' is no article id; it has 32 hex digits"};
    }
    if (reason.empty()) {
        throw Mistake{"--reason is missing: a withdrawal is explained to its readers"};
    }
    return RetractArguments{line.config(), id, reason};
}

Arguments parse_relabel(CommandParser& line, const CommandWords& words) {
    std::string since;
    bool dry_run = false;
    line.option("--since", since, "TIME",
                "articles first seen since then: 2026-01-31T08:15:00Z, or 7d ago; default: all");
    line.flag("--dry-run", dry_run, "show what would change, and change nothing");
    line.parse(words);
    RelabelArguments arguments{line.config(), std::nullopt, std::nullopt, dry_run};
    if (line.given("--since")) {
        arguments.since = parse_rfc3339(since);
        arguments.within = arguments.since ? std::nullopt : parse_duration(since);
        if (!arguments.since && !arguments.within) {
            throw Mistake{"--since '" + since +
                          "' is neither an RFC 3339 time, like 2026-01-31T08:15:00Z, nor a time "
                          "span, like 36h or 7d"};
        }
    }
    return arguments;
}

Arguments parse_themes(CommandParser& line, const CommandWords& words) {
    constexpr std::size_t shown_by_default = 20;
    constexpr std::size_t shown_max = 100'000;
    std::string limit;
    CommandWords given;
    line.option("--limit", limit, "N", "show at most N new and N lost hits; default: 20");
    line.words(given, "test, or try THEME.toml CORPUS");
    line.parse(words);
    const auto action = static_cast<ThemesAction>(read_action(std::array{"test", "try"}, given));
    ThemesArguments arguments{line.config(), action, {}, {}, shown_by_default};
    if (action == ThemesAction::test) {
        if (!limit.empty()) {
            throw Mistake{"--limit belongs to themes try"};
        }
        expect_count(given, 1, "");
        return arguments;
    }
    expect_count(given, 3, "THEME.toml or CORPUS");
    arguments.theme_file = given[1];
    arguments.corpus = given[2];
    if (!limit.empty()) {
        const auto [end, error] =
            std::from_chars(limit.data(), limit.data() + limit.size(), arguments.limit);
        if (error != std::errc{} || end != limit.data() + limit.size() ||
            arguments.limit > shown_max) {
            throw Mistake{"--limit '" + limit + "' is no number from 0 to 100000"};
        }
    }
    return arguments;
}

Arguments parse_state(CommandParser& line, const CommandWords& words) {
    CommandWords given;
    line.words(given, "check [FILE], rebuild or backup FILE");
    line.parse(words);
    const auto action =
        static_cast<StateAction>(read_action(std::array{"check", "rebuild", "backup"}, given));
    if (action == StateAction::backup || given.size() > 1) {
        expect_count(given, action == StateAction::rebuild ? 1 : 2, "the file");
    }
    return StateArguments{line.config(), action, given.size() > 1 ? given[1] : ""};
}

}  // namespace khabard
