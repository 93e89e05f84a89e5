// khabard dlq: dead letters are files of the state directory, so looking at them needs nobody's
// leave. A replay changes the outbox: the running daemon carries it out, or, where none runs, this
// process does.

#include "daemon/base/exit_status.h"
#include "daemon/cli/commands.h"
#include "daemon/cli/control_command.h"
#include "daemon/cli/edge.h"
#include "daemon/lib/json/json_value.h"
#include "daemon/lib/json/json_writer.h"
#include "daemon/run/dead_letter.h"
#include "daemon/run/dead_letter_store.h"
#include "daemon/run/replay.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace khabard {
namespace {

constexpr std::array<const char*, 8> columns{"seq",      "when",    "stage", "cause",
                                             "attempts", "article", "bytes", "state"};
using Row = std::array<std::string, columns.size()>;

int fail(Edge& edge, const Error& error) {
    return failed(edge, "dlq", error.fault == Fault::usage ? exit_usage : exit_state, error.text());
}

DeadLetterStore store_of(Edge& edge, const Config& config) {
    return {edge.files,
            config.state_directory,
            {config.publish.dead_letters_max, config.publish.dead_letter_bytes_max}};
}

Row row_of(Sequence seq, const StoredDeadLetter& letter, const PutAside& aside) {
    return {std::to_string(seq.get()),
            aside.at,
            aside.stage,
            aside.cause,
            std::to_string(aside.attempts),
            aside.key,
            std::to_string(aside.payload_bytes),
            letter.replayed ? "replayed" : "waits"};
}

std::string table(const std::vector<Row>& rows) {
    std::array<std::size_t, columns.size()> widths{};
    for (const Row& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths[i], row[i].size());
        }
    }
    std::string text;
    for (const Row& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            const bool last = i + 1 == row.size();
            text += row[i] + (last ? "\n" : std::string(widths[i] - row[i].size() + 2, ' '));
        }
    }
    return text;
}

std::string json_of(const PutAside& aside, Sequence seq, const StoredDeadLetter& letter) {
    JsonWriter json;
    json.begin_object().key("seq").unsigned_integer(seq.get());
    json.key("at").string(aside.at).key("stage").string(aside.stage);
    json.key("cause").string(aside.cause).key("what").string(aside.what);
    json.key("attempts").unsigned_integer(aside.attempts).key("article").string(aside.key);
    json.key("bytes").unsigned_integer(aside.payload_bytes);
    json.key("replayed").boolean(letter.replayed).end_object();
    return json.take() + "\n";
}

int list(Edge& edge, const DeadLetterStore& store, bool as_json) {
    std::vector<Row> rows;
    std::string lines;
    Row head;
    std::copy(columns.begin(), columns.end(), head.begin());
    rows.push_back(head);
    for (const auto& [seq, letter] : store.letters()) {
        const auto text = store.text(seq);
        const auto aside = text ? read_put_aside(*text) : text.error();
        if (!aside) {
            edge.terminal.err("khabard dlq: " + std::to_string(seq.get()) + ": " +
                              aside.error().text() + "\n");
            continue;
        }
        rows.push_back(row_of(seq, letter, *aside));
        lines += json_of(*aside, seq, letter);
    }
    if (as_json) {
        return say(edge, lines);
    }
    return say(edge, rows.size() == 1 ? "there are no dead letters\n" : table(rows));
}

// One member a line, two blanks a level.
void pretty(std::string& out, const JsonValue& value, std::size_t level) {
    const std::string margin(2 * (level + 1), ' ');
    const std::string last(2 * level, ' ');
    JsonWriter json;
    if (const JsonObject* object = value.object(); object != nullptr && !object->empty()) {
        out += "{";
        const char* before = "\n";
        for (const JsonMember& member : *object) {
            out += before + margin;
            append_json_string(out, member.key);
            out += ": ";
            pretty(out, member.value, level + 1);
            before = ",\n";
        }
        out += "\n" + last + "}";
    } else if (const JsonArray* array = value.array(); array != nullptr && !array->empty()) {
        out += "[";
        const char* before = "\n";
        for (const JsonValue& element : *array) {
            out += before + margin;
            pretty(out, element, level + 1);
            before = ",\n";
        }
        out += "\n" + last + "]";
    } else if (const std::string* text = value.string()) {
        append_json_string(out, *text);
    } else if (const bool* truth = value.boolean()) {
        out += *truth ? "true" : "false";
    } else if (value.object() != nullptr) {
        out += "{}";
    } else if (value.array() != nullptr) {
        out += "[]";
    } else {
        out += value.scalar_text().value_or("null");
    }
}

int show(Edge& edge, const DeadLetterStore& store, const std::vector<std::uint64_t>& letters) {
    constexpr std::size_t bytes_max = std::size_t{64} * 1024 * 1024;
    std::string text;
    for (const std::uint64_t number : letters) {
        const auto kept = store.text(Sequence{number});
        if (!kept) {
            return fail(edge, kept.error());
        }
        const auto json = parse_json(*kept, {.bytes_max = bytes_max});
        if (!json) {
            return fail(edge, json.error());
        }
        pretty(text, *json, 0);
        text += "\n";
    }
    return say(edge, text);
}

// Where no daemon runs: the state directory is ours until the command ends.
int replay_here(Edge& edge, const Config& config, const Replay& wanted) {
    auto ledger = open_own_ledger(config);
    if (!ledger) {
        return fail(edge, ledger.error());
    }
    DeadLetterStore store = store_of(edge, config);
    if (auto loaded = store.load(); !loaded) {
        return fail(edge, loaded.error());
    }
    if (auto back = store.give_back((*ledger)->info().highest); !back) {
        return fail(edge, back.error());
    }
    auto done = replay(wanted, store, **ledger);
    const Status committed = done ? (*ledger)->commit() : done.error();
    if (!committed) {
        (*ledger)->rollback();
        if (auto back = store.give_back((*ledger)->info().highest); !back) {
            return fail(edge, back.error());
        }
        return fail(edge, committed.error());
    }
    return say(edge, done->text);
}

int replay_letters(Edge& edge, const Config& config, const DlqArguments& arguments) {
    const auto locked = lock_stored_state(edge, config);
    if (!locked && locked.error().fault == Fault::busy) {
        JsonWriter json;
        json.begin_object().key("letters").begin_array();
        for (const std::uint64_t letter : arguments.letters) {
            json.unsigned_integer(letter);
        }
        json.end_array().end_object();
        return show_answer(edge, ask_daemon(config.control_socket, "dlq_replay", json.take()));
    }
    if (!locked) {
        return fail(edge, locked.error());
    }
    Replay wanted{};
    for (const std::uint64_t letter : arguments.letters) {
        wanted.wanted.push_back(Sequence{letter});
    }
    return replay_here(edge, config, wanted);
}

}  // namespace

int execute_dlq(const DlqArguments& arguments) {
    Edge edge;
    const auto configuration = installed_configuration(edge, arguments.config);
    if (!configuration) {
        return exit_configuration;
    }
    if (arguments.action == DlqAction::replay) {
        return replay_letters(edge, configuration->config, arguments);
    }
    DeadLetterStore store = store_of(edge, configuration->config);
    if (auto loaded = store.load(); !loaded) {
        return fail(edge, loaded.error());
    }
    return arguments.action == DlqAction::list ? list(edge, store, arguments.json)
                                               : show(edge, store, arguments.letters);
}

}  // namespace khabard
