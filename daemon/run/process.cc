#include "daemon/run/process.h"

#include "connectors/readers/ndjson.h"
#include "daemon/base/exit_status.h"
#include "daemon/dedup/near_index.h"
#include "daemon/lib/json/json_writer.h"
#include "daemon/pipeline/conclude.h"
#include "daemon/run/line_reader.h"
#include "daemon/stages/decode.h"
#include "daemon/web/url.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

namespace khabard {
namespace {

constexpr std::size_t chunk_bytes = std::size_t{256} * 1024;
constexpr std::size_t lines_at_once = 128;  // articles of one commit; bounds the memory

class Run {
public:
    Run(const ProcessOptions& options, ProcessPorts ports)
        : options_(options), ports_(ports), index_(options.rules->limits) {}

    int all();

private:
    void file(const std::string& name);
    void document(const std::string& name, std::string bytes);
    void ndjson(const std::string& name, ByteSource& source);
    void line(std::string_view text, RawFeed& batch);
    void settle(const std::string& name, const Prepared& prepared);
    void print_outbox();
    void refuse(const std::string& name, const char* stage, const std::string& what);
    void fail(const std::string& what);
    bool load_index();
    Job job(std::string bytes) const;
    void closing_tally();

    const ProcessOptions& options_;
    ProcessPorts ports_;
    NearIndex index_;
    Tally tally_;
    std::uint64_t line_number_ = 0;
    bool refused_ = false;
    bool failed_ = false;
};

void Run::refuse(const std::string& name, const char* stage, const std::string& what) {
    ports_.terminal.err(process_error_line(name, stage, what));
    refused_ = true;
}

void Run::fail(const std::string& what) {
    ports_.terminal.err("khabard process: " + what + "\n");
    failed_ = true;
}

Job Run::job(std::string bytes) const {
    return Job{.feed = options_.feed,
               .rules = options_.rules,
               .fetched = local_document(options_.url, std::move(bytes), options_.now),
               .read_as = options_.read_as,
               .charset_hint = options_.charset,
               .memory = Memory{.seen = {}, .body = std::nullopt},
               .now = options_.now,
               .follow_run_rules = false};
}

bool Run::load_index() {
    auto known = ports_.ledger.indexed(options_.now - options_.rules->limits.dedupe_window);
    if (!known) {
        fail(known.error().text());
        return false;
    }
    for (IndexedArticle& article : *known) {
        index_.add(std::move(article));
    }
    index_.apply();
    return true;
}

// Everything the ledger accepted is printed and settled at once: the terminal is the sink.
void Run::print_outbox() {
    const Limits& limits = options_.rules->limits;
    for (;;) {
        const auto rows = ports_.ledger.outbox(ports_.ledger.info().settled, limits.batch_rows_max,
                                               limits.batch_bytes_max);
        if (!rows) {
            return fail(rows.error().text());
        }
        if (rows->empty()) {
            return;
        }
        std::string text;
        for (const OutboxRow& row : *rows) {
            text += row.record.payload + "\n";
        }
        if (auto written = ports_.terminal.out(text); !written) {
            return fail(written.error().text());
        }
        if (auto settled = ports_.ledger.settle(rows->back().seq); !settled) {
            return fail(settled.error().text());
        }
        if (auto committed = ports_.ledger.commit(); !committed) {
            return fail(committed.error().text());
        }
    }
}

void Run::settle(const std::string& name, const Prepared& prepared) {
    if (prepared.refused) {
        return refuse(name, "read", prepared.refused->what);
    }
    for (const PreparedItem& item : prepared.items) {
        if (item.reason == Reason::unreadable) {
            refuse(name, "read", item.what);
        }
    }
    auto known = ports_.ledger.known(questions(prepared));
    if (!known) {
        return fail(known.error().text());
    }
    const Concluded concluded =
        conclude(prepared, std::move(*known), index_,
                 {.feed = options_.feed, .rules = *options_.rules, .now = options_.now});
    if (auto applied = ports_.ledger.apply(options_.feed.id, concluded.changes); !applied) {
        return fail(applied.error().text());
    }
    if (auto committed = ports_.ledger.commit(); !committed) {
        return fail(committed.error().text());
    }
    index_.apply();
    tally_.add(concluded.changes.tally);
    print_outbox();
}

void Run::document(const std::string& name, std::string bytes) {
    Job work = job(std::move(bytes));
    if (work.read_as == ReadAs::detect) {
        work.read_as = read_as_by_name(name);
    }
    settle(name, prepare(work));
}

void Run::line(std::string_view text, RawFeed& batch) {
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

RawFeed empty_batch() {
    return RawFeed{.format = "ndjson",
                   .wellformed = true,
                   .feed = {},
                   .items = {},
                   .rejects = {},
                   .followups = {},
                   .warnings = {}};
}

// Line by line, so that a file of any size is read in bounded memory.
void Run::ndjson(const std::string& name, ByteSource& source) {
    const Document document{.text = Utf8::from_decoded({}),
                            .url = options_.url,
                            .content_type = "application/x-ndjson",
                            .encoding = "utf-8",
                            .encoding_reason = "utf-8",
                            .replaced = 0,
                            .truncated = false};
    const Job work = job({});
    LineReader lines(source, options_.rules->limits.ndjson_line_bytes_max);
    RawFeed batch = empty_batch();
    while (!failed_) {
        const auto text = lines.next();
        if (!text) {
            refuse(name, "read", text.error().text());
            break;
        }
        if (!*text) {
            break;
        }
        line(**text, batch);
        if (batch.items.size() + batch.rejects.size() >= lines_at_once) {
            settle(name, prepare_items(work, std::exchange(batch, empty_batch()), document));
        }
    }
    if (!failed_) {
        settle(name, prepare_items(work, std::move(batch), document));
    }
}

void Run::file(const std::string& name) {
    line_number_ = 0;
    auto source = ports_.sources.open(name);
    if (!source) {
        return refuse(name, "open", source.error().what);
    }
    const ReadAs as = options_.read_as == ReadAs::detect ? read_as_by_name(name) : options_.read_as;
    if (as == ReadAs::ndjson) {
        return ndjson(name, **source);
    }
    std::string bytes;
    const std::size_t bytes_max = options_.rules->limits.input_file_bytes_max;
    for (;;) {
        const auto read = (*source)->read(bytes, chunk_bytes);
        if (!read) {
            return refuse(name, "open", read.error().what);
        }
        if (*read == 0) {
            break;
        }
        if (bytes.size() > bytes_max) {
            return refuse(name, "open",
                          "it is larger than " + std::to_string(bytes_max) +
                              " bytes (limits.input_file_bytes_max)");
        }
    }
    document(name, std::move(bytes));
}

void Run::closing_tally() {
    std::string text = "khabard process: " + std::to_string(tally_.items_read()) + " items read";
    for (const Outcome outcome :
         {Outcome::created, Outcome::updated, Outcome::unthemed, Outcome::duplicate,
          Outcome::skipped, Outcome::rejected, Outcome::repeat}) {
        text += ", " + std::to_string(tally_.of(outcome)) + " " + outcome_name(outcome);
    }
    ports_.terminal.err(text + "\n");
}

int Run::all() {
    if (!load_index()) {
        return exit_state;
    }
    for (const std::string& name : options_.files) {
        file(name);
        if (failed_) {
            return exit_state;
        }
    }
    closing_tally();
    return refused_ ? exit_refused : exit_ok;
}

}  // namespace

ReadAs read_as_by_name(std::string_view name) {
    const auto ends = [&](std::string_view extension) { return name.ends_with(extension); };
    if (ends(".ndjson") || ends(".jsonl")) {
        return ReadAs::ndjson;
    }
    if (ends(".txt")) {
        return ReadAs::text;
    }
    return ends(".html") || ends(".htm") ? ReadAs::page : ReadAs::detect;
}

Feed process_feed(const Rules& rules, const std::string& url) {
    const auto configured = std::find_if(rules.feeds.begin(), rules.feeds.end(),
                                         [&](const Feed& feed) { return feed.url == url; });
    if (!url.empty() && configured != rules.feeds.end()) {
        return *configured;
    }
    return Feed{.id = FeedId{"process"},
                .url = url,
                .display_url = redact_url(url),
                .kind = FeedKind::automatic,
                .source = Source{"process", "process", {}},
                .interval = std::chrono::minutes{15},
                .interval_reason = {},
                .fetch_pages = FetchPages::never,
                .robots = RobotsPolicy::obey,
                .publish_body = PublishBody::full,
                .timezone = {},
                .enabled = true,
                .json = {},
                .headers = {}};
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

std::string process_error_line(const std::string& file, const char* stage,
                               const std::string& what) {
    JsonWriter json;
    json.begin_object().key("error").string(what).key("file").string(file);
    json.key("stage").string(stage).end_object();
    return json.take() + "\n";
}

int process(const ProcessOptions& options, ProcessPorts ports) {
    return Run(options, ports).all();
}

}  // namespace khabard
