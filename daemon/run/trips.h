#pragma once

// Trips: every request of the service, from the line of its host through admission, robots.txt and
// redirects to its outcome. A trip knows nothing of what it is for but its errand; whoever sent it
// hears of it in arrive(). Loop thread only.
//
// Whoever has something to ask for puts an errand in line (errands().put), answers way_of() and
// start() for it, departs from there, and takes the outcome.

#include "daemon/model/feed.h"
#include "daemon/ports/events.h"
#include "daemon/run/admission.h"
#include "daemon/run/service.h"
#include "daemon/run/units.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace khabard {

// Nothing answered at all, or nothing that could.
bool is_silence(FetchCause cause) noexcept;

class Service::Trips {
public:
    // `service` owns the trips; its configuration stands already.
    explicit Trips(State& service);

    // After a change of the configuration: for requests that begin from now on.
    void adopt_rules();

    // At the start: hosts that asked to be left alone still are.
    void restore_rests();

    // Begins what is due.
    void serve_due();
    // When that is so next, as far as anybody knows; max(): not before an outcome has come.
    SteadyTime next() const;
    // Sends a request that was admitted. What cannot be sent at all comes back as a failure.
    std::optional<FetchFailure> depart(FetchRequest request, const Errand& errand,
                                       RobotsPolicy robots);
    void on_fetched(FetchDone done);
    // At a stop: requests that wait for their next hop are given up, as if they had not been made.
    void drop_waiting();

    std::size_t under_way() const { return trips_.size(); }
    std::size_t under_way(const Errand& errand) const;
    Errands& errands() { return errands_; }
    const Errands& errands() const { return errands_; }
    Admissions& admissions() { return admissions_; }

private:
    std::optional<std::string> next_host(SteadyTime now);
    bool put_off(const std::string& host, const Errand& errand);
    void attempt(const std::string& host, const Errand& errand);
    void postpone(const std::string& host, const Errand& errand, const Admission& admission);
    bool worth_waiting(const Errand& errand, std::chrono::milliseconds wait) const;
    void ask_robots(const std::string& host, const Errand& errand, const Target& target);
    FetchAccess access_for(const Errand& errand);
    Trip* trip_of(const Errand& errand);
    std::optional<Way> way_of(const Errand& errand);
    void start(const Errand& errand);
    void refuse(const Errand& errand, const Admission& admission);
    void send(Trip& trip);
    bool is_asked_again_soon(const std::string& host) const;
    void keep_rests(const std::string& host);
    bool goes_on(Trip& trip, FetchOutcome& outcome);
    std::optional<FetchFailure> take_hop(Trip& trip, int status, const std::string& location);
    void arrive(std::uint64_t ticket, FetchOutcome outcome);
    void on_robots(const Target& robots, const FetchOutcome& outcome);

    State& service_;
    Admissions admissions_;
    Errands errands_;
    std::map<std::uint64_t, Trip> trips_;
    std::size_t on_way_ = 0;  // those that the fetcher has; it has a line of its own for suspects
};

}  // namespace khabard
