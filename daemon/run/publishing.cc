#include "daemon/run/dead_letter.h"
#include "daemon/run/service_state.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace khabard {

// How long a restart keeps consumers waiting.
void Service::State::tell_first_out() {
    if (first_out) {
        return;
    }
    first_out = true;
    const auto after = ports.clock.steady() - started;
    ports.log.notice("the first records are out " + std::to_string(after.count()) +
                     " ms after the start");
}

void Service::State::on_settled(const SinkSettled& settled) {
    if (settled.opened) {
        sink_open = true;
        ports.log.info("the sink is open, settled up to sequence " +
                       std::to_string(settled.through.get()));
    } else {
        tell_first_out();
    }
    if (!sink_trouble.empty()) {
        sink_trouble.clear();
        ports.log.notice("the sink accepts records again");
    }
    if (!settled.warning.empty()) {
        ports.log.warning(settled.warning);
    }
    if (auto done = ports.ledger.settle(settled.through); !done) {
        turn_error = done.error();
        return;
    }
    staged.dirty = true;
}

// Poison does not block what is behind it. The payload is durable before its place in line is
// taken; a crash in between only means that it is refused once more.
void Service::State::on_refused(const SinkRefused& refused) {
    const std::string directory = configuration.config.state_directory + "/dead-letters";
    const std::string name = std::to_string(refused.row.seq.get()) + ".json";
    auto kept = ports.files.make_directory(directory);
    if (kept) {
        kept = ports.files.replace(directory + "/" + name, refused_row_text(refused.row));
    }
    if (!kept) {
        sink_trouble = "a refused record cannot be put aside: " + kept.error().text();
        ports.log.error(sink_trouble);
        return;
    }
    const std::string& topic = configuration.rules->topics.dead_letters;
    publisher->replace(dead_letter(
        refused.row,
        {.stage = "publish", .what = refused.what, .payload_at = "dead-letters/" + name}, topic));
    ports.log.error("article " + refused.row.record.key + " goes to " + topic +
                        ", the sink refuses its record: " + refused.what,
                    {{"ARTICLE", refused.row.record.key}, {"CAUSE", "refused_record"}});
}

void Service::State::on_sink_events() {
    for (SinkEvent& event : publisher->take_events()) {
        if (const auto* settled = std::get_if<SinkSettled>(&event)) {
            on_settled(*settled);
        } else if (const auto* trouble = std::get_if<SinkTrouble>(&event)) {
            if (sink_trouble != trouble->what) {
                ports.log.error("cannot publish, records wait in the outbox: " + trouble->what);
            }
            sink_trouble = trouble->what;
        } else if (const auto* refused = std::get_if<SinkRefused>(&event)) {
            on_refused(*refused);
        } else if (const auto* fatal = std::get_if<SinkFatal>(&event)) {
            ports.log.error("the sink ends the service: " + fatal->what);
            fatal_status = fatal->exit_status;
        }
    }
}

// Says once that polling pauses, and once that it goes on.
void Service::State::watch_ceiling() {
    const bool full = outbox_rows >= configuration.config.limits.outbox_rows_max;
    if (full == outbox_full || options.once) {
        return;
    }
    outbox_full = full;
    const std::string rows = std::to_string(outbox_rows) + " records wait";
    if (full) {
        ports.log.error("the outbox is full, polling pauses: " + rows);
    } else {
        ports.log.notice("the outbox has room again, polling goes on: " + rows);
    }
}

// After the commit: only rows that are certain may leave.
void Service::State::offer_outbox() {
    const auto size = ports.ledger.outbox_size();
    const SteadyTime now = ports.clock.steady();
    if (!size) {
        oldest_unsubmitted = now;  // tried again after a while, not at once
        ports.log.error("the outbox cannot be read: " + size.error().text());
        return;
    }
    if (outbox_rows == 0 && size->rows > 0) {
        oldest_unsubmitted = now;
    }
    outbox_rows = size->rows;
    watch_ceiling();
    if (outbox_rows == 0 || !sink_open || !publisher->idle()) {
        return;
    }
    const Limits& limits = configuration.config.limits;
    const bool full = outbox_rows >= limits.batch_rows_max;
    const bool waited = now >= oldest_unsubmitted + configuration.config.publish.batch_wait;
    if (!full && !waited && !stopping) {
        return;
    }
    auto rows = ports.ledger.outbox(ports.ledger.info().settled, limits.batch_rows_max,
                                    limits.batch_bytes_max);
    if (!rows) {
        oldest_unsubmitted = now;
        ports.log.error("the outbox cannot be read: " + rows.error().text());
        return;
    }
    if (!rows->empty()) {
        publisher->publish(std::move(*rows));
        oldest_unsubmitted = now;
    }
}

}  // namespace khabard
