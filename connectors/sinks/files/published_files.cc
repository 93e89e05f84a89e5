#include "connectors/sinks/files/published_files.h"

#include "connectors/sinks/files/checkpoint.h"
#include "daemon/lib/json/json_value.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

namespace khabard {
namespace {

constexpr std::size_t checkpoint_bytes_max = std::size_t{16} * 1024 * 1024;
constexpr std::size_t line_bytes_max = std::size_t{64} * 1024 * 1024;
constexpr std::size_t topic_file_bytes_max = std::size_t{64} * 1024 * 1024 * 1024;
constexpr std::string_view suffix = ".ndjson";

// A line is {"topic", "key", "seq", "headers", "value": record}; the record is cut out as it
// stands.
Status read_line(std::string_view line, const OnPublished& on_record) {
    const auto json = parse_json(line, {.bytes_max = line_bytes_max});
    const JsonValue* topic = json ? json->find("topic") : nullptr;
    const JsonValue* key = json ? json->find("key") : nullptr;
    // No string holds a bare quotation mark, so this is the key and no text.
    constexpr std::string_view before = ",\"value\":";
    const std::size_t at = line.find(before);
    if (topic == nullptr || topic->string() == nullptr || key == nullptr ||
        key->string() == nullptr || at == std::string_view::npos) {
        return Error{Fault::state, "", "holds a line that is no record"};
    }
    const std::size_t from = at + before.size();
    return on_record(*topic->string(), *key->string(), line.substr(from, line.size() - from - 1));
}

// Up to the last line that is whole; never beyond what a checkpoint has vouched for.
std::uint64_t true_length(std::string_view text, std::optional<std::uint64_t> vouched) {
    text = text.substr(0, static_cast<std::size_t>(vouched.value_or(text.size())));
    const std::size_t last = text.rfind('\n');
    return last == std::string_view::npos ? 0 : last + 1;
}

Status read_file(Files& files, const std::string& path, std::optional<std::uint64_t> length,
                 const OnPublished& on_record) {
    const auto text = files.read(path, topic_file_bytes_max);
    if (!text) {
        return text.error();
    }
    std::string_view rest = *text ? std::string_view(**text) : std::string_view();
    rest = rest.substr(0, static_cast<std::size_t>(true_length(rest, length)));
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        if (auto read = read_line(rest.substr(0, end), on_record); !read) {
            return read.error().where.empty() ? Error{Fault::state, path, read.error().what}
                                              : read.error();
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return {};
}

Result<std::optional<FilesCheckpoint>> checkpoint_of(Files& files, const std::string& directory) {
    const auto text = files.read(directory + "/checkpoint", checkpoint_bytes_max);
    if (!text) {
        return text.error();
    }
    if (!*text) {
        return std::optional<FilesCheckpoint>();
    }
    auto decoded = decode_checkpoint(**text);
    return decoded ? Result<std::optional<FilesCheckpoint>>(std::move(*decoded)) : decoded.error();
}

// A rotated file carries a time behind its topic: "news.ar.territory.20260131T101500Z.ndjson".
bool is_rotated(std::string_view stem) {
    const std::size_t dot = stem.rfind('.');
    const std::string_view time = dot == std::string_view::npos ? "" : stem.substr(dot + 1);
    return time.size() >= 16 && time[8] == 'T' &&
           std::all_of(time.begin(), time.begin() + 8, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Status read_published_files(Files& files, const std::string& directory,
                            const OnPublished& on_record) {
    const auto checkpoint = checkpoint_of(files, directory);
    if (!checkpoint) {
        return checkpoint.error();
    }
    const auto names = files.list(directory);
    if (!names) {
        return names.error();
    }
    for (const std::string& name : *names) {
        if (!name.ends_with(suffix)) {
            continue;
        }
        std::optional<std::uint64_t> length;
        if (*checkpoint) {
            const auto known =
                (*checkpoint)->lengths.find(name.substr(0, name.size() - suffix.size()));
            length = known == (*checkpoint)->lengths.end() ? length : known->second;
        }
        if (auto read = read_file(files, directory + "/" + name, length, on_record); !read) {
            return read;
        }
    }
    return {};
}

Status adopt_published_files(Files& files, const std::string& directory, const StateId& owner) {
    const auto before = checkpoint_of(files, directory);
    const auto names = files.list(directory);
    if (!before || !names) {
        return before ? names.error() : before.error();
    }
    FilesCheckpoint checkpoint{owner, Sequence{0}, {}, std::nullopt};
    if (*before) {
        checkpoint.rotation = (*before)->rotation;
    }
    for (const std::string& name : *names) {
        const std::string topic =
            name.substr(0, name.size() - std::min(name.size(), suffix.size()));
        if (!name.ends_with(suffix) || is_rotated(topic)) {
            continue;
        }
        const auto text = files.read(directory + "/" + name, topic_file_bytes_max);
        if (!text) {
            return text.error();
        }
        std::optional<std::uint64_t> vouched;
        if (*before && (*before)->lengths.contains(topic)) {
            vouched = (*before)->lengths.at(topic);
        }
        checkpoint.lengths[topic] = true_length(*text ? **text : std::string(), vouched);
    }
    return files.replace(directory + "/checkpoint", encode_checkpoint(checkpoint));
}

}  // namespace khabard
