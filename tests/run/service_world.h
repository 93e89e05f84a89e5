#pragma once

// A world for the service: a web that is scripted, a clock that moves only when nothing is under
// way, files in memory, a real ledger in memory whose calls can be made to fail, a scripted sink.
// Workers and publisher are real threads; the loop is the test's own.

#include "daemon/os/sqlite_ledger.h"
#include "daemon/run/service.h"
#include "tests/run/ports.h"
#include "tests/support/manual_clock.h"
#include "tests/support/memory_files.h"

#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace khabard {

// Passes everything on to a ledger; the n-th call that may fail does.
class BreakableLedger final : public Ledger {
public:
    explicit BreakableLedger(std::unique_ptr<Ledger> real) : real_(std::move(real)) {}

    // Call number `n` from now on fails (0: the next). The looks of turns in which nothing happens
    // are counted on demand only, because there are so many of them.
    void fail_at(std::size_t n, bool looks_too) {
        fail_at_ = n;
        looks_too_ = looks_too;
        calls_ = 0;
        failed_ = false;
    }
    bool failed() const { return failed_; }
    bool has_rows() const { return real_->outbox_size()->rows > 0; }
    // From now on no commit succeeds.
    void refuse_commits(bool refuse) { refuse_commits_ = refuse; }

    // What was handed to the pool and the publisher and has not come back; see ServiceWorld.
    std::set<FeedId> units_out;
    bool files_are_whole = false;  // every file of a spool can be read: they are units too
    bool rows_out = true;          // also the opening of the sink

    LedgerInfo info() const override { return real_->info(); }
    Result<std::vector<FeedState>> feed_states() override {
        return guarded([&] { return real_->feed_states(); });
    }
    Result<std::vector<HostRest>> host_rests() override { return real_->host_rests(); }
    Result<Memory> memory(const FeedId& feed) override {
        return guarded([&] { return real_->memory(feed); });
    }
    Result<Known> known(const KnownQuery& query) override {
        return guarded([&] { return real_->known(query); });
    }
    Result<std::vector<Pending>> pending() override { return real_->pending(); }
    // Asked for just before the pool gets the entry.
    Result<std::optional<Pending>> pending_page(const Digest& page) override {
        auto found = guarded([&] { return real_->pending_page(page); });
        if (found && *found) {
            units_out.insert((*found)->feed);
        }
        return found;
    }
    Result<std::vector<IndexedArticle>> indexed(Instant since) override {
        return real_->indexed(since);
    }
    Result<std::optional<StoredArticle>> stored_article(const ArticleId& id) override {
        return guarded([&] { return real_->stored_article(id); });
    }
    Result<StoredPage> stored(const StoredPlace& after, std::size_t rows_max) override {
        return guarded([&] { return real_->stored(after, rows_max); });
    }
    Result<bool> spool_file_done(const FeedId& feed, const std::string& name) override {
        ++spool_looks;
        auto done = guarded([&] { return real_->spool_file_done(feed, name); });
        if (files_are_whole && done && !*done) {
            units_out.insert(feed);  // the pool gets the file
        }
        return done;
    }
    Result<std::vector<OutboxRow>> outbox(Sequence after, std::size_t rows_max,
                                          std::size_t bytes_max) override {
        auto rows = guarded([&] { return real_->outbox(after, rows_max, bytes_max); });
        rows_out = rows_out || (rows && !rows->empty());
        return rows;
    }
    Result<OutboxSize> outbox_size() override {
        return looks_too_ ? guarded([&] { return real_->outbox_size(); }) : real_->outbox_size();
    }
    Result<Tally> tally(const FeedId& feed) override { return real_->tally(feed); }
    Result<Tally> tally_total() override { return real_->tally_total(); }
    Result<std::map<FeedId, Tally>> tallies() override { return real_->tallies(); }

    Status apply(const FeedId& feed, const Changes& changes) override {
        units_out.erase(feed);
        return guarded([&] { return real_->apply(feed, changes); });
    }
    Status write_host_rests(const std::string& host, const std::vector<HostRest>& rests) override {
        ++rest_writes;
        return guarded([&] { return real_->write_host_rests(host, rests); });
    }
    Status settle(Sequence through) override {
        rows_out = false;
        return guarded([&] { return real_->settle(through); });
    }
    Result<Generation> next_generation() override {
        return guarded([&] { return real_->next_generation(); });
    }
    Result<std::size_t> forget(Instant before, std::size_t rows_max) override {
        return looks_too_ ? guarded([&] { return real_->forget(before, rows_max); })
                          : real_->forget(before, rows_max);
    }
    Status commit() override {
        if (refuse_commits_) {
            return Error{Fault::state, "commit", "the disk is full"};
        }
        ++commits;
        return guarded([&] { return real_->commit(); });
    }
    Status backup(const std::string& path) override {
        return guarded([&] { return real_->backup(path); });
    }
    void rollback() override {
        ++rollbacks;
        units_out.clear();
        real_->rollback();
    }

    int commits = 0;
    int rollbacks = 0;
    int spool_looks = 0;
    int rest_writes = 0;

private:
    template <class Call>
    auto guarded(Call call) -> decltype(call()) {
        if (fail_at_ && calls_++ == *fail_at_) {
            failed_ = true;
            return Error{Fault::state, "ledger", "the test says no"};
        }
        return call();
    }

    std::unique_ptr<Ledger> real_;
    std::optional<std::size_t> fail_at_;
    std::size_t calls_ = 0;
    bool looks_too_ = false;
    bool failed_ = false;
    bool refuse_commits_ = false;
};

// A row of feeds.toml; of a feed whose pages are left alone, unless `more` says otherwise.
inline std::string feed_line(const std::string& id, const std::string& url,
                             const std::string& more = {}) {
    const bool stated = more.find("fetch_pages") != std::string::npos;
    return "[[feed]]\nid = \"" + id + "\"\nurl = \"" + url + "\"\n" +
           (stated ? "" : "fetch_pages = \"never\"\n") + more + "\n";
}

struct Request {
    std::string url;
    Validators validators;
    Instant at;
    std::size_t headers = 0;  // of its own
    std::optional<std::string> proxy = {};
    bool tls_verify = true;
    bool keep_connection = true;
};

inline FetchOutcome answer(int status, std::string body = {}, std::vector<HttpHeader> headers = {},
                           Validators validators = {}) {
    return Fetched{.url = {},
                   .effective_url = {},
                   .status = status,
                   .headers = std::move(headers),
                   .validators = std::move(validators),
                   .body = RawBytes{std::move(body)},
                   .truncated = false,
                   .at = Instant{},
                   .remote_address = "192.0.2.1"};
}

// One service with everything around it. The same world serves several runs, as a machine does
// several starts.
class ServiceWorld : public Events, public Fetcher {
public:
    // What the web answers; nullopt: nothing yet, see deliver().
    using Web = std::function<std::optional<FetchOutcome>(const Request&)>;

    explicit ServiceWorld(std::string feeds) : ledger(open_memory_ledger()) {
        write_feeds(std::move(feeds));
        rewrite("/etc/khabard/khabard.toml", main_file);
        rewrite("/etc/khabard/themes/territory.toml", theme_file);
    }

    void write_feeds(const std::string& text) { rewrite("/etc/khabard/feeds.toml", text); }
    void rewrite(const std::string& path, const std::string& text) {
        (void)files.replace(path, text).ok();
    }

    // Runs the service until `done` holds and nothing is under way, then stops it.
    int run(std::function<bool()> done, bool once = false) {
        done_ = std::move(done);
        asked_to_stop_ = false;
        waits_ = 0;
        in_flight_.clear();
        ready_.clear();
        ledger.units_out.clear();
        ledger.rows_out = true;
        Configuration configuration = load_configuration(files, source(), Generation{0});
        for (const Complaint& complaint : configuration.complaints) {
            UNSCOPED_INFO(format_complaint(complaint));
        }
        REQUIRE_FALSE(has_errors(configuration.complaints));
        if (adjust) {
            adjust(configuration.config);
        }
        Service service({.clock = clock,
                         .events = *this,
                         .fetcher = *this,
                         .files = files,
                         .ledger = ledger,
                         .sink = sink,
                         .log = log,
                         .supervisor = supervisor,
                         .control = control},
                        std::move(configuration),
                        {.once = once,
                         .seed = 7,
                         .source = source(),
                         .refusal = [](const Config&) { return std::optional<Complaint>(); },
                         .adopted = [this](const Config&) { ++adoptions; }});
        const int status = service.run();
        REQUIRE(waits_ < waits_max);
        return status;
    }
    int run_once() {
        return run([] { return false; }, true);
    }

    // From within the loop: an event for its next turn.
    void send(Event event) { ready_.push_back(std::move(event)); }
    // An outcome for the request that waits longest for one of `url`.
    void deliver(const std::string& url, FetchOutcome outcome) {
        const auto waiting = std::find_if(in_flight_.begin(), in_flight_.end(),
                                          [&](const auto& each) { return each.second == url; });
        REQUIRE(waiting != in_flight_.end());
        queue_outcome(waiting->first, url, std::move(outcome));
        in_flight_.erase(waiting);
    }

    bool is_in_flight(const std::string& url) const {
        return std::any_of(in_flight_.begin(), in_flight_.end(),
                           [&](const auto& each) { return each.second == url; });
    }

    std::vector<Instant> asked(const std::string& url) const {
        std::vector<Instant> times;
        for (const Request& request : requests) {
            if (request.url == url) {
                times.push_back(request.at);
            }
        }
        return times;
    }

    std::vector<Event> wait(SteadyTime until) override {
        if (++waits_ >= waits_max) {
            return {SignalKind::terminate, SignalKind::terminate};
        }
        if (at_wait) {
            at_wait();
        }
        if (!ready_.empty()) {
            return std::exchange(ready_, {});
        }
        if (under_way()) {
            wait_for_wake(test_patience);
            return {};
        }
        // With rows in the outbox a loop that wants to sleep for long waits for the publisher.
        const bool publishing =
            !sink_is_away && ledger.has_rows() && until - clock.steady() > std::chrono::seconds{1};
        if (wait_for_wake(std::chrono::milliseconds{publishing ? 500 : 0})) {
            return {};
        }
        if (done_() && !std::exchange(asked_to_stop_, true)) {
            return {SignalKind::terminate};
        }
        clock.move(std::max(until - clock.steady(), std::chrono::milliseconds{1}));
        return {};
    }
    void wake() noexcept override {
        const std::lock_guard lock(mutex_);
        woken_ = true;
        waking_.notify_all();
    }

    void begin(FetchRequest request) override {
        const Request asked{request.url,
                            request.validators,
                            clock.wall(),
                            request.headers.size(),
                            request.access.proxy,
                            request.access.tls_verify,
                            request.keep_connection};
        const bool for_robots = request.url.ends_with("/robots.txt");
        (for_robots ? robots_requests : requests).push_back(asked);
        auto outcome = for_robots ? robots(asked) : web(asked);
        if (outcome) {
            queue_outcome(request.ticket, request.url, std::move(*outcome));
        } else {
            in_flight_.emplace_back(request.ticket, request.url);
        }
    }
    void cancel(std::uint64_t) override {}
    std::size_t in_flight() const override { return in_flight_.size(); }

    ManualClock clock;
    MemoryFiles files;
    BreakableLedger ledger;
    ScriptedSink sink;
    RecordingLog log;
    RecordingSupervisor supervisor;
    RecordingControl control;
    Web web = [](const Request&) { return answer(404); };
    Web robots = [](const Request&) { return answer(404); };  // what every robots.txt answers
    std::vector<Request> requests;                            // but those for robots.txt
    std::vector<Request> robots_requests;
    std::function<void()> at_wait;              // before every wait
    std::function<void(Config&)> adjust;        // of limits, before the start
    std::map<std::string, FeedId> feed_of_url;  // of feeds whose bodies the pool gets
    bool sink_is_away = false;                  // nobody waits for it then
    int adoptions = 0;

    static constexpr int waits_max = 200'000;
    static constexpr const char* main_file =
        "[fetch]\ncontact = \"desk@example.org\"\n"
        "[run]\nworkers = 2\n"
        "[publish]\nsink = \"files\"\n[publish.files]\ndirectory = \"/news\"\n"
        "[state]\ndirectory = \"/state\"\n[http]\nlisten = \"\"\n";

    // One small theme: the shipped ones take a while to compile.
    static constexpr const char* theme_file =
        "[theme]\nid = \"territory\"\ntopic = \"news.ar.territory\"\nname_ar = \"T\"\n"
        "name_en = \"T\"\ndefinition = \"D\"\n"
        "[[pattern]]\nid = \"withdrawal\"\nweight = 8\nmatch = \"دونباس\"\n";

private:
    static std::unique_ptr<Ledger> open_memory_ledger() {
        auto opened =
            open_sqlite_ledger({.path = ":memory:",
                                .vfs_name = {},
                                .new_state_id = StateId{"0123456789abcdef0123456789abcdef"}});
        REQUIRE(opened.ok());
        return std::move(*opened);
    }
    ConfigurationSource source() const {
        return {.path = "/etc/khabard",
                .surroundings = {},
                .purpose = Purpose::run,
                .run_examples = false};
    }
    bool under_way() const {
        return !ledger.units_out.empty() || (ledger.rows_out && !sink_is_away);
    }
    void queue_outcome(std::uint64_t ticket, const std::string& url, FetchOutcome outcome) {
        if (auto* fetched = std::get_if<Fetched>(&outcome)) {
            fetched->url = url;
            fetched->effective_url = url;
            fetched->at = clock.wall();
            const auto feed = feed_of_url.find(url);
            if (fetched->status == 200 && feed != feed_of_url.end()) {
                ledger.units_out.insert(feed->second);
            }
        } else {
            std::get<FetchFailure>(outcome).url = url;
        }
        ready_.emplace_back(FetchDone{ticket, std::move(outcome)});
    }
    bool wait_for_wake(std::chrono::milliseconds patience) {
        std::unique_lock lock(mutex_);
        waking_.wait_for(lock, patience, [this] { return woken_; });
        return std::exchange(woken_, false);
    }

    std::mutex mutex_;
    std::condition_variable waking_;
    bool woken_ = false;
    std::vector<Event> ready_;
    std::vector<std::pair<std::uint64_t, std::string>> in_flight_;
    std::function<bool()> done_;
    bool asked_to_stop_ = false;
    int waits_ = 0;
};

}  // namespace khabard
