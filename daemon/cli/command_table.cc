#include "daemon/cli/command_table.h"

#include <algorithm>

namespace khabard {
namespace {

constexpr CommandRow rows[] = {
    {CommandName::run, "run", "[--config PATH] [--once]", "the service: poll, label, publish",
     "Polls the feeds, cleans and labels what they bring, and publishes each version of an\n"
     "article exactly once. Stays in the foreground until SIGTERM; SIGHUP reads the\n"
     "configuration again. Exit codes: 0 stopped, 69 records left unpublished (--once),\n"
     "74 state file unusable, 75 another instance holds the state, 78 configuration.",
     "  khabard run --config /etc/khabard\n"
     "      the service, as the systemd unit starts it\n"
     "  khabard run --config config --once --set state.directory=state \\\n"
     "              --set publish.files.directory=news --set fetch.contact=you@example.org\n"
     "      a first look: every feed once, records as NDJSON files in ./news"},
    {CommandName::check, "check", "[--config PATH]", "is the configuration right?",
     "Reads every file of the configuration, runs the labelled examples of every theme, and\n"
     "prints all complaints at once as file:line:column: message. Exit code 0 or 1; warnings\n"
     "alone are 0.",
     "  khabard check --config /etc/khabard\n"
     "      before a reload, or in the repository that holds the configuration"},
    {CommandName::process, "process", "[OPTIONS] [FILE... | -]",
     "files in, records out, without network or state",
     "Runs the whole pipeline over files and prints one record per line, duplicates included.\n"
     "The files are successive polls of one feed: repeats, new versions and duplicates are\n"
     "judged across them. Without a file, or with -, standard input is read. Bad input is one\n"
     "JSON line on stderr and the rest goes on. Exit codes: 0 all was read, 3 some was refused.",
     "  khabard process article.txt\n"
     "      a scraped text: is it cleaned and labelled as it should be?\n"
     "  khabard process --input feed --url https://example.org/rss monday.xml tuesday.xml\n"
     "      two polls of one feed\n"
     "  khabard process --input ndjson --now 2026-01-31T08:00:00Z archive.ndjson > records.ndjson\n"
     "      an archive, with a fixed time for relative dates: same input, same output"},
    {CommandName::inspect, "inspect", "[OPTIONS] [FILE | -]", "what one reader sees in a document",
     "Prints what a reader found in a document, before any cleaning, as one JSON object: the\n"
     "values of the publisher, nothing guessed. Exit codes: 0 read, 3 refused.",
     "  khabard inspect --url https://example.org/rss feed.xml\n"
     "      what the feed says, links made absolute\n"
     "  khabard inspect --as page --url https://example.org/news/1.html page.html\n"
     "      which part of the page is the article\n"
     "  echo '24 Rajab 1447' | khabard inspect --as date\n"
     "      how a date is read"},
    {CommandName::explain, "explain", "[--config PATH] [FILE | -]",
     "why an article came out as it did, for people",
     "Takes one article through the pipeline and shows what was removed and by which rule, how\n"
     "dates were read, which themes it has and where the evidence stands, near misses, and the\n"
     "duplicates that were considered. Coloured in a terminal.",
     "  khabard explain article.txt\n"
     "  khabard explain --config /etc/khabard article.html | less -R"},
    {CommandName::status, "status", "[--config PATH] [--json]", "how the running daemon is",
     "Asks the running daemon: is it healthy, feeds by state and those that need a look, outbox,\n"
     "sink, the last reload, the last errors. Exit codes: 0 answered, 69 no daemon answers.",
     "  khabard status\n"
     "  khabard status --json"},
    {CommandName::reload, "reload", "[--config PATH] [--wait]",
     "let the running daemon take the new configuration",
     "Asks the running daemon to read its configuration again. Prints the plan and the new\n"
     "generation, or the complaints, and then nothing has changed.",
     "  khabard check && khabard reload --wait\n"
     "      what the unit's ExecReload does"},
    {CommandName::topics, "topics", "plan|ensure [--config PATH]",
     "topics that the configuration needs",
     "plan compares the topics that the configuration needs with those of the cluster; ensure\n"
     "creates what is missing and changes nothing that is there. Exit codes: 0 all are in order,\n"
     "1 one is missing or would break a promise, 69 the brokers do not answer.",
     "  khabard topics plan\n"
     "      before an upgrade, or where create_topics = false\n"
     "  khabard topics ensure --set publish.kafka.bootstrap_servers=broker:9092"},
    {CommandName::feeds, "feeds", "import FILE | export FILE | find URL | health | why ID",
     "feed lists of other programs, feeds of a site, how feeds are",
     "import and export speak OPML, which every feed reader does: import adds the feeds that are\n"
     "not configured yet to the end of feeds.toml, export leaves credentials out. find lists the\n"
     "feeds that a page announces. health is a table of how each feed of the running daemon is;\n"
     "why tells what was decided about one of them last. Exit codes: 0 done, 1 the page names\n"
     "none, 3 the file is no OPML, 69 no answer.",
     "  khabard feeds import reader.opml && khabard check && khabard reload --wait\n"
     "  khabard feeds export -\n"
     "  khabard feeds find https://example.org/\n"
     "  khabard feeds health\n"
     "  khabard feeds why example-politics"},
    {CommandName::dlq, "dlq", "list | show SEQ | replay SEQ... | replay --all",
     "dead letters: what was refused, and why",
     "list shows what the sink refused and what could not be read; show prints one with its\n"
     "payload. replay puts refused records into the outbox once more, after a limit was raised:\n"
     "with their id, version and bytes, in their order. Without a running daemon they leave with\n"
     "its next start. Exit codes: 0 done, 2 there is no such letter, 69 the daemon does\n"
     "not answer, 74 the state is unusable, 78 configuration.",
     "  khabard dlq list\n"
     "  khabard dlq show 4711\n"
     "  khabard dlq replay --all"},
    {CommandName::retract, "retract", "ID --reason TEXT", "withdraw an article",
     "Publishes a withdrawal of the article, one more version without a body, to every topic that\n"
     "it was ever in; nothing brings it back. A running daemon publishes it at once, without one "
     "it\n"
     "waits for the next run. Exit codes: 0 done, 1 there is no such article or it is retracted\n"
     "already, 69 the daemon does not answer, 74 state file, 78 configuration.",
     "  khabard retract 0123456789abcdef0123456789abcdef --reason 'publisher asked for it'"},
    {CommandName::relabel, "relabel", "[--since TIME] [--dry-run]",
     "apply new themes to stored articles",
     "Labels the stored articles by the rules now in force. An article whose themes change is\n"
     "published as its next version to the topics where it stood and to those where it stands\n"
     "now. A running daemon does it by the rules that it runs with; without one the records wait\n"
     "in the state file for the next run. Exit codes: 0 done, 69 the outbox is full or the daemon\n"
     "does not answer, 74 state file, 75 busy or stopping, 78 configuration.",
     "  khabard relabel --dry-run --since 7d\n"
     "      which articles of the last week would change, and how\n"
     "  khabard reload --wait && khabard relabel\n"
     "      after a theme was edited"},
    {CommandName::state, "state", "check [FILE] | rebuild | backup FILE", "the state file",
     "check proves that a state file is whole. backup copies it, also while the daemon runs.\n"
     "rebuild makes a new one from what was published, where the old one is damaged, lost or\n"
     "older than what was published; the old one is kept beside it, and no article that the\n"
     "topics still hold is published again. Exit codes: 0 done, 1 damaged, 69 the brokers do\n"
     "not answer, 74 a file cannot be read or written, 75 stop the daemon first.",
     "  khabard state check\n"
     "  khabard state backup /var/lib/khabard/backup.db\n"
     "      where the service may write; khabard state check FILE proves the copy\n"
     "  systemctl stop khabard && runuser -u khabard -- khabard state rebuild"},
    {CommandName::themes, "themes", "test | try THEME.toml CORPUS",
     "do the themes do what they should?",
     "test runs the labelled examples of every theme, those that are switched off included, and\n"
     "shows what failed with its evidence. try shows what would change if THEME.toml took the\n"
     "place of the theme of the same id, or were added: new hits and lost hits with up to\n"
     "three sentences that decided. CORPUS is an ndjson file as process reads it, or a directory "
     "of text, HTML\n"
     "and ndjson files. Exit codes: 0, 1 examples fail, 3 some of CORPUS could not be read,\n"
     "78 configuration.",
     "  khabard themes test --config /etc/khabard\n"
     "  khabard themes try territory.toml archive.ndjson --limit 100 | less -R\n"
     "      before the edited file goes live"},
};

}  // namespace

std::span<const CommandRow> command_table() {
    return rows;
}

const CommandRow* find_command(std::string_view word) {
    const auto found = std::find_if(std::begin(rows), std::end(rows),
                                    [word](const CommandRow& row) { return row.word == word; });
    return found == std::end(rows) ? nullptr : found;
}

std::vector<std::string> command_words() {
    std::vector<std::string> words;
    for (const CommandRow& row : rows) {
        words.emplace_back(row.word);
    }
    return words;
}

}  // namespace khabard
