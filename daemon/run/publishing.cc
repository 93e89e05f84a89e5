#include "daemon/run/service_state.h"

#include <utility>
#include <variant>

namespace khabard {
namespace {

constexpr std::size_t troubles_told_max = 8;

std::string seconds_text(std::chrono::milliseconds time) {
    return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(time).count()) + " s";
}

}  // namespace

void Service::State::on_settled(const SinkSettled& settled) {
    if (settled.opened) {
        sink_open = true;
        watch.sink_opened(settled.through);
        ports.log.info("the sink is open, settled up to sequence " +
                       std::to_string(settled.through.get()));
    } else {
        // How long a restart keeps consumers waiting.
        if (const auto after = watch.first_batch(ports.clock.steady())) {
            ports.log.notice("the first records are out " + std::to_string(after->count()) +
                             " ms after the start");
        }
    }
    watch.sink_settled(settled.through, ports.clock.wall());
    // That it opens does not mean that it takes what it refused.
    if (!settled.opened || outbox_rows == 0) {
        end_trouble();
    }
    if (!settled.warning.empty()) {
        ports.log.warning(settled.warning);
    }
    if (auto done = ports.ledger.settle(settled.through); !done) {
        turn_error = done.error();
        return;
    }
    staged.dirty = true;
    refusals.settled(settled.through);
}

void Service::State::on_sink_events() {
    for (SinkEvent& event : publisher->take_events()) {
        if (const auto* settled = std::get_if<SinkSettled>(&event)) {
            on_settled(*settled);
        } else if (const auto* trouble = std::get_if<SinkTrouble>(&event)) {
            on_trouble(*trouble);
        } else if (const auto* refused = std::get_if<SinkRefused>(&event)) {
            refusals.on_refused(*refused);
        } else if (const auto* fatal = std::get_if<SinkFatal>(&event)) {
            ports.log.error("the sink ends the service: " + fatal->what);
            fatal_status = fatal->exit_status;
        }
    }
}

void Service::State::on_trouble(const SinkTrouble& trouble) {
    sink_trouble = trouble.what;
    watch.sink_troubled();
    if (!sink_trouble_since) {
        sink_trouble_since = ports.clock.steady();
    }
    // Each cause is told once while it lasts, however often it alternates with another.
    if (sink_troubles_told.size() < troubles_told_max &&
        sink_troubles_told.insert(trouble.what).second) {
        ports.log.error("cannot publish, records wait in the outbox: " + trouble.what);
    }
}

void Service::State::end_trouble() {
    if (sink_trouble.empty()) {
        return;
    }
    const auto lasted = ports.clock.steady() - sink_trouble_since.value_or(ports.clock.steady());
    ports.log.notice("the sink accepts records again after " + seconds_text(lasted));
    sink_trouble.clear();
    sink_trouble_since.reset();
    sink_troubles_told.clear();
    sink_alarm = false;
}

// Says once each time that polling slows, pauses and goes on, and that nothing leaves for long.
void Service::State::watch_pressure() {
    const auto lasted = sink_trouble_since ? ports.clock.steady() - *sink_trouble_since
                                           : std::chrono::milliseconds{0};
    if (sink_trouble_since && !sink_alarm && lasted >= configuration.config.publish.alarm_after) {
        // What waiting does not mend is for people: once, when it has lasted.
        sink_alarm = true;
        ports.log.error("nothing has been published for " + seconds_text(lasted) + ", " +
                            std::to_string(outbox_rows) + " records wait: " + sink_trouble,
                        {{"CAUSE", "sink_alarm"}});
    }
    const Pressure now =
        next_pressure(pressure, outbox_rows, configuration.config.limits.outbox_rows_max);
    if (now == pressure || options.once) {
        return;
    }
    const Pressure before = std::exchange(pressure, now);
    const std::string rows = std::to_string(outbox_rows) + " records wait";
    switch (now) {
        case Pressure::full: ports.log.error("the outbox is full, polling pauses: " + rows); return;
        case Pressure::slow:
            if (before == Pressure::full) {
                ports.log.notice("the outbox has room again, polling goes on slowly: " + rows);
            } else {
                ports.log.warning(
                    "the outbox is half full, pages wait and quiet feeds are polled less: " + rows);
            }
            return;
        case Pressure::none:
            ports.log.notice("the outbox has room again, polling goes on: " + rows);
            for (const auto& [id, one] : feeds) {
                schedule(one);  // those that were put off
            }
            return;
    }
}

Instant Service::State::due_of(const RunningFeed& one) const {
    // Files of a spool cost their writer nothing.
    if (pressure != Pressure::slow || one.host.empty()) {
        return one.state.due;
    }
    return due_when_slow(one.state, one.feed.interval, outbox_rows,
                         configuration.config.limits.outbox_rows_max);
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
    watch_pressure();
    if (outbox_rows == 0 || !sink_open || !publisher->idle() || now < offer_not_before) {
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
