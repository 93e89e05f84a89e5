#include "daemon/os/curl_fetcher.h"

#include "daemon/base/check.h"
#include "daemon/os/curl_multi.h"
#include "daemon/os/curl_transfer.h"
#include "daemon/os/errno_text.h"

#include <sys/resource.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <deque>
#include <functional>
#include <set>
#include <unordered_map>
#include <utility>

namespace khabard {

namespace {

constexpr std::size_t requests_per_multi = 500;
constexpr std::size_t share_of_idle = 4;      // of descriptors, one in so many
constexpr std::size_t share_of_suspects = 4;  // one slot in so many is for them

// Idle connections leave the descriptors to those who work.
std::size_t idle_bound(std::size_t wanted) {
    rlimit descriptors{};
    return ::getrlimit(RLIMIT_NOFILE, &descriptors) == 0
               ? std::min<std::size_t>(wanted, descriptors.rlim_cur / share_of_idle)
               : wanted;
}

FetchRequest take_first(std::deque<FetchRequest>& queue) {
    FetchRequest first = std::move(queue.front());
    queue.pop_front();
    return first;
}

}  // namespace

// Behind a pointer so that the header shows no curl type.
class CurlFetcher::Engine {
public:
    Engine(EventLoop& loop, const Clock& clock, FetcherOptions options)
        : loop_(loop), clock_(clock), options_(std::move(options)) {}
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    Status set_up();
    void begin(FetchRequest request);
    void cancel(std::uint64_t ticket);
    std::size_t in_flight() const { return queue_.size() + suspects_.size() + active_.size(); }
    void reconfigure(FetcherOptions options);

private:
    struct Active {
        CurlTransfer transfer;
        CurlEasy easy;
        CurlMulti* multi = nullptr;  // the one that has the handle; none between hops
    };

    void start_queued();
    void start(FetchRequest request);
    void send(Active& active);
    void finish(std::uint64_t ticket, FetchOutcome outcome);
    void give_up(std::uint64_t ticket, FetchCause cause, const char* detail);
    bool cancel_queued(std::deque<FetchRequest>& queue, std::uint64_t ticket);
    std::size_t slots_of_suspects() const;
    void on_done(CURL* easy, CURLcode code) noexcept;
    void expect_first_byte(const Active& active);
    void on_deadline() noexcept;
    void arm(SteadyTime deadline);
    CurlMulti* multi_for(const CurlTransfer& transfer);
    CurlEasy take_handle();

    EventLoop& loop_;
    const Clock& clock_;
    FetcherOptions options_;
    Descriptor timer_;
    std::vector<std::unique_ptr<CurlMulti>> multis_;
    std::deque<FetchRequest> queue_;
    std::deque<FetchRequest> suspects_;  // wait until nobody else does
    std::size_t suspects_active_ = 0;
    std::unordered_map<std::uint64_t, std::unique_ptr<Active>> active_;
    std::vector<CurlEasy> idle_;
    OpenSockets open_sockets_;
    // First bytes that are waited for; an entry whose answer has begun is dropped when it is due.
    std::set<std::pair<SteadyTime, std::uint64_t>> first_bytes_;
};

Status CurlFetcher::Engine::set_up() {
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        return Error{Fault::io, "fetcher", "libcurl cannot be set up"};
    }
    options_.in_flight_max = std::max<std::size_t>(1, options_.in_flight_max);
    options_.idle_connections_max = idle_bound(options_.idle_connections_max);
    timer_ = Descriptor(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
    if (!timer_) {
        return io_error("fetcher", "create a timer", errno);
    }
    const std::size_t count =
        (options_.in_flight_max + requests_per_multi - 1) / requests_per_multi;
    const CurlMulti::OnDone done{this, [](void* self, CURL* easy, CURLcode code) noexcept {
                                     static_cast<Engine*>(self)->on_done(easy, code);
                                 }};
    for (std::size_t i = 0; i < count; ++i) {
        auto multi = CurlMulti::open(
            loop_, done, std::max<std::size_t>(1, options_.idle_connections_max / count));
        if (!multi) {
            return multi.error();
        }
        multis_.push_back(std::move(*multi));
    }
    return loop_.watch(timer_.get(), {true, false},
                       Watcher{this, [](void* self, int, Readiness) noexcept {
                                   static_cast<Engine*>(self)->on_deadline();
                               }});
}

CurlFetcher::Engine::~Engine() {
    for (auto& [ticket, active] : active_) {
        if (active->multi != nullptr) {
            active->multi->remove(active->easy.get());
        }
    }
    if (timer_) {
        loop_.unwatch(timer_.get());
    }
    // Handles go before the multis that hold their connections.
    active_.clear();
    idle_.clear();
    multis_.clear();
    curl_global_cleanup();
}

void CurlFetcher::Engine::begin(FetchRequest request) {
    (request.suspect ? suspects_ : queue_).push_back(std::move(request));
    start_queued();
}

std::size_t CurlFetcher::Engine::slots_of_suspects() const {
    return std::max<std::size_t>(1, options_.in_flight_max / share_of_suspects);
}

void CurlFetcher::Engine::start_queued() {
    while (active_.size() < options_.in_flight_max) {
        if (!queue_.empty()) {
            start(take_first(queue_));
        } else if (!suspects_.empty() && suspects_active_ < slots_of_suspects()) {
            start(take_first(suspects_));
        } else {
            return;
        }
    }
}

void CurlFetcher::Engine::start(FetchRequest request) {
    auto chain = RedirectChain::begin(request.url, options_.limits);
    if (const auto* refusal = std::get_if<HopRefusal>(&chain)) {
        loop_.post(FetchDone{request.ticket, FetchFailure{request.url, refusal->cause,
                                                          refusal->detail, clock_.wall()}});
        return;
    }
    const std::uint64_t ticket = request.ticket;
    std::unique_ptr<Active> active(
        new Active{CurlTransfer(std::move(request), *std::get_if<RedirectChain>(&chain), options_,
                                open_sockets_, clock_.steady()),
                   take_handle()});
    Active& started = *active;
    check(active_.emplace(ticket, std::move(active)).second, "a ticket is in flight twice");
    suspects_active_ += started.transfer.request().suspect ? 1 : 0;
    send(started);
}

void CurlFetcher::Engine::send(Active& active) {
    CurlTransfer& transfer = active.transfer;
    const std::uint64_t ticket = transfer.request().ticket;
    if (auto refusal = transfer.prepare(active.easy.get(), clock_.steady())) {
        finish(ticket, transfer.failure(refusal->cause, refusal->detail, clock_.wall()));
        return;
    }
    CurlMulti* multi = multi_for(transfer);
    if (!multi->add(active.easy.get())) {
        finish(ticket, transfer.failure(FetchCause::connect, "libcurl took no further request",
                                        clock_.wall()));
        return;
    }
    active.multi = multi;
    expect_first_byte(active);
}

void CurlFetcher::Engine::finish(std::uint64_t ticket, FetchOutcome outcome) {
    const auto found = active_.find(ticket);
    check(found != active_.end(), "a request that is not in flight has ended");
    suspects_active_ -= found->second->transfer.request().suspect ? 1 : 0;
    curl_easy_reset(found->second->easy.get());  // it points into the transfer
    idle_.push_back(std::move(found->second->easy));
    active_.erase(found);
    loop_.post(FetchDone{ticket, std::move(outcome)});
}

void CurlFetcher::Engine::on_done(CURL* easy, CURLcode code) noexcept {
    CurlTransfer* transfer = nullptr;
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &transfer);
    if (transfer == nullptr) {
        unreachable("a transfer that is not ours has ended");
    }
    const std::uint64_t ticket = transfer->request().ticket;
    Active& active = *active_.find(ticket)->second;
    active.multi = nullptr;
    auto concluded = transfer->conclude(code, clock_.wall());
    if (auto* outcome = std::get_if<FetchOutcome>(&concluded)) {
        finish(ticket, std::move(*outcome));
    } else {
        send(active);  // which may end the request too, where the next hop cannot be sent
    }
    start_queued();
}

void CurlFetcher::Engine::cancel(std::uint64_t ticket) {
    if (cancel_queued(queue_, ticket) || cancel_queued(suspects_, ticket)) {
        return;
    }
    give_up(ticket, FetchCause::cancelled, "cancelled");
    start_queued();
}

bool CurlFetcher::Engine::cancel_queued(std::deque<FetchRequest>& queue, std::uint64_t ticket) {
    const auto queued =
        std::find_if(queue.begin(), queue.end(),
                     [ticket](const FetchRequest& request) { return request.ticket == ticket; });
    if (queued == queue.end()) {
        return false;
    }
    loop_.post(FetchDone{ticket, FetchFailure{queued->url, FetchCause::cancelled,
                                              "cancelled before it was sent", clock_.wall()}});
    queue.erase(queued);
    return true;
}

// Fails a request that curl is working on.
void CurlFetcher::Engine::give_up(std::uint64_t ticket, FetchCause cause, const char* detail) {
    const auto found = active_.find(ticket);
    if (found == active_.end()) {
        return;
    }
    Active& active = *found->second;
    active.multi->remove(active.easy.get());
    active.multi = nullptr;
    finish(ticket, active.transfer.failure(cause, detail, clock_.wall()));
}

void CurlFetcher::Engine::expect_first_byte(const Active& active) {
    const SteadyTime due = active.transfer.first_byte_deadline();
    first_bytes_.emplace(due, active.transfer.request().ticket);
    if (first_bytes_.begin()->first == due) {
        arm(due);
    }
}

void CurlFetcher::Engine::on_deadline() noexcept {
    std::uint64_t expirations = 0;
    while (::read(timer_.get(), &expirations, sizeof expirations) < 0 && errno == EINTR) {
    }
    const SteadyTime now = clock_.steady();
    while (!first_bytes_.empty() && first_bytes_.begin()->first <= now) {
        const auto [due, ticket] = *first_bytes_.begin();
        first_bytes_.erase(first_bytes_.begin());
        const auto found = active_.find(ticket);
        // The answer may have begun, or the request may be at a later hop.
        if (found != active_.end() && !found->second->transfer.answered() &&
            found->second->transfer.first_byte_deadline() <= now) {
            give_up(ticket, FetchCause::timeout, "no first byte within its timeout");
        }
    }
    if (!first_bytes_.empty()) {
        arm(first_bytes_.begin()->first);
    }
    start_queued();
}

void CurlFetcher::Engine::arm(SteadyTime deadline) {
    const SteadyTime left = std::max(deadline - clock_.steady(), SteadyTime(1));
    itimerspec when{};
    when.it_value.tv_sec = left.count() / 1000;
    when.it_value.tv_nsec = (left.count() % 1000) * 1'000'000;
    check(timerfd_settime(timer_.get(), 0, &when, nullptr) == 0, "a timer refused its time");
}

CurlMulti* CurlFetcher::Engine::multi_for(const CurlTransfer& transfer) {
    const std::size_t hash = std::hash<std::string>{}(transfer.chain().url().host.value_or(""));
    return multis_[hash % multis_.size()].get();
}

CurlEasy CurlFetcher::Engine::take_handle() {
    if (idle_.empty()) {
        CurlEasy easy(curl_easy_init());
        check(easy != nullptr, "out of memory for a transfer");
        return easy;
    }
    CurlEasy easy = std::move(idle_.back());
    idle_.pop_back();
    return easy;
}

void CurlFetcher::Engine::reconfigure(FetcherOptions options) {
    options.in_flight_max =
        std::clamp<std::size_t>(options.in_flight_max, 1, multis_.size() * requests_per_multi);
    options.idle_connections_max = options_.idle_connections_max;
    options_ = std::move(options);
}

Result<std::unique_ptr<CurlFetcher>> CurlFetcher::open(EventLoop& loop, const Clock& clock,
                                                       FetcherOptions options) {
    auto engine = std::make_unique<Engine>(loop, clock, std::move(options));
    auto ready = engine->set_up();
    if (!ready) {
        return ready.error();
    }
    return std::unique_ptr<CurlFetcher>(new CurlFetcher(std::move(engine)));
}

CurlFetcher::CurlFetcher(std::unique_ptr<Engine> engine) : engine_(std::move(engine)) {}
CurlFetcher::~CurlFetcher() = default;

void CurlFetcher::begin(FetchRequest request) {
    engine_->begin(std::move(request));
}

void CurlFetcher::cancel(std::uint64_t ticket) {
    engine_->cancel(ticket);
}

std::size_t CurlFetcher::in_flight() const {
    return engine_->in_flight();
}

void CurlFetcher::reconfigure(FetcherOptions options) {
    engine_->reconfigure(std::move(options));
}

std::string curl_version_text() {
    return curl_version();
}

}  // namespace khabard
