#include "connectors/sinks/files/files_sink.h"

#include "connectors/sinks/files/checkpoint.h"
#include "daemon/base/fail_point.h"
#include "daemon/base/time.h"
#include "daemon/lib/json/json_writer.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

namespace khabard {
namespace {

constexpr std::size_t checkpoint_bytes_max = std::size_t{1024} * 1024;
constexpr const char* suffix = ".ndjson";

SinkOpenError retry_later(const Error& error) {
    return SinkOpenError{TxnOutcome::retry, error.text()};
}

// "20260131T101500Z", so that names sort by time.
std::string compact_time(Instant now) {
    std::string text = format_rfc3339_seconds(now);
    std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
    return text;
}

class FilesSink final : public Sink {
public:
    FilesSink(FilesSinkOptions options, Files& files, const Clock& clock)
        : options_(std::move(options)), files_(files), clock_(clock) {}

    std::variant<SinkCheckpoint, SinkOpenError> open(const SinkOwner& owner) override;
    PublishResult publish(const std::vector<OutboxRow>& rows) override;
    void close() override {}

private:
    std::string path(const std::string& name) const { return options_.directory + "/" + name; }
    std::string topic_path(const std::string& topic) const { return path(topic + suffix); }

    std::optional<SinkOpenError> lock();
    Result<std::optional<FilesCheckpoint>> read_checkpoint();
    std::optional<SinkOpenError> recover(FilesCheckpoint& checkpoint);
    Status finish_rotation(FilesCheckpoint& checkpoint);
    Status truncate_all(const FilesCheckpoint& checkpoint);
    Status save(const FilesCheckpoint& checkpoint);
    Status announce(const std::map<std::string, std::string>& lines);
    Status append(const std::map<std::string, std::string>& lines);
    void undo();
    Status rotate_due();
    Status rotate(const std::string& topic);
    bool is_due(const std::string& topic, std::uint64_t length) const;

    FilesSinkOptions options_;
    Files& files_;
    const Clock& clock_;
    bool locked_ = false;
    std::optional<FilesCheckpoint> checkpoint_;    // as it stands on disk; none before open()
    std::map<std::string, SteadyTime> opened_at_;  // when each topic's file was begun
};

std::optional<SinkOpenError> FilesSink::lock() {
    if (locked_) {
        return std::nullopt;
    }
    if (auto made = files_.make_directory(options_.directory); !made) {
        return retry_later(made.error());
    }
    if (auto taken = files_.lock(path("lock")); !taken) {
        const bool busy = taken.error().fault == Fault::busy;
        return SinkOpenError{busy ? TxnOutcome::fenced : TxnOutcome::retry, taken.error().text()};
    }
    locked_ = true;
    return std::nullopt;
}

Result<std::optional<FilesCheckpoint>> FilesSink::read_checkpoint() {
    const auto text = files_.read(path("checkpoint"), checkpoint_bytes_max);
    if (!text) {
        return text.error();
    }
    if (!*text) {
        return std::optional<FilesCheckpoint>();
    }
    auto decoded = decode_checkpoint(**text);
    if (!decoded) {
        return decoded.error();
    }
    return std::optional<FilesCheckpoint>(std::move(*decoded));
}

// A rotation is begun by stating it; whether its rename happened shows in which file exists.
Status FilesSink::finish_rotation(FilesCheckpoint& checkpoint) {
    if (!checkpoint.rotation) {
        return {};
    }
    const std::string topic = checkpoint.rotation->topic;
    const std::string from = topic_path(topic);
    const auto rotated = files_.size(path(checkpoint.rotation->to));
    if (!rotated) {
        return rotated.error();
    }
    if (!*rotated) {
        if (auto cut = files_.truncate(from, checkpoint.lengths[topic]); !cut) {
            return cut;
        }
        if (auto renamed = files_.rename(from, path(checkpoint.rotation->to)); !renamed) {
            return renamed;
        }
    }
    if (auto synced = files_.sync(options_.directory); !synced) {
        return synced;
    }
    fail_point("files.rotate.renamed");
    checkpoint.lengths[topic] = 0;
    checkpoint.rotation.reset();
    return save(checkpoint);
}

Status FilesSink::truncate_all(const FilesCheckpoint& checkpoint) {
    for (const auto& [topic, length] : checkpoint.lengths) {
        const auto size = files_.size(topic_path(topic));
        if (!size) {
            return size.error();
        }
        if (size->value_or(0) < length) {
            return Error{Fault::state, topic_path(topic),
                         std::string(*size ? "it is shorter than the checkpoint says"
                                           : "it is gone, though the checkpoint names it") +
                             "; run khabard state rebuild"};
        }
        if (size->value_or(0) > length) {
            if (auto cut = files_.truncate(topic_path(topic), length); !cut) {
                return cut;
            }
        }
    }
    return {};
}

// A topic stands in the checkpoint before its first line is written: what is cut off at start is
// then always ours, and files of others in the directory are left alone.
Status FilesSink::announce(const std::map<std::string, std::string>& lines) {
    FilesCheckpoint next = *checkpoint_;
    for (const auto& [topic, text] : lines) {
        if (next.lengths.contains(topic)) {
            continue;
        }
        const auto size = files_.size(topic_path(topic));
        if (!size) {
            return size.error();
        }
        if (size->value_or(0) > 0) {
            return Error{Fault::state, topic_path(topic),
                         "a file of that name is there already, and not ours; move it away"};
        }
        next.lengths.emplace(topic, 0);
    }
    return next.lengths.size() == checkpoint_->lengths.size() ? Status{} : save(next);
}

Status FilesSink::save(const FilesCheckpoint& checkpoint) {
    fail_point("files.checkpoint.before");
    if (auto saved = files_.replace(path("checkpoint"), encode_checkpoint(checkpoint)); !saved) {
        return saved;
    }
    checkpoint_ = checkpoint;
    fail_point("files.checkpoint.after");
    return {};
}

std::optional<SinkOpenError> FilesSink::recover(FilesCheckpoint& checkpoint) {
    if (auto finished = finish_rotation(checkpoint); !finished) {
        return retry_later(finished.error());
    }
    if (auto cut = truncate_all(checkpoint); !cut) {
        const bool lost = cut.error().fault == Fault::state;
        return SinkOpenError{lost ? TxnOutcome::unusable : TxnOutcome::retry, cut.error().text()};
    }
    return std::nullopt;
}

std::variant<SinkCheckpoint, SinkOpenError> FilesSink::open(const SinkOwner& owner) {
    if (auto refused = lock()) {
        return *refused;
    }
    auto found = read_checkpoint();
    if (!found) {
        const bool damaged = found.error().fault == Fault::state;
        return SinkOpenError{
            damaged ? TxnOutcome::unusable : TxnOutcome::retry,
            path("checkpoint") + ": " + found.error().what + "; run khabard state rebuild"};
    }
    FilesCheckpoint checkpoint{owner.state_id, owner.settled, {}, std::nullopt};
    std::string warning;
    if (*found) {
        checkpoint = **found;
        if (auto refused = recover(checkpoint)) {
            return *refused;
        }
        if (checkpoint.state_id != owner.state_id) {
            warning = options_.directory + " was written with another state file (" +
                      checkpoint.state_id.get() + "); khabard state rebuild takes over its memory";
            checkpoint.state_id = owner.state_id;
            checkpoint.seq = owner.settled;
        } else if (checkpoint.seq > owner.highest) {
            return SinkOpenError{TxnOutcome::unusable,
                                 "the state file is older than what was published (sequence " +
                                     std::to_string(checkpoint.seq.get()) + ", it knows " +
                                     std::to_string(owner.highest.get()) +
                                     "); run khabard state rebuild"};
        }
    } else {
        const auto names = files_.list(options_.directory);
        if (!names) {
            return retry_later(names.error());
        }
        const bool topics = std::any_of(names->begin(), names->end(), [](const std::string& name) {
            return name.ends_with(suffix);
        });
        if (topics) {
            return SinkOpenError{TxnOutcome::unusable,
                                 options_.directory +
                                     " holds topic files without a checkpoint; run khabard state "
                                     "rebuild or name another directory"};
        }
    }
    if (auto saved = save(checkpoint); !saved) {
        return retry_later(saved.error());
    }
    for (const auto& [topic, length] : checkpoint.lengths) {
        opened_at_.emplace(topic, clock_.steady());
    }
    return SinkCheckpoint{checkpoint.seq, warning};
}

Status FilesSink::append(const std::map<std::string, std::string>& lines) {
    for (const auto& [topic, text] : lines) {
        if (auto appended = files_.append(topic_path(topic), text); !appended) {
            return appended;
        }
        fail_point("files.append.between");
    }
    for (const auto& [topic, text] : lines) {
        if (auto synced = files_.sync(topic_path(topic)); !synced) {
            return synced;
        }
    }
    // A topic's first batch also needs its directory entry to last.
    return files_.sync(options_.directory);
}

// Best effort: what cannot be cut off now is cut off by the next open().
void FilesSink::undo() {
    if (!truncate_all(*checkpoint_)) {
        checkpoint_.reset();
    }
}

PublishResult FilesSink::publish(const std::vector<OutboxRow>& rows) {
    if (!checkpoint_) {
        return {TxnOutcome::reopen, "the topic files are not open", std::nullopt};
    }
    if (auto rotated = rotate_due(); !rotated) {
        checkpoint_.reset();
        return {TxnOutcome::reopen, rotated.error().text(), std::nullopt};
    }
    std::map<std::string, std::string> lines;
    for (const OutboxRow& row : rows) {
        for (const auto& topic : row.record.topics) {
            lines[topic.topic] += files_sink_line(row, topic);
        }
    }
    if (auto announced = announce(lines); !announced) {
        // Somebody else's file is in the way: everything waits until it is moved.
        const bool foreign = announced.error().fault == Fault::state;
        if (!foreign) {
            checkpoint_.reset();
        }
        return {foreign ? TxnOutcome::retry : TxnOutcome::reopen, announced.error().text(),
                std::nullopt};
    }
    if (auto appended = append(lines); !appended) {
        undo();
        return {checkpoint_ ? TxnOutcome::retry : TxnOutcome::reopen, appended.error().text(),
                std::nullopt};
    }
    fail_point("files.batch.synced");
    FilesCheckpoint next = *checkpoint_;
    next.seq = rows.back().seq;
    for (const auto& [topic, text] : lines) {
        next.lengths[topic] += text.size();
        opened_at_.emplace(topic, clock_.steady());
    }
    if (auto saved = save(next); !saved) {
        // Whether the rename happened is not known: the next open() reads it.
        checkpoint_.reset();
        return {TxnOutcome::reopen, saved.error().text(), std::nullopt};
    }
    return {TxnOutcome::committed, {}, std::nullopt};
}

bool FilesSink::is_due(const std::string& topic, std::uint64_t length) const {
    if (length == 0) {
        return false;
    }
    if (options_.rotate_bytes > 0 && length >= options_.rotate_bytes) {
        return true;
    }
    const auto opened = opened_at_.find(topic);
    return options_.rotate_interval.count() > 0 && opened != opened_at_.end() &&
           clock_.steady() - opened->second >= options_.rotate_interval;
}

Status FilesSink::rotate_due() {
    std::vector<std::string> due;
    for (const auto& [topic, length] : checkpoint_->lengths) {
        if (is_due(topic, length)) {
            due.push_back(topic);
        }
    }
    for (const std::string& topic : due) {
        if (auto rotated = rotate(topic); !rotated) {
            return rotated;
        }
    }
    return {};
}

Status FilesSink::rotate(const std::string& topic) {
    const std::string stem = topic + "." + compact_time(clock_.wall());
    std::string to = stem + suffix;
    for (int n = 2;; ++n) {
        const auto taken = files_.size(path(to));
        if (!taken) {
            return taken.error();
        }
        if (!*taken) {
            break;
        }
        to = stem + "_" + std::to_string(n) + suffix;  // sorts behind the first
    }
    FilesCheckpoint intent = *checkpoint_;
    intent.rotation = Rotation{topic, to};
    if (auto stated = save(intent); !stated) {
        return stated;
    }
    fail_point("files.rotate.stated");
    opened_at_.erase(topic);
    return finish_rotation(intent);
}

}  // namespace

std::unique_ptr<Sink> make_files_sink(FilesSinkOptions options, Files& files, const Clock& clock) {
    return std::make_unique<FilesSink>(std::move(options), files, clock);
}

std::string files_sink_line(const OutboxRow& row, const Record::TopicTheme& topic) {
    JsonWriter json;
    json.begin_object();
    json.key("topic").string(topic.topic);
    json.key("key").string(row.record.key);
    json.key("seq").unsigned_integer(row.seq.get());
    json.key("headers").begin_object();
    for (const RecordHeader& header : row.record.headers) {
        json.key(header.name).string(header.value);
    }
    if (!topic.theme.empty()) {
        json.key("theme").string(topic.theme);
    }
    json.key("seq").string(std::to_string(row.seq.get()));
    json.end_object();
    json.key("value").raw(row.record.payload).end_object();
    return json.take() + "\n";
}

}  // namespace khabard
