#include "daemon/run/input_file.h"

#include "connectors/readers/ndjson.h"

#include <utility>

namespace khabard {
namespace {

constexpr std::size_t chunk_bytes = std::size_t{256} * 1024;
constexpr std::size_t lines_at_once = 128;  // articles of one piece; bounds the memory

RawFeed empty_batch() {
    return RawFeed{.format = "ndjson",
                   .wellformed = true,
                   .feed = {},
                   .items = {},
                   .rejects = {},
                   .followups = {},
                   .warnings = {}};
}

Document ndjson_document(const std::string& url) {
    return Document{.text = Utf8::from_decoded({}),
                    .url = url,
                    .content_type = "application/x-ndjson",
                    .encoding = "utf-8",
                    .encoding_reason = "utf-8",
                    .replaced = 0,
                    .truncated = false};
}

}  // namespace

InputFile::InputFile(ByteSources& sources, const InputOptions& options, std::string name)
    : sources_(sources),
      options_(options),
      name_(std::move(name)),
      as_(options.read_as == ReadAs::detect ? read_as_by_name(name_) : options.read_as) {}

std::optional<InputPiece> InputFile::failed(const char* stage, std::string what) {
    return InputPiece{std::nullopt, stage, std::move(what)};
}

Job InputFile::job(std::string bytes) const {
    return Job{.feed = options_.feed,
               .rules = options_.rules,
               .fetched = local_document(options_.url, std::move(bytes), options_.now),
               .read_as = as_,
               .charset_hint = options_.charset,
               .memory = Memory{.seen = {}, .body = std::nullopt},
               .now = options_.now,
               .follow_run_rules = false};
}

std::optional<InputPiece> InputFile::document() {
    ended_ = true;
    std::string bytes;
    const std::size_t bytes_max = options_.rules->limits.input_file_bytes_max;
    for (;;) {
        const auto read = source_->read(bytes, chunk_bytes);
        if (!read) {
            return failed("open", read.error().what);
        }
        if (*read == 0) {
            return InputPiece{prepare(job(std::move(bytes))), "", {}};
        }
        if (bytes.size() > bytes_max) {
            return failed("open", "it is larger than " + std::to_string(bytes_max) +
                                      " bytes (limits.input_file_bytes_max)");
        }
    }
}

void InputFile::line(std::string_view text, RawFeed& batch) {
    ++line_number_;
    if (is_blank_line(text)) {
        return;
    }
    auto item = read_ndjson_line(text, line_number_, options_.rules->limits);
    if (item) {
        batch.items.push_back(std::move(*item));
    } else {
        batch.rejects.push_back(ndjson_reject(text, line_number_, item.error()));
    }
}

// What was read before a line that cannot be is handed out behind the reason.
std::optional<InputPiece> InputFile::lines() {
    if (!reader_) {
        reader_.emplace(*source_, options_.rules->limits.ndjson_line_bytes_max);
    }
    RawFeed batch = std::exchange(batch_, std::nullopt).value_or(empty_batch());
    while (!ended_ && batch.items.size() + batch.rejects.size() < lines_at_once) {
        const auto text = reader_->next();
        if (!text) {
            ended_ = true;
            batch_ = std::move(batch);
            return failed("read", text.error().text());
        }
        if (!*text) {
            ended_ = true;
            break;
        }
        line(**text, batch);
    }
    return InputPiece{
        prepare_items(job({}), std::move(batch), ndjson_document(options_.url)), "", {}};
}

std::optional<InputPiece> InputFile::next() {
    if (ended_ && !batch_) {
        return std::nullopt;
    }
    if (!source_) {
        auto source = sources_.open(name_);
        if (!source) {
            ended_ = true;
            return failed("open", source.error().what);
        }
        source_ = std::move(*source);
    }
    return as_ == ReadAs::ndjson ? lines() : document();
}

ReadAs read_as_by_name(std::string_view name) {
    if (name.ends_with(".gz")) {
        name.remove_suffix(3);
    }
    const auto ends = [&](std::string_view extension) { return name.ends_with(extension); };
    if (ends(".ndjson") || ends(".jsonl")) {
        return ReadAs::ndjson;
    }
    if (ends(".txt")) {
        return ReadAs::text;
    }
    return ends(".html") || ends(".htm") ? ReadAs::page : ReadAs::detect;
}

Fetched local_document(const std::string& url, std::string bytes, Instant now) {
    return Fetched{.url = url,
                   .effective_url = url,
                   .status = 200,
                   .headers = {},
                   .validators = {},
                   .body = RawBytes{std::move(bytes)},
                   .truncated = false,
                   .at = now,
                   .remote_address = {}};
}

}  // namespace khabard
