#include "daemon/run/refusals.h"

#include "daemon/base/exit_status.h"
#include "daemon/lib/hash/hash.h"
#include "daemon/run/dead_letter.h"
#include "daemon/run/service_state.h"
#include "daemon/stages/identify.h"

#include <utility>

namespace khabard {
namespace {

// Of one document: a file of a million broken lines is not put aside line by line.
constexpr std::size_t letters_kept_at_once = 100;

}  // namespace

Service::Refusals::Refusals(State& service)
    : service_(service),
      letters_(service.ports.files, service.configuration.config.state_directory,
               {service.configuration.config.publish.dead_letters_max,
                service.configuration.config.publish.dead_letter_bytes_max}) {}

void Service::Refusals::open() {
    Status done = letters_.load();
    if (done) {
        done = letters_.give_back(service_.ports.ledger.info().highest);
    }
    if (!done) {
        service_.ports.log.error("dead letters cannot be looked at: " + done.error().text());
    }
}

bool Service::Refusals::first_time(const std::string& path) {
    const bool first = set_aside_.insert(path).second;
    if (first) {
        set_aside_now_.push_back(path);
    }
    return first;
}

void Service::Refusals::undo() {
    for (const std::string& path : std::exchange(set_aside_now_, {})) {
        set_aside_.erase(path);
    }
    const Sequence highest = service_.ports.ledger.info().highest;
    Status undone = letters_.give_back(highest);
    if (undone) {
        undone = letters_.forget_after(highest);
    }
    if (!undone) {
        service_.ports.log.error("dead letters are not as they were: " + undone.error().text());
    }
}

void Service::Refusals::settled(Sequence through) {
    if (auto gone = letters_.settled(through); !gone) {
        service_.ports.log.warning("a replayed dead letter cannot be removed: " +
                                   gone.error().text());
    }
}

Result<Replayed> Service::Refusals::replay(const Replay& wanted) {
    return khabard::replay(wanted, letters_, service_.ports.ledger);
}

bool Service::Refusals::keep(Sequence seq, const std::string& text) {
    const auto kept = letters_.keep(seq, text);
    if (letters_.removed() > removed_told_) {
        removed_told_ = letters_.removed();
        service_.ports.log.warning("the oldest dead letters were removed, " +
                                   std::to_string(removed_told_) +
                                   " since the start; see publish.dead_letters");
    }
    if (!kept) {
        service_.ports.log.error("a dead letter cannot be put aside: " + kept.error().text());
    }
    return kept.ok();
}

void Service::Refusals::on_refused(const SinkRefused& refused) {
    const Sequence seq = refused.row.seq;
    DeadLetterCause cause{.stage = "publish",
                          .cause = "refused_record",
                          .what = refused.what,
                          .attempts = 1,
                          .payload_at = DeadLetterStore::place(seq)};
    const auto before = letters_.letters().find(seq);
    if (before != letters_.letters().end() && before->second.replayed) {
        const auto text = letters_.text(seq);
        const auto aside = text ? read_put_aside(*text) : text.error();
        cause.attempts = aside ? aside->attempts + 1 : 1;
    }
    if (!keep(seq, put_aside_text(refused.row, cause, service_.ports.clock.wall()))) {
        service_.on_trouble({"a refused record cannot be put aside"});
        return;
    }
    const std::string& topic = service_.configuration.rules->topics.dead_letters;
    service_.watch.record_refused();
    service_.publisher->replace(dead_letter(refused.row, cause, topic));
    service_.ports.log.error("article " + refused.row.record.key + " goes to " + topic +
                                 ", the sink refuses its record: " + refused.what,
                             {{"ARTICLE", refused.row.record.key}, {"CAUSE", "refused_record"}});
}

void Service::Refusals::bury(const Unit& unit, const std::vector<RejectedItem>& items,
                             Changes& changes) {
    const Rules& rules = *service_.configuration.rules;
    std::size_t kept = 0;
    for (const RejectedItem& item : items) {
        // The ledger numbers records in the order in which they are applied.
        const Sequence seq{service_.ports.ledger.info().highest.get() + changes.records.size() + 1};
        const UnreadItem unread{.key = to_hex(item.item),
                                .feed = unit.feed.get(),
                                .source = "khabard/" + rules.instance,
                                .excerpt = item.excerpt,
                                .hash = to_hex(hash128(item.excerpt)),
                                .at = service_.ports.clock.wall()};
        DeadLetterCause cause{.stage = "read",
                              .cause = reason_name(item.reason),
                              .what = item.what,
                              .attempts = 1,
                              .payload_at = DeadLetterStore::place(seq)};
        if (kept == letters_kept_at_once || !keep(seq, put_aside_text(seq, unread, cause))) {
            cause.payload_at =
                unit.spool_file.empty() ? unit.url : unit.url + "/" + unit.spool_file;
        } else {
            ++kept;
        }
        changes.records.push_back(dead_letter(unread, cause, rules.topics.dead_letters));
    }
}

void Service::Refusals::bury_file(const FeedId& feed, const RejectedItem& file,
                                  const std::string& path, Changes& changes) {
    const Rules& rules = *service_.configuration.rules;
    const Sequence seq{service_.ports.ledger.info().highest.get() + changes.records.size() + 1};
    const UnreadItem unread{.key = to_hex(file.item),
                            .feed = feed.get(),
                            .source = "khabard/" + rules.instance,
                            .excerpt = {},
                            .hash = to_hex(file.item),
                            .at = service_.ports.clock.wall()};
    const DeadLetterCause cause{.stage = "read",
                                .cause = reason_name(file.reason),
                                .what = file.what,
                                .attempts = 1,
                                .payload_at = path};
    (void)keep(seq, put_aside_text(seq, unread, cause));
    changes.records.push_back(dead_letter(unread, cause, rules.topics.dead_letters));
}

void Service::State::command_dlq_replay(const ControlRequest& request) {
    Replay wanted{};
    const JsonValue* letters = request.arguments.find("letters");
    if (letters != nullptr && letters->array() != nullptr) {
        for (const JsonValue& letter : *letters->array()) {
            const std::int64_t* number = letter.integer();
            if (number == nullptr || *number <= 0) {
                answer(request, {exit_usage, "a dead letter is named by its sequence\n", {}});
                return;
            }
            wanted.wanted.push_back(Sequence{static_cast<std::uint64_t>(*number)});
        }
    }
    if (turn_error) {
        return;  // refused with the turn
    }
    const auto done = refusals.replay(wanted);
    if (!done && done.error().fault == Fault::usage) {
        answer(request, {exit_usage, done.error().text() + "\n", {}});
        return;
    }
    answer(request, {exit_ok, done ? done->text : std::string(), {}});
    if (!done) {
        turn_error = done.error();
        return;
    }
    staged.dirty = staged.dirty || done->letters > 0;
    ports.log.notice(std::to_string(done->letters) + " dead letters are in the outbox again");
}

}  // namespace khabard
