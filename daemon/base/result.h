#pragma once

// Errors are values. A function that the world can make fail returns Result<T> (or Status when
// there is nothing to return), and the compiler complains when a caller ignores it:
//
//     auto document = decode(fetched);
//     if (!document) return document.error();
//
// An Error is for reporting: what kind, where, what happened. Code that must *react* differently
// uses a closed enum of its own (PollOutcome, TxnOutcome, Reason), never the text of an Error.

#include "daemon/base/check.h"

#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace khabard {

enum class Fault {
    usage,          // the caller of a command line asked for something that does not exist
    configuration,  // a configuration file is wrong
    io,             // a file, socket or device refused
    network,        // a peer could not be reached, broke off or timed out
    refused,        // policy: guarded address, byte cap, forbidden scheme
    malformed,      // input that is not what it claims to be
    unsupported,    // input that is what it claims to be, and that we cannot read
    state,          // the ledger or a checkpoint cannot be used
    busy,           // somebody else holds the lock
};

// The name of a fault as it stands in logs and error lines.
const char* fault_name(Fault fault) noexcept;

struct Error {
    Fault fault;
    std::string where;  // file:line:column, url, or the name of a step; may be empty
    std::string what;   // a full sentence without a final stop: what happened, what to do next

    // "where: what", or what alone.
    std::string text() const;
};

template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

    bool ok() const noexcept { return state_.index() == 0; }
    explicit operator bool() const noexcept { return ok(); }

    // REQUIRES: ok().
    T& value() & noexcept { return *held(); }
    const T& value() const& noexcept { return *held(); }
    T&& value() && noexcept { return std::move(*held()); }
    T& operator*() & noexcept { return *held(); }
    const T& operator*() const& noexcept { return *held(); }
    T&& operator*() && noexcept { return std::move(*held()); }
    T* operator->() noexcept { return held(); }
    const T* operator->() const noexcept { return held(); }

    // REQUIRES: !ok().
    const Error& error() const noexcept {
        const Error* error = std::get_if<1>(&state_);
        check(error != nullptr, "error() of a Result that holds a value");
        return *error;
    }

private:
    T* held() noexcept {
        T* value = std::get_if<0>(&state_);
        check(value != nullptr, "value of a Result that holds an error");
        return value;
    }
    const T* held() const noexcept {
        const T* value = std::get_if<0>(&state_);
        check(value != nullptr, "value of a Result that holds an error");
        return value;
    }

    std::variant<T, Error> state_;
};

// The outcome of something that returns nothing but can fail.
class [[nodiscard]] Status {
public:
    Status() = default;
    Status(Error error) : error_(std::move(error)) {}

    bool ok() const noexcept { return !error_.has_value(); }
    explicit operator bool() const noexcept { return ok(); }

    // REQUIRES: !ok().
    const Error& error() const noexcept {
        check(error_.has_value(), "error() of a Status that is ok");
        return *error_;
    }

private:
    std::optional<Error> error_;
};

}  // namespace khabard
