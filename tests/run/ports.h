#pragma once

// Stand-ins for the ports that the publisher, the pool and the service ask of the machine. Their
// threads are real; what the test scripts and reads is guarded.

#include "daemon/ports/control.h"
#include "daemon/ports/events.h"
#include "daemon/ports/fetcher.h"
#include "daemon/ports/log.h"
#include "daemon/ports/sink.h"
#include "daemon/ports/supervisor.h"
#include "tests/support/catch.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace khabard {

// How long a test waits for a thread that does what it should: for ever, practically.
inline constexpr std::chrono::seconds test_patience{60};

// Counts wakes, and lets the test wait for the next one.
class WakeCounter final : public Events {
public:
    std::vector<Event> wait(SteadyTime) override { return {}; }
    void wake() noexcept override {
        const std::lock_guard lock(mutex_);
        ++wakes_;
        woken_.notify_all();
    }
    // Waits until `holds` is true; it is asked again after every wake.
    bool until(const std::function<bool()>& holds) {
        const auto end = std::chrono::steady_clock::now() + test_patience;
        for (;;) {
            std::unique_lock lock(mutex_);
            const std::uint64_t before = wakes_;
            lock.unlock();
            if (holds()) {
                return true;
            }
            lock.lock();
            if (!woken_.wait_until(lock, end, [&] { return wakes_ != before; })) {
                return false;
            }
        }
    }

private:
    std::mutex mutex_;
    std::condition_variable woken_;
    std::uint64_t wakes_ = 0;
};

// A sink in memory that keeps the promise of one: all rows of a batch with the checkpoint, or none.
// What it answers next is scripted; without a script it opens and commits.
class ScriptedSink final : public Sink {
public:
    struct Answer {
        TxnOutcome outcome;
        bool written = false;  // although the answer is no `committed`: nobody knows yet
        std::optional<Sequence> culprit = {};
    };

    std::variant<SinkCheckpoint, SinkOpenError> open(const SinkOwner& owner) override {
        const std::lock_guard lock(mutex_);
        owners_.push_back(owner);
        if (!openings_.empty()) {
            const TxnOutcome outcome = openings_.front();
            openings_.pop_front();
            if (outcome != TxnOutcome::committed) {
                return SinkOpenError{outcome, "scripted"};
            }
        }
        if (settled_ > owner.highest) {
            return SinkOpenError{TxnOutcome::unusable, "the state was rolled back"};
        }
        settled_ = std::max(settled_, owner.settled);
        return SinkCheckpoint{settled_, {}};
    }

    PublishResult publish(const std::vector<OutboxRow>& rows) override {
        std::unique_lock lock(mutex_);
        ++attempts_;
        changed_.notify_all();
        changed_.wait(lock, [this] { return !held_; });
        Answer answer{TxnOutcome::committed, true};
        if (!answers_.empty()) {
            answer = answers_.front();
            answers_.pop_front();
        }
        if (answer.outcome == TxnOutcome::committed || answer.written) {
            rows_.insert(rows_.end(), rows.begin(), rows.end());
            settled_ = rows.back().seq;
        }
        return {answer.outcome, answer.outcome == TxnOutcome::committed ? "" : "scripted",
                answer.culprit};
    }

    void close() override {
        const std::lock_guard lock(mutex_);
        ++closed_;
    }

    void answer_opening(std::deque<TxnOutcome> outcomes) {
        const std::lock_guard lock(mutex_);
        openings_ = std::move(outcomes);
    }
    void answer(std::deque<Answer> answers) {
        const std::lock_guard lock(mutex_);
        answers_ = std::move(answers);
    }
    // From now on publish() does not return before release().
    void hold() {
        const std::lock_guard lock(mutex_);
        held_ = true;
    }
    void release() {
        const std::lock_guard lock(mutex_);
        held_ = false;
        changed_.notify_all();
    }
    bool wait_for_attempt() {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, test_patience, [this] { return attempts_ > 0; });
    }

    std::vector<OutboxRow> rows() const {
        const std::lock_guard lock(mutex_);
        return rows_;
    }
    std::vector<std::uint64_t> sequences() const {
        std::vector<std::uint64_t> all;
        for (const OutboxRow& row : rows()) {
            all.push_back(row.seq.get());
        }
        return all;
    }
    std::vector<SinkOwner> owners() const {
        const std::lock_guard lock(mutex_);
        return owners_;
    }
    int attempts() const {
        const std::lock_guard lock(mutex_);
        return attempts_;
    }
    int closed() const {
        const std::lock_guard lock(mutex_);
        return closed_;
    }

private:
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<TxnOutcome> openings_;
    std::deque<Answer> answers_;
    std::vector<OutboxRow> rows_;
    std::vector<SinkOwner> owners_;
    Sequence settled_{0};
    bool held_ = false;
    int attempts_ = 0;
    int closed_ = 0;
};

class RecordingLog final : public Log {
public:
    struct Line {
        LogLevel level;
        std::string message;
    };
    void write(LogLevel level, const std::string& message, const std::vector<LogField>&) override {
        lines.push_back({level, message});
    }
    bool has(const std::string& part) const { return count(part) > 0; }
    std::size_t count(const std::string& part) const {
        std::size_t found = 0;
        for (const Line& line : lines) {
            found += line.message.find(part) != std::string::npos ? 1 : 0;
        }
        return found;
    }
    std::vector<Line> lines;
};

class RecordingControl final : public Control {
public:
    void answer(std::uint64_t connection, const std::string& line) override {
        answers.emplace_back(connection, line);
    }
    std::vector<std::pair<std::uint64_t, std::string>> answers;
};

class RecordingSupervisor final : public Supervisor {
public:
    void ready(const std::string& status) override { said.push_back("ready: " + status); }
    void reloading() override { said.emplace_back("reloading"); }
    void stopping(const std::string& status) override { said.push_back("stopping: " + status); }
    void status(const std::string& text) override { said.push_back("status: " + text); }
    void progress() override { ++progressed; }
    bool has(const std::string& part) const {
        for (const std::string& one : said) {
            if (one.find(part) != std::string::npos) {
                return true;
            }
        }
        return false;
    }
    std::vector<std::string> said;
    int progressed = 0;
};

}  // namespace khabard
