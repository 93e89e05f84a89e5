#include "daemon/cli/arguments.h"

#include "daemon/cli/command_table.h"
#include "tests/support/catch.h"

using namespace khabard;

namespace {

ParsedArguments parse(std::vector<const char*> words) {
    words.insert(words.begin(), "khabard");
    return parse_arguments(static_cast<int>(words.size()), words.data(), false);
}

template <class Kind>
Kind parsed(std::vector<const char*> words) {
    const ParsedArguments result = parse(std::move(words));
    CAPTURE(result.text);
    REQUIRE(result.arguments.has_value());
    REQUIRE(std::holds_alternative<Kind>(*result.arguments));
    return std::get<Kind>(*result.arguments);
}

std::string mistake(std::vector<const char*> words) {
    const ParsedArguments result = parse(std::move(words));
    CHECK_FALSE(result.arguments.has_value());
    CHECK(result.exit_code == 2);
    return result.text.substr(0, result.text.find('\n'));
}

}  // namespace

TEST_CASE("run and check read the installed configuration unless told otherwise") {
    CHECK(config_path(parsed<RunArguments>({"run"}).config) == "/etc/khabard");
    CHECK_FALSE(parsed<RunArguments>({"run"}).once);
    const auto run = parsed<RunArguments>({"run", "--once", "--config", "here"});
    CHECK(run.once);
    CHECK(config_path(run.config) == "here");
    CHECK(config_path(parsed<CheckArguments>({"check", "--config=there"}).config) == "there");
}

TEST_CASE("--set takes one word each time and may be repeated") {
    const auto run = parsed<RunArguments>(
        {"run", "--set", "publish.sink=kafka", "--once", "--set", "http.listen="});
    CHECK(run.config.overrides == std::vector<std::string>{"publish.sink=kafka", "http.listen="});
    const auto process = parsed<ProcessArguments>({"process", "--set", "a=b", "file.txt"});
    CHECK(process.files == std::vector<std::string>{"file.txt"});
}

TEST_CASE("process takes files in order, and standard input without any") {
    CHECK(parsed<ProcessArguments>({"process"}).files == std::vector<std::string>{"-"});
    CHECK(parsed<ProcessArguments>({"process", "-"}).files == std::vector<std::string>{"-"});
    const auto process = parsed<ProcessArguments>(
        {"process", "b.xml", "--input", "feed", "--url", "https://a.example/", "--charset",
         "windows-1256", "--now", "2026-01-31T08:15:00Z", "--state", "s", "a.xml", "run"});
    CHECK(process.files == std::vector<std::string>{"b.xml", "a.xml", "run"});
    CHECK(process.input == InputKind::feed);
    CHECK(process.url == "https://a.example/");
    CHECK(process.charset == "windows-1256");
    REQUIRE(process.now.has_value());
    CHECK(format_rfc3339_seconds(*process.now) == "2026-01-31T08:15:00Z");
    CHECK(process.state == "s");
    CHECK_FALSE(process.config.path.has_value());
}

TEST_CASE("a file may begin with a dash behind two of them") {
    CHECK(parsed<ProcessArguments>({"process", "--", "--odd"}).files ==
          std::vector<std::string>{"--odd"});
}

TEST_CASE("inspect reads one document as what it is told") {
    const auto inspect = parsed<InspectArguments>(
        {"inspect", "--as", "page", "--content-type", "text/html; charset=utf-8", "page.html"});
    CHECK(inspect.as == InspectKind::page);
    CHECK(inspect.content_type == "text/html; charset=utf-8");
    CHECK(inspect.file == "page.html");
    CHECK(parsed<InspectArguments>({"inspect"}).file == "-");
    CHECK(parsed<InspectArguments>({"inspect", "--as", "url", "-"}).as == InspectKind::url);
    CHECK(mistake({"inspect", "a", "b"}) ==
          "khabard inspect: one file at a time, and 'b' is the second");
}

TEST_CASE("the other commands are read into their own values") {
    CHECK(parsed<ExplainArguments>({"explain", "a.txt"}).file == "a.txt");
    CHECK(parsed<StatusArguments>({"status", "--json"}).json);
    CHECK(parsed<ReloadArguments>({"reload", "--wait"}).wait);
    CHECK(parsed<TopicsArguments>({"topics", "ensure"}).action == TopicsAction::ensure);
    CHECK(parsed<FeedsArguments>({"feeds", "find", "https://a.example"}).target ==
          "https://a.example");
    CHECK(parsed<DlqArguments>({"dlq", "list", "--json"}).json);
    CHECK(parsed<DlqArguments>({"dlq", "show", "7"}).action == DlqAction::show);
    CHECK(parsed<DlqArguments>({"dlq", "replay", "--all"}).letters.empty());
    CHECK(parsed<DlqArguments>({"dlq", "replay", "7", "9"}).letters.size() == 2);
    CHECK(mistake({"dlq", "replay"}) ==
          "khabard dlq: name letters by their sequence, or say --all");
    CHECK(parsed<StateArguments>({"state", "backup", "f"}).file == "f");
    const auto retract = parsed<RetractArguments>(
        {"retract", "0123456789abcdef0123456789abcdef", "--reason", "asked"});
    CHECK(retract.reason == "asked");
    parsed<VersionRequest>({"--version"});
}

TEST_CASE("relabel takes a time or a span, themes an action and its files") {
    const auto all = parsed<RelabelArguments>({"relabel"});
    CHECK_FALSE((all.since || all.within || all.dry_run));
    const auto since =
        parsed<RelabelArguments>({"relabel", "--dry-run", "--since", "2026-01-31T08:15:00Z"});
    CHECK(since.since == parse_rfc3339("2026-01-31T08:15:00Z"));
    CHECK(since.dry_run);
    const auto span = parsed<RelabelArguments>({"relabel", "--since", "7d"});
    CHECK(span.within == std::chrono::hours{7 * 24});
    CHECK_FALSE(span.since.has_value());
    CHECK(mistake({"relabel", "--since", "soon"}).find("neither an RFC 3339 time") !=
          std::string::npos);

    CHECK(parsed<ThemesArguments>({"themes", "test"}).action == ThemesAction::test);
    const auto trial = parsed<ThemesArguments>({"themes", "try", "t.toml", "news", "--limit", "3"});
    CHECK(trial.action == ThemesAction::try_);
    CHECK(trial.theme_file == "t.toml");
    CHECK(trial.corpus == "news");
    CHECK(trial.limit == 3);
    CHECK(parsed<ThemesArguments>({"themes", "try", "t", "c"}).limit == 20);
    CHECK(mistake({"themes", "try", "t.toml"}).find("is missing") != std::string::npos);
    CHECK(mistake({"themes", "try", "t", "c", "--limit", "-1"}).find("--limit '-1'") !=
          std::string::npos);
    CHECK(mistake({"themes", "tset"}).find("did you mean 'test'?") != std::string::npos);
    CHECK(mistake({"themes", "test", "--limit", "3"}).find("belongs to themes try") !=
          std::string::npos);
}

TEST_CASE("a mistake exits 2 and suggests what was meant") {
    CHECK(mistake({"runn"}) == "khabard: unknown command 'runn'; did you mean 'run'?");
    CHECK(mistake({"run", "--onec"}) ==
          "khabard run: unknown option '--onec'; did you mean '--once'?");
    CHECK(mistake({"process", "--inptu=feed"}) ==
          "khabard process: unknown option '--inptu'; did you mean '--input'?");
    CHECK(mistake({"process", "--input", "fed"}) ==
          "khabard process: unknown kind of input 'fed'; did you mean 'feed'?");
    CHECK(mistake({"process", "--now", "yesterday"}) ==
          "khabard process: --now 'yesterday' is no RFC 3339 time; write it like "
          "2026-01-31T08:15:00Z");
    CHECK(mistake({"run", "extra"}) == "khabard run: 'extra' is one word too many");
    CHECK(mistake({"topics"}) == "khabard topics: what to do is missing: one of plan, ensure");
    CHECK(mistake({"feeds", "import"}) == "khabard feeds: the OPML file is missing");
    CHECK(mistake({"retract", "x", "--reason", "y"}) ==
          "khabard retract: 'x' is no article id; it has 32 hex digits");
    CHECK(mistake({"--verison"}) ==
          "khabard: unknown option '--verison'; did you mean "
          "'--version'?");
    CHECK_FALSE(mistake({"run", "--config"}).empty());
    CHECK_FALSE(mistake({}).empty());
}

TEST_CASE("help exits 0, and teaches with examples") {
    const ParsedArguments whole = parse({"--help"});
    CHECK(whole.exit_code == 0);
    CHECK_FALSE(whole.arguments.has_value());
    for (const CommandRow& row : command_table()) {
        CAPTURE(row.word);
        CHECK(whole.text.find("\n  " + std::string(row.word) + " ") != std::string::npos);
        const ParsedArguments help = parse({row.word, "--help"});
        CHECK(help.exit_code == 0);
        CHECK(help.text.find("Examples:") != std::string::npos);
        CHECK(help.text.find("--config PATH") != std::string::npos);
        CHECK(help.text.find('\033') == std::string::npos);
        CHECK(parse({"help", row.word}).text == help.text);
    }
}

TEST_CASE("there is colour on a terminal only") {
    const char* words[] = {"khabard", "--help"};
    CHECK(parse_arguments(2, words, true).text.find('\033') != std::string::npos);
    CHECK(parse_arguments(2, words, false).text.find('\033') == std::string::npos);
}
