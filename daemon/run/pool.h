#pragma once

// The worker pool: `prepare` on N threads. Values in, values out; a worker touches nothing but its
// job. Results are taken by the loop, which is woken through Events.

#include "daemon/pipeline/prepare.h"
#include "daemon/ports/events.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace khabard {

class Pool {
public:
    struct Done {
        std::uint64_t ticket;
        Prepared prepared;
    };

    // `events` outlives the pool.
    Pool(std::size_t workers, Events& events);
    // Jobs that no worker has begun are forgotten; those under way are waited for.
    ~Pool();
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;

    void submit(std::uint64_t ticket, Job job);
    std::vector<Done> take_done();

private:
    struct Shared;
    std::unique_ptr<Shared> shared_;
};

}  // namespace khabard
