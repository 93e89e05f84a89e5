#pragma once

// What is refused: records by the sink, items by their reader. The payload is put aside and durable
// before a dead letter takes a place in line; a crash in between only means that it is refused once
// more. Loop thread only.

#include "daemon/pipeline/conclude.h"
#include "daemon/run/dead_letter_store.h"
#include "daemon/run/publisher.h"
#include "daemon/run/replay.h"
#include "daemon/run/service.h"
#include "daemon/run/units.h"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace khabard {

class Service::Refusals {
public:
    // `service` owns the refusals; its configuration stands already.
    explicit Refusals(State& service);

    // At the start: what an earlier process left.
    void open();
    void on_refused(const SinkRefused& refused);
    // Items of a document: their excerpts are put aside, as far as there are not too many.
    void bury(const Unit& unit, const std::vector<RejectedItem>& items, Changes& changes);
    // A whole file of a spool: it stays with its owner, and its name is put aside.
    void bury_file(const FeedId& feed, const RejectedItem& file, const std::string& path,
                   Changes& changes);
    // Whether it is the first time that this file of a spool cannot be read: told and counted then,
    // and tried again in silence.
    bool first_time(const std::string& path);
    // Into the outbox again; part of the turn. Fault::usage: there is no such letter.
    Result<Replayed> replay(const Replay& wanted);
    void settled(Sequence through);
    // Around the ledger's commit: the turn is true, or was abandoned.
    void committed() { set_aside_now_.clear(); }
    void undo();

private:
    bool keep(Sequence seq, const std::string& text);

    State& service_;
    DeadLetterStore letters_;
    std::uint64_t removed_told_ = 0;
    std::set<std::string> set_aside_;
    std::vector<std::string> set_aside_now_;  // in a turn that is not committed
};

}  // namespace khabard
