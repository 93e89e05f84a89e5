#pragma once

// The publisher thread: sole owner of the sink. Batches go in, SinkEvents come out; opening,
// committing and waiting for a sink that is away block here and nowhere else. Rows leave in
// sequence order, and only a checkpoint, never a guess, says that they are out.

#include "daemon/ports/events.h"
#include "daemon/ports/sink.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace khabard {

// Every row up to `through` is out; `opened` when the sink's checkpoint said so at its opening.
struct SinkSettled {
    Sequence through;
    bool opened;
    std::string warning;  // a foreign state id; empty: none
};

// The sink is away or refuses; it is tried again.
struct SinkTrouble {
    std::string what;
};

// The sink refuses this row for good. The publisher is idle again and nothing of its batch is out;
// whoever runs it puts the payload aside and hands in a replacement.
struct SinkRefused {
    OutboxRow row;
    std::string what;
};

// It makes no sense to go on: the process ends with this status.
struct SinkFatal {
    int exit_status;
    std::string what;
};

using SinkEvent = std::variant<SinkSettled, SinkTrouble, SinkRefused, SinkFatal>;

struct PublisherOptions {
    std::chrono::milliseconds retry_first{250};
    std::chrono::milliseconds retry_max{5000};
};

class Publisher {
public:
    // All three outlive the publisher. Begins to open the sink at once.
    Publisher(Sink& sink, SinkOwner owner, Events& events, PublisherOptions options);
    ~Publisher();  // as stop()
    Publisher(const Publisher&) = delete;
    Publisher& operator=(const Publisher&) = delete;

    // True when the sink is open and every batch handed over has been settled.
    bool idle() const;
    // REQUIRES: idle(), rows in order and all after the last settled one.
    void publish(std::vector<OutboxRow> rows);
    // Goes out in place of the row of the same sequence, until that is settled.
    void replace(OutboxRow row);
    std::vector<SinkEvent> take_events();
    // Waits for the batch under way, closes the sink and ends the thread.
    void stop();
    // Grows while the thread is not stuck in the sink; for the watchdog.
    std::uint64_t progress() const;

private:
    struct Shared;
    std::unique_ptr<Shared> shared_;
    std::map<Sequence, OutboxRow> replacements_;  // of the loop's thread
};

}  // namespace khabard
