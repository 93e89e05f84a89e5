#include "tests/bench/many_feeds.h"

#include "tests/bench/many_feeds_pages.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <mutex>
#include <random>
#include <thread>
#include <unordered_map>
#include <utility>

namespace khabard {

namespace {

using std::chrono::milliseconds;

[[noreturn]] void give_up(const char* what) {
    std::perror(what);
    std::exit(1);
}

struct Connection {
    std::string in;
    std::string out;
    std::uint32_t host;  // the address that it was made to
    bool close = false;  // when `out` has left
};

struct Host {
    BenchTime asked{};
    bool busy = false;
};

// The items of a feed, by the time at which they appeared.
struct ChangingFeed {
    std::vector<BenchTime> items;
    BenchTime next;
};

}  // namespace

struct ManyFeeds::State {
    explicit State(const ManyFeedsOptions& given) : options(given), dice(given.seed) {}

    void run();
    void take_connections();
    void serve(int fd, std::uint32_t events);
    bool read_requests(int fd, Connection& connection);
    void answer(Connection& connection, const std::string& request);
    bool flush(int fd, Connection& connection);
    void drop(int fd);
    void note_start(std::uint32_t host, const PageRequest& asked);
    std::size_t items_of(std::size_t feed);

    ManyFeedsOptions options;
    std::mt19937_64 dice;
    int listener = -1;
    int epoll = -1;
    int wake = -1;
    std::uint16_t port = 0;
    std::atomic<bool> stop{false};
    std::thread thread;

    mutable std::mutex mutex;  // guards what follows
    ManyFeedsCounts counts{};
    bool changing = false;
    std::vector<bool> asked;
    std::vector<bool> troubled;  // by address
    std::unordered_map<std::size_t, ChangingFeed> items;
    std::unordered_map<std::uint32_t, Host> hosts;

    std::unordered_map<int, Connection> connections;  // of the thread alone
};

// How many items the feed shows by now. One appears when its time has come, whoever looks.
std::size_t ManyFeeds::State::items_of(std::size_t feed) {
    if (!ManyFeeds::changes(feed)) {
        return 1;
    }
    ChangingFeed& one = items[feed];
    const BenchTime now = std::chrono::steady_clock::now();
    std::uniform_int_distribution<std::int64_t> wait(0, 2 * options.new_item.count());
    if (one.next == BenchTime{}) {
        one.next = now + milliseconds{wait(dice)};
    }
    while (changing && one.next <= now) {
        one.items.push_back(one.next);
        one.next += milliseconds{wait(dice) + 1};
        ++counts.items;
    }
    return 1 + one.items.size();
}

void ManyFeeds::State::note_start(std::uint32_t host, const PageRequest& asked_for) {
    ++counts.requests;
    counts.robots += asked_for.robots ? 1 : 0;
    if (!asked_for.robots && asked_for.feed < asked.size() && !asked[asked_for.feed]) {
        asked[asked_for.feed] = true;
        counts.feeds_asked += troubled[asked_for.feed % options.addresses] ? 0 : 1;
    }
    Host& one = hosts[host];
    const BenchTime now = std::chrono::steady_clock::now();
    // A hop of a redirect owes the host that sent it nothing.
    if (!asked_for.hop && one.asked != BenchTime{} && now - one.asked < options.gap * 4 / 5) {
        ++counts.early;
    }
    counts.overlaps += one.busy ? 1 : 0;
    one.asked = now;
    one.busy = true;
}

void ManyFeeds::State::answer(Connection& connection, const std::string& request) {
    const PageRequest asked_for = read_page_request(request);
    const std::lock_guard lock(mutex);
    note_start(connection.host, asked_for);
    const PageAnswer page = answer_page(asked_for, items_of(asked_for.feed));
    counts.not_modified += page.not_modified ? 1 : 0;
    connection.out += page.bytes;
    connection.close = page.close;
    hosts[connection.host].busy = page.stall;
}

bool ManyFeeds::State::read_requests(int fd, Connection& connection) {
    std::array<char, 16384> chunk;
    for (;;) {
        const ssize_t got = ::recv(fd, chunk.data(), chunk.size(), 0);
        if (got > 0) {
            connection.in.append(chunk.data(), static_cast<std::size_t>(got));
            continue;
        }
        if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
            return false;
        }
        break;
    }
    for (std::size_t end = connection.in.find("\r\n\r\n"); end != std::string::npos;
         end = connection.in.find("\r\n\r\n")) {
        const std::string request = connection.in.substr(0, end + 2);
        connection.in.erase(0, end + 4);
        answer(connection, request);
    }
    return true;
}

bool ManyFeeds::State::flush(int fd, Connection& connection) {
    while (!connection.out.empty()) {
        const ssize_t sent = ::send(fd, connection.out.data(), connection.out.size(), MSG_NOSIGNAL);
        if (sent < 0) {
            return errno == EAGAIN || errno == EINTR;
        }
        connection.out.erase(0, static_cast<std::size_t>(sent));
    }
    return !connection.close;
}

void ManyFeeds::State::drop(int fd) {
    const auto found = connections.find(fd);
    if (found == connections.end()) {
        return;
    }
    {
        const std::lock_guard lock(mutex);
        hosts[found->second.host].busy = false;
    }
    connections.erase(found);
    ::close(fd);
}

void ManyFeeds::State::serve(int fd, std::uint32_t events) {
    const auto found = connections.find(fd);
    if (found == connections.end()) {
        return;
    }
    const bool readable = (events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0;
    if ((readable && !read_requests(fd, found->second)) || !flush(fd, found->second)) {
        drop(fd);
    }
}

void ManyFeeds::State::take_connections() {
    for (;;) {
        const int fd = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (fd < 0) {
            return;
        }
        sockaddr_in local{};
        socklen_t size = sizeof local;
        ::getsockname(fd, reinterpret_cast<sockaddr*>(&local), &size);
        connections[fd].host = ntohl(local.sin_addr.s_addr);
        epoll_event event{};
        event.events = EPOLLIN | EPOLLOUT | EPOLLET;
        event.data.fd = fd;
        ::epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
    }
}

void ManyFeeds::State::run() {
    std::array<epoll_event, 256> ready;
    while (!stop) {
        const int count = ::epoll_wait(epoll, ready.data(), static_cast<int>(ready.size()), 1000);
        for (int i = 0; i < count; ++i) {
            const epoll_event& event = ready[static_cast<std::size_t>(i)];
            if (event.data.fd == listener) {
                take_connections();
            } else if (event.data.fd != wake) {
                serve(event.data.fd, event.events);
            }
        }
    }
}

ManyFeeds::ManyFeeds(const ManyFeedsOptions& options) : state_(std::make_unique<State>(options)) {
    State& state = *state_;
    state.asked.resize(options.feeds);
    state.troubled.resize(options.addresses);
    for (std::size_t feed = 0; feed < options.feeds; ++feed) {
        if (fails(feed)) {
            state.troubled[feed % options.addresses] = true;
        }
    }
    state.listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    state.epoll = ::epoll_create1(EPOLL_CLOEXEC);
    state.wake = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    // Every address of 127.0.0.0/8 is ours; other interfaces are not served, see below.
    address.sin_addr.s_addr = htonl(INADDR_ANY);
    socklen_t size = sizeof address;
    if (state.listener < 0 || state.epoll < 0 || state.wake < 0 ||
        ::setsockopt(state.listener, SOL_SOCKET, SO_BINDTODEVICE, "lo", 2) != 0 ||
        ::bind(state.listener, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        ::listen(state.listener, 4096) != 0 ||
        ::getsockname(state.listener, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        give_up("the feeds cannot be served");
    }
    state.port = ntohs(address.sin_port);
    for (const int fd : {state.listener, state.wake}) {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.fd = fd;
        ::epoll_ctl(state.epoll, EPOLL_CTL_ADD, fd, &event);
    }
    state.thread = std::thread([&state] { state.run(); });
}

ManyFeeds::~ManyFeeds() {
    state_->stop = true;
    const std::uint64_t one = 1;
    static_cast<void>(::write(state_->wake, &one, sizeof one));
    state_->thread.join();
    for (const auto& [fd, connection] : state_->connections) {
        ::close(fd);
    }
    for (const int fd : {state_->listener, state_->epoll, state_->wake}) {
        ::close(fd);
    }
}

std::string ManyFeeds::url(std::size_t feed) const {
    return page_url(feed, feed % state_->options.addresses, state_->port);
}

bool ManyFeeds::changes(std::size_t feed) {
    return feed % 20 == 1;
}

bool ManyFeeds::fails(std::size_t feed) {
    return page_failure(feed) != PageFailure::none;
}

bool ManyFeeds::troubled(std::size_t feed) const {
    return state_->troubled[feed % state_->options.addresses];
}

void ManyFeeds::begin_changes() {
    const std::lock_guard lock(state_->mutex);
    state_->changing = true;
    state_->items.clear();
    for (std::size_t feed = 0; feed < state_->options.feeds; ++feed) {
        state_->items_of(feed);  // the dice of every feed are thrown now, asked or not
    }
}

void ManyFeeds::end_changes() {
    const std::lock_guard lock(state_->mutex);
    for (std::size_t feed = 0; feed < state_->options.feeds; ++feed) {
        state_->items_of(feed);
    }
    state_->changing = false;
}

ManyFeedsCounts ManyFeeds::counts() const {
    const std::lock_guard lock(state_->mutex);
    return state_->counts;
}

std::string ManyFeeds::guid(std::size_t feed, std::size_t item) {
    return page_guid(feed, item);
}

std::vector<std::pair<std::string, BenchTime>> ManyFeeds::appeared() const {
    const std::lock_guard lock(state_->mutex);
    std::vector<std::pair<std::string, BenchTime>> all;
    for (const auto& [feed, one] : state_->items) {
        for (std::size_t i = 0; i < one.items.size(); ++i) {
            all.emplace_back(page_guid(feed, i + 1), one.items[i]);
        }
    }
    return all;
}

}  // namespace khabard
