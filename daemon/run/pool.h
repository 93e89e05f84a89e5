#pragma once

// The worker pool: `prepare` on N threads. Values in, values out; a worker touches nothing but its
// job. Results are taken by the loop, which is woken through Events.
//
// Small documents go before large ones, and one worker is left to them as long as there are two, so
// that a server whose feeds have no end costs the others no time. Each kind keeps its order.

#include "daemon/pipeline/prepare.h"
#include "daemon/ports/events.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <thread>
#include <vector>

namespace khabard {

class Pool {
public:
    struct Done {
        std::uint64_t ticket;
        Prepared prepared;
    };
    using Work = Prepared (*)(const Job&);
    static constexpr std::size_t large_bytes = std::size_t{1} << 20U;  // from here on

    // `events` outlives the pool. `work` is what workers do with a job.
    Pool(std::size_t workers, Events& events, Work work = prepare);
    // Jobs that no worker has begun are forgotten; those under way are waited for.
    ~Pool();
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;

    void submit(std::uint64_t ticket, Job job);
    std::vector<Done> take_done();
    // Ends the pool as the destructor does, but waits no longer than `patience`. False: a worker
    // is still at its job. It is left to itself, touches nothing of ours any more, and its result
    // goes nowhere; but as it may use the program's constants, the process must then end without
    // taking those down (end_at_once in os/machine.h). Nothing may be submitted afterwards.
    bool leave(std::chrono::milliseconds patience);

private:
    struct Shared;
    // Shared with the threads, which may outlive the pool after leave().
    std::shared_ptr<Shared> shared_;
    std::vector<std::thread> threads_;
};

}  // namespace khabard
