#include "daemon/run/relabelling.h"

#include "daemon/base/check.h"
#include "daemon/base/exit_status.h"

#include <utility>

namespace khabard {
namespace {

constexpr std::size_t relabelled_at_once = 200;  // articles looked at in a turn

// nullopt: it is there and is no time.
std::optional<Instant> since_of(const JsonValue& arguments) {
    const JsonValue* value = arguments.find("since");
    if (value == nullptr || value->is_null()) {
        return Instant::min();
    }
    return value->string() != nullptr ? parse_rfc3339(*value->string()) : std::nullopt;
}

}  // namespace

std::optional<ControlAnswer> Relabelling::begin(const ControlRequest& request) {
    const auto since = since_of(request.arguments);
    if (!since) {
        return ControlAnswer{exit_usage, "since is no RFC 3339 time\n", {}};
    }
    if (job_) {
        return ControlAnswer{exit_busy, "a relabel is under way already; ask again later\n", {}};
    }
    const RelabelRequest wanted{.since = *since, .dry_run = request.flag("dry_run")};
    job_ = Job{request.connection, begin_relabel(wanted), std::nullopt, std::nullopt};
    return std::nullopt;
}

Result<bool> Relabelling::piece(RelabelPorts ports) {
    check(active(), "a piece of no relabel");
    const Generation generation = ports.rules.generation;
    const bool same_rules = !job_->generation || *job_->generation == generation;
    RelabelWork work = same_rules ? job_->work : again_from_the_start(job_->work);
    const std::uint64_t changed = work.tally.changed;
    auto next = relabel_piece(ports, std::move(work), relabelled_at_once);
    if (!next) {
        return next.error();
    }
    const bool applied = !next->request.dry_run && next->tally.changed > changed;
    job_->generation = generation;
    job_->next = std::move(*next);
    return applied;
}

std::optional<StagedAnswer> Relabelling::keep() {
    if (!job_ || !job_->next) {
        return std::nullopt;
    }
    job_->work = *std::exchange(job_->next, std::nullopt);
    if (!job_->work.done) {
        return std::nullopt;
    }
    const Job done = *std::exchange(job_, std::nullopt);
    return StagedAnswer{done.connection,
                        {exit_ok, relabel_text(done.work), relabel_json(done.work)}};
}

StagedAnswer Relabelling::stop(int exit_status, const std::string& why) {
    check(active(), "a relabel that does not run was stopped");
    const Job job = *std::exchange(job_, std::nullopt);
    const RelabelTally& tally = job.work.tally;
    const std::string text = "relabel stopped: " + why + "; " + std::to_string(tally.looked_at) +
                             " articles were looked at, " + std::to_string(tally.changed) +
                             (job.work.request.dry_run ? " would change" : " are new versions") +
                             "; ask again for the rest\n";
    return StagedAnswer{job.connection, {exit_status, text, {}}};
}

}  // namespace khabard
