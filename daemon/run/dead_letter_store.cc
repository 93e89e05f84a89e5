#include "daemon/run/dead_letter_store.h"

#include "daemon/run/dead_letter.h"

#include <charconv>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

namespace khabard {
namespace {

constexpr const char* folder = "dead-letters";
constexpr std::string_view kept_ending = ".json";
constexpr std::string_view replayed_ending = ".replayed.json";
constexpr std::size_t letter_bytes_max = std::size_t{64} * 1024 * 1024;

std::optional<Sequence> sequence_of(std::string_view name, std::string_view ending) {
    if (!name.ends_with(ending)) {
        return std::nullopt;
    }
    name.remove_suffix(ending.size());
    std::uint64_t number = 0;
    const auto read = std::from_chars(name.data(), name.data() + name.size(), number);
    const bool whole = read.ec == std::errc() && read.ptr == name.data() + name.size();
    return whole && number > 0 ? std::optional(Sequence{number}) : std::nullopt;
}

std::string name_of(Sequence seq, bool replayed) {
    return std::to_string(seq.get()) + std::string(replayed ? replayed_ending : kept_ending);
}

}  // namespace

DeadLetterStore::DeadLetterStore(Files& files, std::string directory, DeadLetterLimits limits)
    : files_(files), directory_(std::move(directory) + "/" + folder), limits_(limits) {}

std::string DeadLetterStore::place(Sequence seq) {
    return std::string(folder) + "/" + name_of(seq, false);
}

std::string DeadLetterStore::path(Sequence seq, bool replayed) const {
    return directory_ + "/" + name_of(seq, replayed);
}

Status DeadLetterStore::load() {
    letters_.clear();
    bytes_ = 0;
    const auto there = files_.list(directory_);
    if (!there) {
        return {};  // not made yet
    }
    for (const std::string& name : *there) {
        const auto replayed = sequence_of(name, replayed_ending);
        const auto seq = replayed ? replayed : sequence_of(name, kept_ending);
        if (!seq) {
            continue;
        }
        const auto size = files_.size(directory_ + "/" + name);
        if (!size) {
            return size.error();
        }
        const std::uint64_t bytes = size->value_or(0);
        if (replayed && letters_.contains(*seq)) {
            // It was refused once more, and the end came before this was removed.
            if (auto gone = files_.remove(path(*seq, true)); !gone) {
                return gone;
            }
            continue;
        }
        letters_.insert_or_assign(*seq, StoredDeadLetter{bytes, replayed.has_value()});
        bytes_ += bytes;
    }
    return {};
}

Status DeadLetterStore::drop(Sequence seq) {
    const auto found = letters_.find(seq);
    if (found == letters_.end()) {
        return {};
    }
    if (auto gone = files_.remove(path(seq, found->second.replayed)); !gone) {
        return gone;
    }
    bytes_ -= found->second.bytes;
    letters_.erase(found);
    return {};
}

Status DeadLetterStore::prune() {
    while (letters_.size() > 1 &&
           (letters_.size() > limits_.letters_max || bytes_ > limits_.bytes_max)) {
        if (auto dropped = drop(letters_.begin()->first); !dropped) {
            return dropped;
        }
        ++removed_;
    }
    return {};
}

Status DeadLetterStore::keep(Sequence seq, const std::string& text) {
    if (auto made = files_.make_directory(directory_); !made) {
        return made;
    }
    if (auto written = files_.replace(path(seq, false), text); !written) {
        return written;
    }
    if (const auto before = letters_.find(seq); before != letters_.end()) {
        bytes_ -= before->second.bytes;
        if (before->second.replayed) {
            if (auto gone = files_.remove(path(seq, true)); !gone) {
                return gone;
            }
        }
    }
    letters_.insert_or_assign(seq, StoredDeadLetter{text.size(), false});
    bytes_ += text.size();
    return prune();
}

Status DeadLetterStore::replay(Sequence before, Sequence now) {
    const auto found = letters_.find(before);
    if (found == letters_.end() || found->second.replayed) {
        return Error{Fault::usage, "", "there is no dead letter " + std::to_string(before.get())};
    }
    if (auto moved = files_.rename(path(before, false), path(now, true)); !moved) {
        return moved;
    }
    letters_.insert_or_assign(now, StoredDeadLetter{found->second.bytes, true});
    letters_.erase(before);
    return files_.sync(directory_);
}

Status DeadLetterStore::give_back(Sequence highest) {
    const std::map<Sequence, StoredDeadLetter> all = letters_;
    for (auto at = all.upper_bound(highest); at != all.end(); ++at) {
        const auto& [seq, letter] = *at;
        if (!letter.replayed) {
            continue;
        }
        const auto kept = text(seq);
        const auto aside = kept ? read_put_aside(*kept) : kept.error();
        if (!aside) {
            return aside.error();
        }
        if (auto moved = files_.rename(path(seq, true), path(aside->seq, false)); !moved) {
            return moved;
        }
        letters_.erase(seq);
        letters_.insert_or_assign(aside->seq, StoredDeadLetter{letter.bytes, false});
    }
    return {};
}

Status DeadLetterStore::forget_after(Sequence highest) {
    std::vector<Sequence> never;
    for (auto at = letters_.upper_bound(highest); at != letters_.end(); ++at) {
        never.push_back(at->first);
    }
    for (const Sequence seq : never) {
        if (auto dropped = drop(seq); !dropped) {
            return dropped;
        }
    }
    return {};
}

Status DeadLetterStore::settled(Sequence through) {
    std::vector<Sequence> out;
    for (const auto& [seq, letter] : letters_) {
        if (seq > through) {
            break;
        }
        if (letter.replayed) {
            out.push_back(seq);
        }
    }
    for (const Sequence seq : out) {
        if (auto dropped = drop(seq); !dropped) {
            return dropped;
        }
    }
    return {};
}

Result<std::string> DeadLetterStore::text(Sequence seq) const {
    const auto found = letters_.find(seq);
    if (found == letters_.end()) {
        return Error{
            Fault::usage, "",
            "there is no dead letter " + std::to_string(seq.get()) + "; see khabard dlq list"};
    }
    auto read = files_.read(path(seq, found->second.replayed), letter_bytes_max);
    if (!read) {
        return read.error();
    }
    if (!*read) {
        return Error{Fault::io, path(seq, found->second.replayed), "it is gone"};
    }
    return std::move(**read);
}

}  // namespace khabard
