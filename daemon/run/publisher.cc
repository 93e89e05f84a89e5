#include "daemon/run/publisher.h"

#include "daemon/base/check.h"
#include "daemon/base/exit_status.h"
#include "daemon/run/dead_letter.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace khabard {
namespace {

enum class Phase : std::uint8_t { opening, idle, busy, ended };

}  // namespace

// Ownership: `phase`, `batch`, `events` and `stop` belong to whoever holds `mutex`; the sink, the
// owner's settled sequence and the rows being published belong to the thread.
struct Publisher::Shared {
    Shared(Sink& given_sink, SinkOwner given_owner, Events& given_loop, PublisherOptions given)
        : sink(given_sink), owner(std::move(given_owner)), loop(given_loop), options(given) {}

    Sink& sink;
    SinkOwner owner;
    Events& loop;
    PublisherOptions options;

    mutable std::mutex mutex;
    std::condition_variable wakeup;
    Phase phase = Phase::opening;
    std::vector<OutboxRow> batch;
    std::vector<SinkEvent> events;
    bool stop = false;
    std::atomic<std::uint64_t> steps{0};
    std::thread thread;

    void run();
    bool open();
    bool publish(std::vector<OutboxRow>& rows);
    bool pause(std::chrono::milliseconds wait);
    void tell(SinkEvent event, std::optional<Phase> next = std::nullopt);
    bool end(int status, std::string what);
    bool hand_back(const std::vector<OutboxRow>& rows, const PublishResult& result);
    std::optional<std::vector<OutboxRow>> next_batch();
};

void Publisher::Shared::tell(SinkEvent event, std::optional<Phase> next) {
    {
        const std::lock_guard lock(mutex);
        events.push_back(std::move(event));
        phase = next.value_or(phase);
    }
    loop.wake();
}

bool Publisher::Shared::end(int status, std::string what) {
    tell(SinkFatal{status, std::move(what)}, Phase::ended);
    return false;
}

// False when the publisher is to stop.
bool Publisher::Shared::pause(std::chrono::milliseconds wait) {
    ++steps;
    std::unique_lock lock(mutex);
    return !wakeup.wait_for(lock, wait, [this] { return stop; });
}

bool Publisher::Shared::open() {
    std::chrono::milliseconds wait = options.retry_first;
    for (;;) {
        ++steps;
        const auto opened = sink.open(owner);
        if (const auto* checkpoint = std::get_if<SinkCheckpoint>(&opened)) {
            owner.settled = checkpoint->settled;
            tell(SinkSettled{checkpoint->settled, true, checkpoint->warning});
            return true;
        }
        const SinkOpenError& error = std::get<SinkOpenError>(opened);
        switch (error.outcome) {
            case TxnOutcome::fenced: return end(exit_busy, error.what);
            case TxnOutcome::unusable: return end(exit_state, error.what);
            case TxnOutcome::committed:
            case TxnOutcome::refused_record:
            case TxnOutcome::retry:
            case TxnOutcome::reopen: break;
        }
        tell(SinkTrouble{error.what});
        if (!pause(wait)) {
            return false;
        }
        wait = std::min(wait * 2, options.retry_max);
    }
}

// False when there is nothing to replace: a dead letter is not made of a dead letter.
bool Publisher::Shared::hand_back(const std::vector<OutboxRow>& rows, const PublishResult& result) {
    const auto row = std::find_if(rows.begin(), rows.end(), [&result](const OutboxRow& each) {
        return each.seq == result.culprit;
    });
    if (row == rows.end() || is_dead_letter(*row)) {
        return false;
    }
    // The sink may have been reopened since, so what it holds may reach this far.
    owner.highest = std::max(owner.highest, rows.back().seq);
    tell(SinkRefused{*row, result.what});
    return true;
}

// False when the publisher is to stop or has told of its end.
bool Publisher::Shared::publish(std::vector<OutboxRow>& rows) {
    std::chrono::milliseconds wait = options.retry_first;
    for (;;) {
        std::erase_if(rows, [this](const OutboxRow& row) { return row.seq <= owner.settled; });
        if (rows.empty()) {
            // Offered once more: that they are out was told, and could not be written down.
            tell(SinkSettled{owner.settled, false, {}});
            return true;
        }
        ++steps;
        const PublishResult result = sink.publish(rows);
        bool reopen = false;
        switch (result.outcome) {
            case TxnOutcome::committed:
                owner.settled = rows.back().seq;
                owner.highest = std::max(owner.highest, owner.settled);
                tell(SinkSettled{owner.settled, false, {}});
                return true;
            case TxnOutcome::fenced: return end(exit_busy, result.what);
            case TxnOutcome::unusable: return end(exit_state, result.what);
            case TxnOutcome::refused_record:
                if (hand_back(rows, result)) {
                    return true;
                }
                break;
            case TxnOutcome::retry: break;
            case TxnOutcome::reopen: reopen = true; break;
        }
        tell(SinkTrouble{result.what});
        if (!pause(wait)) {
            return false;
        }
        wait = std::min(wait * 2, options.retry_max);
        // What a reopened sink holds may reach up to the last row handed over.
        owner.highest = std::max(owner.highest, rows.back().seq);
        if (reopen && !open()) {
            return false;
        }
    }
}

std::optional<std::vector<OutboxRow>> Publisher::Shared::next_batch() {
    std::unique_lock lock(mutex);
    phase = Phase::idle;
    lock.unlock();
    loop.wake();
    lock.lock();
    while (!stop && batch.empty()) {
        // Woken now and then only to show that the thread is alive.
        wakeup.wait_for(lock, std::chrono::seconds{1});
        ++steps;
    }
    if (batch.empty()) {
        return std::nullopt;
    }
    return std::exchange(batch, {});
}

void Publisher::Shared::run() {
    if (!open()) {
        return;
    }
    while (auto rows = next_batch()) {
        if (!publish(*rows)) {
            break;
        }
    }
    sink.close();
}

Publisher::Publisher(Sink& sink, SinkOwner owner, Events& events, PublisherOptions options)
    : shared_(std::make_unique<Shared>(sink, std::move(owner), events, options)) {
    shared_->thread = std::thread([shared = shared_.get()] { shared->run(); });
}

Publisher::~Publisher() {
    stop();
}

void Publisher::stop() {
    {
        const std::lock_guard lock(shared_->mutex);
        shared_->stop = true;
    }
    shared_->wakeup.notify_all();
    if (shared_->thread.joinable()) {
        shared_->thread.join();
    }
}

bool Publisher::idle() const {
    const std::lock_guard lock(shared_->mutex);
    return shared_->phase == Phase::idle && shared_->events.empty();
}

void Publisher::replace(OutboxRow row) {
    const Sequence seq = row.seq;
    replacements_.insert_or_assign(seq, std::move(row));
}

void Publisher::publish(std::vector<OutboxRow> rows) {
    check(!rows.empty(), "an empty batch was handed to the publisher");
    // Rows come in order and after what is settled: older replacements are out.
    replacements_.erase(replacements_.begin(), replacements_.lower_bound(rows.front().seq));
    for (OutboxRow& row : rows) {
        const auto instead = replacements_.find(row.seq);
        if (instead != replacements_.end()) {
            row = instead->second;
        }
    }
    {
        const std::lock_guard lock(shared_->mutex);
        check(shared_->phase == Phase::idle, "a batch was handed to a publisher that is not idle");
        shared_->phase = Phase::busy;
        shared_->batch = std::move(rows);
    }
    shared_->wakeup.notify_all();
}

std::vector<SinkEvent> Publisher::take_events() {
    const std::lock_guard lock(shared_->mutex);
    return std::exchange(shared_->events, {});
}

std::uint64_t Publisher::progress() const {
    return shared_->steps;
}

}  // namespace khabard
