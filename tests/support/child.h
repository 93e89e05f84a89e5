#pragma once

// A child process for tests: started with an environment of its own, ended by pid, always waited
// for.

#include <sys/types.h>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace khabard {

struct ChildEnd {
    bool exited;  // false: ended by a signal
    int value;    // the exit status, or the signal
};

class Child {
public:
    struct Options {
        std::vector<std::string> arguments;              // the program's path first
        std::map<std::string, std::string> environment;  // added to ours
        std::string output;  // standard output and error go here (appended); empty: ours
    };

    // Ends the test program when the child cannot be started.
    explicit Child(const Options& options);
    ~Child();  // kills what still runs
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    pid_t pid() const { return pid_; }
    void signal(int number);
    // nullopt: it still runs after `patience`.
    std::optional<ChildEnd> wait(std::chrono::milliseconds patience);

private:
    pid_t pid_ = -1;
    std::optional<ChildEnd> end_;
};

}  // namespace khabard
