#include "daemon/run/service_state.h"
#include "daemon/stages/identify.h"

#include <set>
#include <string_view>
#include <utility>

namespace khabard {
namespace {

constexpr std::size_t spool_files_at_once = 50;

struct SpoolType {
    std::string_view extension;
    ReadAs as;
    const char* content_type;
};

constexpr SpoolType spool_types[] = {{".txt", ReadAs::text, "text/plain"},
                                     {".html", ReadAs::page, "text/html"},
                                     {".xml", ReadAs::feed, "application/xml"},
                                     {".json", ReadAs::feed, "application/json"},
                                     {".ndjson", ReadAs::ndjson, "application/x-ndjson"}};

const SpoolType* spool_type(std::string_view name) {
    for (const SpoolType& type : spool_types) {
        if (name.ends_with(type.extension) && !name.starts_with('.')) {
            return &type;
        }
    }
    return nullptr;
}

}  // namespace

void Service::State::begin_spool(RunningFeed& one) {
    const FeedId feed = one.feed.id;
    const auto names = ports.files.list(one.feed.url);
    one.more_files = false;
    if (!names) {
        ++one.in_flight;
        ends.without_body(feed, PollOutcome::unreachable, names.error().text(), nullptr);
        return;
    }
    std::set<std::string> known = std::exchange(one.files_read, {});
    std::size_t begun = 0;
    std::size_t bytes = 0;
    // All of them are in memory together: as much as one file may have, and the last one.
    const std::size_t bytes_max = configuration.config.limits.input_file_bytes_max;
    for (const std::string& name : *names) {
        if (spool_type(name) == nullptr) {
            continue;
        }
        if (auto read = known.extract(name); !read.empty()) {
            one.files_read.insert(std::move(read));
            continue;
        }
        if (begun == spool_files_at_once || bytes >= bytes_max) {
            one.more_files = true;
            one.files_read.merge(known);
            break;
        }
        if (is_read(one, name)) {
            continue;
        }
        if (const auto size = begin_spool_file(one, name)) {
            ++begun;
            bytes += *size;
        }
    }
    if (begun > 0) {
        return;
    }
    if (one.state.last_success && one.state.failures == 0) {
        ends.quiet(one);
    } else {
        ++one.in_flight;
        ends.without_body(feed, PollOutcome::unchanged, {}, nullptr);
    }
}

// What the ledger has said to be read is not asked about again, as long as it lies there.
bool Service::State::is_read(RunningFeed& one, const std::string& name) {
    const auto done = ports.ledger.spool_file_done(one.feed.id, name);
    if (!done) {
        ports.log.error("the state file cannot say whether " + name +
                        " was read: " + done.error().text());
        return true;
    }
    if (*done) {
        one.files_read.insert(name);
    }
    return *done;
}

// How large the file is; nullopt: it cannot be read now. It is looked at again, and keeps nobody
// waiting.
std::optional<std::size_t> Service::State::begin_spool_file(RunningFeed& one,
                                                            const std::string& name) {
    const std::string path = one.feed.url + "/" + name;
    const Instant now = ports.clock.wall();
    auto bytes = ports.files.read(path, configuration.config.limits.input_file_bytes_max);
    if (!bytes || !*bytes) {
        set_aside(one.feed.id, name, bytes ? path + ": it is gone" : bytes.error().text());
        return std::nullopt;
    }
    const std::size_t size = (*bytes)->size();
    const SpoolType* type = spool_type(name);
    const std::uint64_t ticket = next_ticket++;
    Fetched fetched{.url = {},
                    .effective_url = {},
                    .status = 200,
                    .headers = {{"content-type", type->content_type}},
                    .validators = {},
                    .body = RawBytes{std::move(*bytes).value_or(std::string())},
                    .truncated = false,
                    .at = now,
                    .remote_address = {}};
    ++one.in_flight;
    units.emplace(ticket, Unit{one.feed.id, one.feed.url, name, std::nullopt});
    pool->submit(ticket, Job{.feed = one.feed,
                             .rules = configuration.rules,
                             .fetched = std::move(fetched),
                             .read_as = type->as,
                             .charset_hint = {},
                             .memory = {.seen = {}, .body = std::nullopt},
                             .now = now,
                             .follow_run_rules = true});
    return size;
}

// Told and counted the first time that it is met.
void Service::State::set_aside(const FeedId& feed, const std::string& name,
                               const std::string& why) {
    if (!refusals.first_time(feed.get() + "/" + name)) {
        return;
    }
    report_failure(feed, why, reason_name(Reason::unreadable));
    Changes changes{};
    changes.tally.count(Outcome::rejected, Reason::unreadable);
    const std::string path = running(feed)->feed.url + "/" + name;
    refusals.bury_file(feed, {digest_of(path), Reason::unreadable, why, {}}, path, changes);
    apply(feed, changes);
}

}  // namespace khabard
