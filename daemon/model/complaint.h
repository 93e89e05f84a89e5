#pragma once

// What is wrong with a configuration file, at its place, with a way out. All complaints of a
// configuration are collected and shown at once; none of them stops the search for the next.

#include <cstdint>
#include <string>
#include <vector>

namespace khabard {

struct Complaint {
    std::string file;      // as the operator named it, or relative to the configuration directory
    std::uint32_t line;    // 1-based; 0: the file as a whole
    std::uint32_t column;  // 1-based, in bytes; 0: the line as a whole
    std::string message;   // what is wrong: `unknown kind "rrs"`
    std::string hint;      // the way out: `did you mean "rss"?`; may be empty
    bool warning = false;  // a warning never makes `check` fail nor a reload be refused
};

using Complaints = std::vector<Complaint>;

// "feeds.toml:12:9: unknown kind \"rrs\"; did you mean \"rss\"?"
std::string format_complaint(const Complaint& complaint);

// True when at least one complaint is no warning.
bool has_errors(const Complaints& complaints);

}  // namespace khabard
