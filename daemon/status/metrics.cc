#include "daemon/status/metrics.h"

#include "daemon/base/durations.h"
#include "daemon/status/health.h"
#include "daemon/status/metric_writer.h"

namespace khabard {
namespace {

double unix_seconds(Instant instant) {
    return seconds_of(instant.time_since_epoch());
}

void about_the_process(MetricWriter& out, const StatusSnapshot& status) {
    out.family("khabard_build_info", MetricType::gauge, "Version of the program; always 1.");
    out.sample({{"version", status.version}}, std::uint64_t{1});
    out.gauge("khabard_start_time_seconds", "When the process began to run, since 1970.",
              unix_seconds(status.started));
    out.gauge("khabard_healthy", "1 while /healthz answers 200.",
              unhealthy(status).empty() ? 1.0 : 0.0);
    out.counter("khabard_turns_total", "Turns of the loop.", status.counters.turns);
    out.counter("khabard_turns_abandoned_total",
                "Turns whose commit failed; they are repeated, nothing is lost.",
                status.counters.turns_abandoned);
    out.gauge("khabard_publisher_still_seconds", "Since the publisher last showed progress.",
              seconds_of(status.publisher_still));
}

void about_the_configuration(MetricWriter& out, const StatusSnapshot& status) {
    out.gauge("khabard_config_generation", "Configurations that this state file has seen go live.",
              static_cast<double>(status.generation));
    out.family("khabard_ruleset_info", MetricType::gauge, "Rules in force; always 1.");
    out.sample({{"ruleset", status.ruleset}}, std::uint64_t{1});
    out.family("khabard_reloads_total", MetricType::counter, "Reloads since the start, by result.");
    out.sample({{"result", "applied"}}, status.counters.reloads_applied);
    out.sample({{"result", "refused"}}, status.counters.reloads_refused);
    const bool good = !status.last_reload || status.last_reload->applied;
    out.gauge("khabard_config_last_reload_successful", "0 after a reload that was refused.",
              good ? 1.0 : 0.0);
}

void about_feeds(MetricWriter& out, const StatusSnapshot& status) {
    out.family("khabard_feeds", MetricType::gauge, "Enabled feeds by state.");
    for (std::size_t i = 0; i < feed_health_count; ++i) {
        out.sample({{"state", feed_health_name(static_cast<FeedHealth>(i))}},
                   std::uint64_t{status.feeds_by_health[i]});
    }
    out.gauge("khabard_units_in_flight", "Polls and files under way.",
              static_cast<double>(status.units_in_flight));
    out.family("khabard_fetches_total", MetricType::counter,
               "Answers over HTTP since the start, by status or by what kept them from coming.");
    for (const auto& [label, count] : status.counters.fetches) {
        out.sample({{"result", label}}, count);
    }
    out.family("khabard_polls_total", MetricType::counter,
               "Polls of feeds since the start, by how they ended.");
    for (const auto& [label, count] : status.counters.polls) {
        out.sample({{"outcome", label}}, count);
    }
    out.counter("khabard_fetched_bytes_total", "Bytes of answers since the start, decoded.",
                status.counters.fetched_bytes);
    out.family("khabard_fetch_seconds", MetricType::histogram,
               "How long answers over HTTP took, failures included.");
    out.histogram({}, status.counters.fetch_seconds);
}

void about_items(MetricWriter& out, const StatusSnapshot& status) {
    const Tally& tally = status.tally;
    out.counter("khabard_items_read_total",
                "Items read in the life of the state file, exact repeats apart.",
                tally.items_read());
    out.family("khabard_items_total", MetricType::counter,
               "Items read, by how they ended; they sum up to khabard_items_read_total. pending "
               "are those that wait for their page now, so it goes down too.");
    for (std::size_t i = 0; i < outcome_count; ++i) {
        const auto outcome = static_cast<Outcome>(i);
        if (outcome != Outcome::repeat) {
            out.sample({{"outcome", outcome_name(outcome)}}, tally.of(outcome));
        }
    }
    out.family("khabard_items_left_out_total", MetricType::counter,
               "Items skipped or rejected, by reason.");
    for (std::size_t i = 1; i < reason_count; ++i) {
        const auto reason = static_cast<Reason>(i);
        out.sample({{"reason", reason_name(reason)}}, tally.of(reason));
    }
    out.counter("khabard_repeats_total", "Known articles, unchanged; they are no items read.",
                tally.of(Outcome::repeat));
    out.family("khabard_versions_total", MetricType::counter,
               "Versions that came without an item read, by cause.");
    for (std::size_t i = 0; i < version_cause_count; ++i) {
        const auto cause = static_cast<VersionCause>(i);
        out.sample({{"cause", version_cause_name(cause)}}, tally.of(cause));
    }
    out.counter("khabard_retractions_total", "Articles withdrawn.", tally.retractions);
}

void about_publishing(MetricWriter& out, const StatusSnapshot& status) {
    const Counters& counters = status.counters;
    const auto trouble = sink_trouble_for(status);
    out.gauge("khabard_outbox_rows", "Records that the sink has not confirmed.",
              static_cast<double>(status.outbox.rows));
    out.gauge("khabard_outbox_rows_max", "Polling pauses at this many.",
              static_cast<double>(status.outbox.rows_max));
    out.family("khabard_outbox_polling", MetricType::gauge,
               "1 for what the outbox does to polling: as_ever, slow (half full), paused (full).");
    const OutboxStatus& outbox = status.outbox;
    const bool as_ever = !outbox.slow && !outbox.full;
    out.sample({{"polling", "as_ever"}}, std::uint64_t{as_ever ? 1U : 0U});
    out.sample({{"polling", "slow"}}, std::uint64_t{outbox.slow ? 1U : 0U});
    out.sample({{"polling", "paused"}}, std::uint64_t{outbox.full ? 1U : 0U});
    out.gauge("khabard_outbox_oldest_age_seconds", "How long the oldest of them has waited.",
              seconds_of(outbox_age(status)));
    out.family("khabard_sink_up", MetricType::gauge, "1 while the sink accepts records.");
    out.sample({{"sink", status.sink.kind}},
               std::uint64_t{status.sink.open && status.sink.trouble.empty() ? 1U : 0U});
    out.gauge("khabard_sink_trouble_seconds", "How long the sink has not accepted records.",
              seconds_of(trouble));
    out.gauge("khabard_sink_alarm", "1 when that is longer than publish.alarm_after.",
              status.sink.alarm ? 1.0 : 0.0);
    out.counter("khabard_sink_troubles_total", "Refusals and failures of the sink since the start.",
                counters.sink_troubles);
    out.gauge("khabard_settled_sequence", "Every record up to this one is out.",
              static_cast<double>(status.sink.settled));
    out.gauge("khabard_highest_sequence", "The last record that was accepted.",
              static_cast<double>(status.sink.highest));
    out.counter("khabard_published_batches_total", "Batches that the sink committed.",
                counters.batches);
    out.counter("khabard_published_records_total", "Records in those batches.", counters.records);
    out.counter("khabard_refused_records_total", "Records that the sink refused: dead letters.",
                counters.refused_records);
}

void about_latency(MetricWriter& out, const StatusSnapshot& status) {
    out.family("khabard_latency_seconds", MetricType::histogram,
               "From the time that the publisher states to each stage, of new articles of feeds "
               "that had been read before.");
    for (std::size_t i = 0; i < stage_count; ++i) {
        out.histogram({{"stage", stage_name(static_cast<Stage>(i))}},
                      status.counters.since_source[i]);
    }
    out.family("khabard_stage_seconds", MetricType::histogram,
               "From the stage before to each stage, of all records.");
    for (std::size_t i = 1; i < stage_count; ++i) {
        out.histogram({{"stage", stage_name(static_cast<Stage>(i))}}, status.counters.in_stage[i]);
    }
}

}  // namespace

std::string metrics_text(const StatusSnapshot& status) {
    MetricWriter out;
    about_the_process(out, status);
    about_the_configuration(out, status);
    about_feeds(out, status);
    about_items(out, status);
    about_publishing(out, status);
    about_latency(out, status);
    return out.take();
}

}  // namespace khabard
