#include "daemon/run/telling.h"

#include "daemon/base/join.h"
#include "daemon/run/schedule.h"

#include <utility>

namespace khabard {
namespace {

std::string one_line(const Prepared& prepared, const Changes& changes) {
    const Tally& tally = changes.tally;
    std::string line = std::to_string(prepared.items.size() + prepared.repeats) + " items";
    for (const Outcome outcome :
         {Outcome::pending, Outcome::created, Outcome::updated, Outcome::unthemed,
          Outcome::duplicate, Outcome::repeat, Outcome::skipped, Outcome::rejected}) {
        if (tally.of(outcome) > 0) {
            line += ", " + std::to_string(tally.of(outcome)) + " " + outcome_name(outcome);
        }
    }
    return line;
}

void tell_pages_left_out(Log& log, const std::string& feed, const std::string& of_feed,
                         const Concluded& concluded) {
    constexpr const char* why =
        ", too many do already (limits.pending_pages, limits.pending_pages_feed)";
    const std::size_t teasers = concluded.pages_left_out - concluded.addresses_left;
    if (teasers > 0) {
        log.warning(
            of_feed + std::to_string(teasers) + " teasers do not wait for their pages" + why,
            {{"FEED", feed}, {"CAUSE", "pending_pages"}});
    }
    if (concluded.addresses_left > 0) {
        log.warning(of_feed + std::to_string(concluded.addresses_left) +
                        " addresses do not wait for their pages before the next poll" + why,
                    {{"FEED", feed}, {"CAUSE", "pending_pages"}});
    }
}

}  // namespace

void tell_ended(std::vector<StagedLine>& lines, const FeedId& feed, const std::string& of_file,
                const std::vector<Ended>& all) {
    for (const Ended& ended : all) {
        const std::string themes = join(ended.themes);
        const std::string cleaned = join(ended.cleaned);
        std::string line = outcome_name(ended.outcome);
        line += themes.empty() ? "" : " [" + themes + "]";
        line += ended.headline.empty() ? "" : " " + ended.headline;
        line += cleaned.empty() ? "" : " (cleaned: " + cleaned + ")";
        line += ended.what.empty() ? "" : " " + of_file + ended.what;
        const LogLevel level =
            ended.outcome == Outcome::rejected ? LogLevel::warning : LogLevel::info;
        lines.push_back({level,
                         std::move(line),
                         {{"FEED", feed.get()},
                          {"OUTCOME", outcome_name(ended.outcome)},
                          {"REASON", reason_name(ended.reason)},
                          {"THEMES", themes},
                          {"TOPICS", join(ended.topics)},
                          {"CLEANED", cleaned}}});
    }
}

void tell(const Told& told, const Unit& unit, const Prepared& prepared,
          const Concluded& concluded) {
    const std::string& feed = unit.feed.get();
    const std::string of_file = unit.spool_file.empty() ? "" : unit.spool_file + ": ";
    tell_ended(told.committed, unit.feed, of_file, concluded.ended);
    const std::string of_feed = "feed " + feed + ": " + of_file;
    if (prepared.truncated) {
        told.now.warning(of_feed + "its document was cut off, what came of it is used",
                         {{"FEED", feed}});
    }
    for (const std::string& warning : prepared.warnings) {
        told.now.warning(of_feed + warning, {{"FEED", feed}});
    }
    tell_pages_left_out(told.now, feed, of_feed, concluded);
    if (concluded.renamed > 0 && concluded.renamed * 2 > prepared.items.size() + prepared.repeats) {
        told.now.warning(of_feed + "the guids of " + std::to_string(concluded.renamed) +
                             " known entries have changed; they are told apart by address",
                         {{"FEED", feed}, {"CAUSE", "guids_changed"}});
    }
    told.committed.push_back(
        {LogLevel::info, of_feed + one_line(prepared, concluded.changes), {{"FEED", feed}}});
}

void tell_shrinking(Log& log, const FeedState& before, std::uint32_t entries) {
    if (before.entries && shows_too_little(before, *before.entries)) {
        return;
    }
    const std::string usual = std::to_string(before.entries_usual.value_or(0));
    log.warning("feed " + before.feed.get() + " shows " + std::to_string(entries) +
                    " entries, usually " + usual + ": nothing is taken for removed",
                {{"FEED", before.feed.get()}, {"CAUSE", entries == 0 ? "empty" : "shrunk"}});
}

}  // namespace khabard
