#include "daemon/run/admission.h"

#include "daemon/model/fetched.h"

#include <chrono>

namespace khabard {

void Admissions::set_rules(const AdmissionRules& rules) {
    hosts_.set_rules(rules.hosts);
    robots_.set_rules(rules.robots);
}

Admission Admissions::admit(const Plea& plea, SteadyTime now) {
    Admission answer{.gate = Gate::go,
                     .until = now,
                     .wait = WaitCause::none,
                     .of_host = false,
                     .by_rule = false,
                     .cause = {}};
    if (plea.kind != RequestKind::robots && plea.robots == RobotsPolicy::obey) {
        const RobotsView view = robots_.view(plea.target.origin, plea.target.path, now);
        answer.until = view.until;
        switch (view.says) {
            case RobotsSays::allowed: break;
            case RobotsSays::disallowed:
                answer.gate = Gate::forbidden;
                answer.by_rule = true;
                answer.cause = "robots.txt disallows it";
                return answer;
            case RobotsSays::unavailable:
                answer.gate = Gate::forbidden;
                answer.cause = fetch_cause_in_front(view.cause)
                                   ? view.cause + " (so robots.txt cannot be had)"
                                   : "robots.txt cannot be had (" + view.cause + ")";
                return answer;
            case RobotsSays::asking:
                answer.gate = Gate::wait;
                answer.wait = WaitCause::busy;
                answer.of_host = true;
                return answer;
            case RobotsSays::unknown: answer.gate = Gate::ask_robots; return answer;
        }
    }
    const HostWait wait = hosts_.wait_for(plea.target, plea.kind, plea.owes_gap, now);
    answer.gate = wait.cause == WaitCause::none ? Gate::go : Gate::wait;
    answer.until = wait.until;
    answer.wait = wait.cause;
    answer.of_host = wait.of_host;
    return answer;
}

void Admissions::finish_robots(const Target& target, const RobotsAnswer& answer, SteadyTime now) {
    if (answer.status == 0) {
        robots_.fail(target.origin, answer.cause, now);
    } else {
        robots_.answer(target.origin, answer.status, answer.body, now);
    }
    const auto delay = robots_.crawl_delay(target.origin);
    hosts_.set_crawl_delay(target, delay.value_or(std::chrono::milliseconds{0}), now);
}

void Admissions::forget(SteadyTime now) {
    hosts_.forget(now);
    robots_.forget(now);
}

}  // namespace khabard
