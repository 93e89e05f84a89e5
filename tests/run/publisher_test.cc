#include "daemon/run/publisher.h"

#include "tests/run/ports.h"

#include <random>

using namespace khabard;
using namespace std::chrono_literals;

namespace {

OutboxRow row(std::uint64_t seq) {
    return OutboxRow{Sequence{seq}, Record{.topics = {{"news.ar.unthemed", ""}},
                                           .key = "article",
                                           .headers = {},
                                           .payload = std::to_string(seq),
                                           .timestamp = Instant{}}};
}

std::vector<OutboxRow> rows(std::uint64_t from, std::uint64_t to) {
    std::vector<OutboxRow> all;
    for (std::uint64_t seq = from; seq <= to; ++seq) {
        all.push_back(row(seq));
    }
    return all;
}

std::vector<std::uint64_t> up_to(std::uint64_t last) {
    std::vector<std::uint64_t> all;
    for (std::uint64_t seq = 1; seq <= last; ++seq) {
        all.push_back(seq);
    }
    return all;
}

SinkOwner owner(std::uint64_t highest, std::uint64_t settled) {
    return {StateId{"00000000000000000000000000000001"}, Sequence{highest}, Sequence{settled}};
}

constexpr PublisherOptions hasty{.retry_first = 1ms, .retry_max = 2ms};

// What a publisher has told so far, collected by the test's thread.
struct Told {
    std::vector<SinkSettled> settled;
    std::vector<std::string> trouble;
    std::vector<SinkRefused> refused;
    std::vector<SinkFatal> fatal;

    void take(Publisher& publisher) {
        for (const SinkEvent& event : publisher.take_events()) {
            if (const auto* one = std::get_if<SinkSettled>(&event)) {
                settled.push_back(*one);
            } else if (const auto* away = std::get_if<SinkTrouble>(&event)) {
                trouble.push_back(away->what);
            } else if (const auto* row = std::get_if<SinkRefused>(&event)) {
                refused.push_back(*row);
            } else {
                fatal.push_back(std::get<SinkFatal>(event));
            }
        }
    }
};

// Collects until the publisher is idle again, or has told of its end.
bool collect_until_idle(WakeCounter& wakes, Publisher& publisher, Told& told) {
    return wakes.until([&] {
        told.take(publisher);
        return publisher.idle() || !told.fatal.empty();
    });
}

}  // namespace

TEST_CASE("a publisher opens its sink at once and tells what is out already") {
    ScriptedSink sink;
    WakeCounter wakes;
    Publisher publisher(sink, owner(7, 5), wakes, hasty);
    Told told;
    REQUIRE(collect_until_idle(wakes, publisher, told));
    REQUIRE(told.settled.size() == 1);
    CHECK(told.settled[0].opened);
    CHECK(told.settled[0].through == Sequence{5});
    CHECK(sink.owners().front().highest == Sequence{7});
}

TEST_CASE("rows leave in order, batch by batch, and each batch is settled once") {
    ScriptedSink sink;
    WakeCounter wakes;
    Publisher publisher(sink, owner(6, 0), wakes, hasty);
    Told told;
    REQUIRE(collect_until_idle(wakes, publisher, told));
    publisher.publish(rows(1, 4));
    CHECK_FALSE(publisher.idle());
    REQUIRE(collect_until_idle(wakes, publisher, told));
    publisher.publish(rows(5, 6));
    REQUIRE(collect_until_idle(wakes, publisher, told));
    CHECK(sink.sequences() == up_to(6));
    REQUIRE(told.settled.size() == 3);
    CHECK(told.settled[1].through == Sequence{4});
    CHECK_FALSE(told.settled[1].opened);
    CHECK(told.settled[2].through == Sequence{6});
    CHECK(told.trouble.empty());
}

TEST_CASE("a sink that is away at the start is opened again until it is there") {
    ScriptedSink sink;
    sink.answer_opening({TxnOutcome::retry, TxnOutcome::retry, TxnOutcome::retry});
    WakeCounter wakes;
    Publisher publisher(sink, owner(1, 0), wakes, hasty);
    Told told;
    REQUIRE(collect_until_idle(wakes, publisher, told));
    CHECK(told.trouble.size() == 3);
    CHECK(sink.owners().size() == 4);
    CHECK(told.settled.size() == 1);
}

TEST_CASE("a refused batch is sent again as it was") {
    ScriptedSink sink;
    sink.answer({{TxnOutcome::retry}, {TxnOutcome::retry}});
    WakeCounter wakes;
    Publisher publisher(sink, owner(3, 0), wakes, hasty);
    Told told;
    REQUIRE(collect_until_idle(wakes, publisher, told));
    publisher.publish(rows(1, 3));
    REQUIRE(collect_until_idle(wakes, publisher, told));
    CHECK(sink.attempts() == 3);
    CHECK(sink.sequences() == up_to(3));
    CHECK(told.trouble.size() == 2);
    CHECK(sink.owners().size() == 1);
}

TEST_CASE("after an unknown end the checkpoint says whether the rows are out") {
    const bool written = GENERATE(false, true);
    CAPTURE(written);
    ScriptedSink sink;
    sink.answer({{TxnOutcome::reopen, written}});
    WakeCounter wakes;
    // The sink held nothing when the ledger had assigned nothing: what it holds now is beyond that.
    Publisher publisher(sink, owner(0, 0), wakes, hasty);
    Told told;
    REQUIRE(collect_until_idle(wakes, publisher, told));
    publisher.publish(rows(1, 3));
    REQUIRE(collect_until_idle(wakes, publisher, told));
    CHECK(told.fatal.empty());
    CHECK(sink.attempts() == (written ? 1 : 2));
    CHECK(sink.sequences() == up_to(3));
    REQUIRE(sink.owners().size() == 2);
    CHECK(sink.owners().back().highest == Sequence{3});
    CHECK(told.settled.back().through == Sequence{3});
    publisher.publish(rows(4, 4));
    REQUIRE(collect_until_idle(wakes, publisher, told));
    CHECK(sink.sequences() == up_to(4));
}

TEST_CASE("rows that are out already are not sent again") {
    ScriptedSink sink;
    WakeCounter wakes;
    Publisher publisher(sink, owner(5, 0), wakes, hasty);
    Told told;
    REQUIRE(collect_until_idle(wakes, publisher, told));
    publisher.publish(rows(1, 3));
    REQUIRE(collect_until_idle(wakes, publisher, told));
    // The ledger could not write down that they are settled, and offers them once more.
    publisher.publish(rows(1, 3));
    REQUIRE(collect_until_idle(wakes, publisher, told));
    publisher.publish(rows(2, 5));
    REQUIRE(collect_until_idle(wakes, publisher, told));
    CHECK(sink.sequences() == up_to(5));
    CHECK(sink.attempts() == 2);
    CHECK(told.settled.size() == 4);
    CHECK(told.settled[2].through == Sequence{3});
}

TEST_CASE("a refused record is handed back, and its replacement goes out in its place") {
    ScriptedSink sink;
    sink.answer({{TxnOutcome::refused_record, false, Sequence{2}}});
    WakeCounter wakes;
    Publisher publisher(sink, owner(3, 0), wakes, hasty);
    Told told;
    REQUIRE(collect_until_idle(wakes, publisher, told));
    publisher.publish(rows(1, 3));
    REQUIRE(collect_until_idle(wakes, publisher, told));
    REQUIRE(told.refused.size() == 1);
    CHECK(told.refused[0].row.seq == Sequence{2});
    CHECK(told.settled.size() == 1);
    OutboxRow instead = row(2);
    instead.record.payload = "instead";
    publisher.replace(instead);
    publisher.publish(rows(1, 3));
    REQUIRE(collect_until_idle(wakes, publisher, told));
    CHECK(sink.sequences() == up_to(3));
    CHECK(sink.rows()[1].record.payload == "instead");
    CHECK(sink.rows()[2].record.payload == "3");
}

TEST_CASE("who is fenced ends with 75, who does not fit its sink with 74") {
    const auto [outcome, status] =
        GENERATE(std::pair{TxnOutcome::fenced, 75}, std::pair{TxnOutcome::unusable, 74});
    const bool while_opening = GENERATE(true, false);
    CAPTURE(status, while_opening);
    ScriptedSink sink;
    WakeCounter wakes;
    if (while_opening) {
        sink.answer_opening({TxnOutcome::retry, outcome});
    } else {
        sink.answer({{outcome}});
    }
    Publisher publisher(sink, owner(2, 0), wakes, hasty);
    Told told;
    REQUIRE(collect_until_idle(wakes, publisher, told));
    if (!while_opening) {
        publisher.publish(rows(1, 2));
        REQUIRE(collect_until_idle(wakes, publisher, told));
    }
    REQUIRE(told.fatal.size() == 1);
    CHECK(told.fatal[0].exit_status == status);
    CHECK(told.fatal[0].what == "scripted");
    CHECK_FALSE(publisher.idle());
    CHECK(sink.rows().empty());
    publisher.stop();
    CHECK(sink.closed() == (while_opening ? 0 : 1));
}

TEST_CASE("a state that was rolled back under its sink ends the publisher") {
    ScriptedSink sink;
    WakeCounter wakes;
    {
        Publisher publisher(sink, owner(4, 0), wakes, hasty);
        Told told;
        REQUIRE(collect_until_idle(wakes, publisher, told));
        publisher.publish(rows(1, 4));
        REQUIRE(collect_until_idle(wakes, publisher, told));
    }
    Publisher publisher(sink, owner(2, 2), wakes, hasty);
    Told told;
    REQUIRE(collect_until_idle(wakes, publisher, told));
    REQUIRE(told.fatal.size() == 1);
    CHECK(told.fatal[0].exit_status == 74);
}

TEST_CASE("stop waits for the batch that is under way") {
    ScriptedSink sink;
    sink.hold();
    WakeCounter wakes;
    Publisher publisher(sink, owner(3, 0), wakes, hasty);
    Told told;
    REQUIRE(collect_until_idle(wakes, publisher, told));
    publisher.publish(rows(1, 3));
    REQUIRE(sink.wait_for_attempt());
    std::thread releasing([&] { sink.release(); });
    publisher.stop();
    releasing.join();
    told.take(publisher);
    CHECK(told.settled.back().through == Sequence{3});
    CHECK(sink.sequences() == up_to(3));
    CHECK(sink.closed() == 1);
    publisher.stop();  // again: nothing is left to do
    CHECK(sink.closed() == 1);
}

TEST_CASE("stop does not wait for a sink that is away") {
    ScriptedSink sink;
    WakeCounter wakes;
    SECTION("while it is opened") {
        sink.answer_opening(std::deque<TxnOutcome>(1000, TxnOutcome::retry));
        Publisher publisher(sink, owner(1, 0), wakes, {.retry_first = 1h, .retry_max = 1h});
        Told told;
        REQUIRE(wakes.until([&] {
            told.take(publisher);
            return !told.trouble.empty();
        }));
    }
    SECTION("while a batch is refused") {
        sink.answer(std::deque<ScriptedSink::Answer>(1000, {TxnOutcome::retry}));
        Publisher publisher(sink, owner(1, 0), wakes, {.retry_first = 1h, .retry_max = 1h});
        Told told;
        REQUIRE(collect_until_idle(wakes, publisher, told));
        publisher.publish(rows(1, 1));
        REQUIRE(wakes.until([&] {
            told.take(publisher);
            return !told.trouble.empty();
        }));
    }
    CHECK(sink.rows().empty());
}

TEST_CASE("a publisher that moves shows progress, one that is stuck in its sink does not") {
    ScriptedSink sink;
    WakeCounter wakes;
    Publisher publisher(sink, owner(2, 0), wakes, hasty);
    Told told;
    REQUIRE(collect_until_idle(wakes, publisher, told));
    sink.hold();
    publisher.publish(rows(1, 1));
    REQUIRE(sink.wait_for_attempt());
    const std::uint64_t stuck = publisher.progress();
    CHECK(publisher.progress() == stuck);
    sink.release();
    REQUIRE(collect_until_idle(wakes, publisher, told));
    publisher.publish(rows(2, 2));
    REQUIRE(collect_until_idle(wakes, publisher, told));
    CHECK(publisher.progress() > stuck);
}

// Random answers; whatever they are, every row is out once, in order, and settled in order.
TEST_CASE("no row is lost or out twice, whatever the sink answers") {
    const auto seed = GENERATE(1U, 2U, 3U, 4U, 5U);
    CAPTURE(seed);
    std::mt19937 dice(seed);
    ScriptedSink sink;
    WakeCounter wakes;
    std::deque<ScriptedSink::Answer> answers;
    for (int i = 0; i < 200; ++i) {
        switch (dice() % 4) {
            case 0: answers.push_back({TxnOutcome::retry}); break;
            case 1: answers.push_back({TxnOutcome::reopen, false}); break;
            case 2: answers.push_back({TxnOutcome::reopen, true}); break;
            default: answers.push_back({TxnOutcome::committed}); break;
        }
    }
    sink.answer(std::move(answers));
    Publisher publisher(sink, owner(0, 0), wakes, {.retry_first = 0ms, .retry_max = 0ms});
    Told told;
    REQUIRE(collect_until_idle(wakes, publisher, told));
    std::uint64_t next = 1;
    while (next < 100) {
        const std::uint64_t last = next + dice() % 5;
        publisher.publish(rows(next, last));
        REQUIRE(collect_until_idle(wakes, publisher, told));
        REQUIRE(told.settled.back().through == Sequence{last});
        next = last + 1;
    }
    CHECK(sink.sequences() == up_to(next - 1));
    CHECK(std::is_sorted(told.settled.begin(), told.settled.end(),
                         [](const auto& a, const auto& b) { return a.through < b.through; }));
}
