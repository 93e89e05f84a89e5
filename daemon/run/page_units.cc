// Pages that came, or did not: what a worker gets, and what is concluded and taken back.

#include "daemon/base/join.h"
#include "daemon/ports/log.h"
#include "daemon/run/retract.h"
#include "daemon/run/service_state.h"
#include "daemon/run/telling.h"

#include <utility>

namespace khabard {
namespace {

// What is out already does not grow too old for its own page. Without a page an entry is out, but
// for one that had nothing to show.
bool is_unpublished(PageStage stage, const RawItem& item) {
    return stage == PageStage::parked ||
           (stage == PageStage::late && !item.title && !item.summary && !item.content);
}

}  // namespace

// The article that is known under the address of a page.
void Service::Pages::retract_under(const Digest& page, const Retraction& retraction) {
    const auto known =
        service_.turn_error
            ? Result<Known>(*service_.turn_error)
            : service_.ports.ledger.known({.keys = {page}, .ids = {}, .items = {}, .pages = {}});
    if (!known) {
        service_.turn_error = known.error();
        return;
    }
    const auto id = known->by_key.find(page);
    if (id != known->by_key.end()) {
        (void)retract(id->second, retraction).ok();  // one that is retracted stays so
    }
}

Result<Retracted> Service::Pages::retract(const ArticleId& id, const Retraction& retraction) {
    if (service_.turn_error) {
        return *service_.turn_error;
    }
    auto found = find_retraction(service_.ports.ledger, *service_.configuration.rules, id,
                                 retraction, service_.ports.clock.wall());
    if (!found) {
        if (found.error().fault != Fault::refused) {
            service_.turn_error = found.error();
        }
        return found;
    }
    service_.staged.lines.push_back(
        {LogLevel::notice,
         "retracted " + found->headline + " (" + retraction.reason + ")",
         {{"FEED", found->feed.get()},
          {"OUTCOME", "retracted"},
          {"CAUSE", retraction_cause_name(retraction.cause)},
          {"TOPICS", join(found->topics)}}});
    service_.apply(found->feed, found->changes);
    return found;
}

// The entry goes to a worker, with its page or alone.
void Service::Pages::read(const Digest& page, PageEnd end, Fetched fetched) {
    auto row = stored_row(page);
    if (!row) {
        return;
    }
    auto entry = decode_entry(row->entry);
    if (!entry) {
        drop_damaged(*row);
        return;
    }
    const Feed feed = feed_of(row->feed);
    const bool first_sight = is_unpublished(row->stage, entry->item);
    const std::uint64_t ticket = service_.next_ticket++;
    service_.units.emplace(ticket, Unit{.feed = row->feed,
                                        .url = row->url,
                                        .spool_file = {},
                                        .fetched = std::nullopt,
                                        .page = PageUnit{std::move(*row), end}});
    service_.pool->submit(ticket, Job{.feed = feed,
                                      .rules = service_.configuration.rules,
                                      .fetched = std::move(fetched),
                                      .read_as = ReadAs::page,
                                      .charset_hint = {},
                                      .memory = {.seen = {}, .body = std::nullopt},
                                      .now = service_.ports.clock.wall(),
                                      .follow_run_rules = first_sight,
                                      .page = PageJob{std::move(*entry), end == PageEnd::came}});
}

// Nothing writes such a row; it is counted and named all the same.
void Service::Pages::drop_damaged(const Pending& row) {
    service_.ports.log.error(
        "the entry of " + redact_url(row.url) + " in the state file is damaged",
        {{"FEED", row.feed.get()}});
    Changes changes{};
    changes.pending_done.push_back(row.page);
    if (row.stage == PageStage::parked) {
        changes.tally.leave_pending();
        changes.tally.count(Outcome::rejected, Reason::unreadable);
    }
    ended_.push_back(row.page);
    service_.apply(row.feed, changes);
}

void Service::Pages::conclude(const Unit& unit, const Prepared& prepared) {
    const Pending& row = unit.page->row;
    ended_.push_back(row.page);
    auto known = service_.turn_error ? Result<Known>(*service_.turn_error)
                                     : service_.ports.ledger.known(questions(prepared, row));
    if (!known) {
        service_.turn_error = known.error();
        return;
    }
    const Feed feed = feed_of(row.feed);
    const Concluded concluded = conclude_page(prepared, std::move(*known), service_.index,
                                              {.feed = feed,
                                               .rules = *service_.configuration.rules,
                                               .now = service_.ports.clock.wall(),
                                               .pages = context_of(row.feed)},
                                              *unit.page);
    tell_ended(service_.staged.lines, row.feed, {}, concluded.ended);
    service_.apply(row.feed, concluded.changes);
    retract(concluded.taken_back);
}

void Service::Pages::retract(const std::vector<TakenBack>& taken_back) {
    for (const TakenBack& taken : taken_back) {
        (void)retract(taken.id, {RetractionCause::publisher, taken.why}).ok();
    }
}

}  // namespace khabard
