#include "daemon/run/pool.h"

#include "daemon/base/fail_point.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <utility>

namespace khabard {

// Ownership: everything belongs to whoever holds `mutex`, but a job and its result, which belong
// to the thread that took them out. `events` may be gone once `stop` is set.
struct Pool::Shared {
    Shared(Events& given, Work given_work) : events(given), work(given_work) {}

    using Queue = std::deque<std::pair<std::uint64_t, Job>>;

    Events& events;
    Work work;
    std::mutex mutex;
    std::condition_variable submitted;
    std::condition_variable calm;
    Queue small;
    Queue large;
    std::vector<Done> done;
    std::size_t large_max = 1;  // workers that may be busy with one
    std::size_t large_busy = 0;
    std::size_t busy = 0;
    bool stop = false;

    // What the next free worker takes; nullptr: nothing.
    Queue* next() {
        if (!small.empty()) {
            return &small;
        }
        return !large.empty() && large_busy < large_max ? &large : nullptr;
    }

    void run() {
        std::unique_lock lock(mutex);
        for (;;) {
            submitted.wait(lock, [this] { return stop || next() != nullptr; });
            if (stop) {
                return;
            }
            Queue& queue = *next();
            const std::size_t large_jobs = &queue == &large ? 1 : 0;
            const auto [ticket, job] = std::move(queue.front());
            queue.pop_front();
            ++busy;
            large_busy += large_jobs;
            lock.unlock();
            fail_point("worker.job.begun");
            Done result{ticket, work(job)};
            lock.lock();
            --busy;
            large_busy -= large_jobs;
            calm.notify_all();
            submitted.notify_one();  // a large one may have waited for this
            if (!stop) {
                done.push_back(std::move(result));
                events.wake();
            }
        }
    }
};

Pool::Pool(std::size_t workers, Events& events, Work work)
    : shared_(std::make_shared<Shared>(events, work)) {
    const std::size_t count = std::max<std::size_t>(workers, 1);
    shared_->large_max = std::max<std::size_t>(count - 1, 1);
    for (std::size_t i = 0; i < count; ++i) {
        threads_.emplace_back([shared = shared_] { shared->run(); });
    }
}

Pool::~Pool() {
    if (!threads_.empty()) {
        leave(std::chrono::milliseconds::max());
    }
}

bool Pool::leave(std::chrono::milliseconds patience) {
    bool ended = true;
    {
        std::unique_lock lock(shared_->mutex);
        shared_->stop = true;
        shared_->submitted.notify_all();
        const auto nobody_works = [this] { return shared_->busy == 0; };
        if (patience == std::chrono::milliseconds::max()) {
            shared_->calm.wait(lock, nobody_works);
        } else {
            ended = shared_->calm.wait_for(lock, patience, nobody_works);
        }
    }
    for (std::thread& thread : std::exchange(threads_, {})) {
        if (ended) {
            thread.join();
        } else {
            thread.detach();
        }
    }
    return ended;
}

void Pool::submit(std::uint64_t ticket, Job job) {
    {
        const std::lock_guard lock(shared_->mutex);
        const bool large = job.fetched.body.bytes.size() >= large_bytes;
        (large ? shared_->large : shared_->small).emplace_back(ticket, std::move(job));
    }
    shared_->submitted.notify_one();
}

std::vector<Pool::Done> Pool::take_done() {
    const std::lock_guard lock(shared_->mutex);
    return std::exchange(shared_->done, {});
}

}  // namespace khabard
