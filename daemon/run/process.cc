#include "daemon/run/process.h"

#include "daemon/base/exit_status.h"
#include "daemon/dedup/near_index.h"
#include "daemon/lib/json/json_writer.h"
#include "daemon/pipeline/conclude.h"
#include "daemon/run/fill_index.h"
#include "daemon/run/input_file.h"
#include "daemon/run/retract.h"
#include "daemon/web/url.h"

#include <algorithm>
#include <utility>

namespace khabard {
namespace {

class Run {
public:
    Run(const ProcessOptions& options, ProcessPorts ports)
        : options_(options),
          ports_(ports),
          input_{.read_as = options.read_as,
                 .url = options.url,
                 .charset = options.charset,
                 .now = options.now,
                 .feed = options.feed,
                 .rules = options.rules},
          index_(options.rules->limits) {}

    int all();

private:
    void file(const std::string& name);
    void settle(const std::string& name, const Prepared& prepared);
    void take_back(const TakenBack& taken);
    void print_outbox();
    void refuse(const std::string& name, const char* stage, const std::string& what);
    void fail(const std::string& what);
    bool load_index();
    void closing_tally();

    const ProcessOptions& options_;
    ProcessPorts ports_;
    InputOptions input_;
    NearIndex index_;
    Tally tally_;
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

bool Run::load_index() {
    const Instant since = options_.now - options_.rules->limits.dedupe_window;
    if (const Status filled = fill_index(index_, ports_.ledger, since); !filled) {
        fail(filled.error().text());
        return false;
    }
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
    for (const TakenBack& taken : concluded.taken_back) {
        take_back(taken);
    }
    if (auto committed = ports_.ledger.commit(); !committed) {
        return fail(committed.error().text());
    }
    index_.apply();
    tally_.add(concluded.changes.tally);
    print_outbox();
}

void Run::take_back(const TakenBack& taken) {
    const auto found = find_retraction(ports_.ledger, *options_.rules, taken.id,
                                       {RetractionCause::publisher, taken.why}, options_.now);
    if (!found) {
        return fail(found.error().text());
    }
    if (auto applied = ports_.ledger.apply(found->feed, found->changes); !applied) {
        return fail(applied.error().text());
    }
}

void Run::file(const std::string& name) {
    InputFile input(ports_.sources, input_, name);
    while (!failed_) {
        const auto piece = input.next();
        if (!piece) {
            return;
        }
        if (piece->prepared) {
            settle(name, *piece->prepared);
        } else {
            refuse(name, piece->stage, piece->what);
        }
    }
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
                .fetch_pages = FetchPages::never};
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
