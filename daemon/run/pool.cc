#include "daemon/run/pool.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace khabard {

// Ownership: `queue`, `done` and `stop` belong to whoever holds `mutex`; a job and its result
// belong to the thread that took them out.
struct Pool::Shared {
    explicit Shared(Events& given) : events(given) {}

    Events& events;
    std::mutex mutex;
    std::condition_variable work;
    std::deque<std::pair<std::uint64_t, Job>> queue;
    std::vector<Done> done;
    bool stop = false;
    std::vector<std::thread> threads;

    void run() {
        for (;;) {
            std::unique_lock lock(mutex);
            work.wait(lock, [this] { return stop || !queue.empty(); });
            if (stop) {
                return;
            }
            const auto [ticket, job] = std::move(queue.front());
            queue.pop_front();
            lock.unlock();
            Done result{ticket, prepare(job)};
            lock.lock();
            done.push_back(std::move(result));
            lock.unlock();
            events.wake();
        }
    }
};

Pool::Pool(std::size_t workers, Events& events) : shared_(std::make_unique<Shared>(events)) {
    for (std::size_t i = 0; i < std::max<std::size_t>(workers, 1); ++i) {
        shared_->threads.emplace_back([shared = shared_.get()] { shared->run(); });
    }
}

Pool::~Pool() {
    {
        const std::lock_guard lock(shared_->mutex);
        shared_->stop = true;
    }
    shared_->work.notify_all();
    for (std::thread& thread : shared_->threads) {
        thread.join();
    }
}

void Pool::submit(std::uint64_t ticket, Job job) {
    {
        const std::lock_guard lock(shared_->mutex);
        shared_->queue.emplace_back(ticket, std::move(job));
    }
    shared_->work.notify_one();
}

std::vector<Pool::Done> Pool::take_done() {
    const std::lock_guard lock(shared_->mutex);
    return std::exchange(shared_->done, {});
}

}  // namespace khabard
