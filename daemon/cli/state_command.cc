#include "connectors/sinks/files/published_files.h"
#include "connectors/sinks/kafka/published_topics.h"
#include "daemon/base/exit_status.h"
#include "daemon/cli/commands.h"
#include "daemon/cli/control_command.h"
#include "daemon/cli/sink_choice.h"
#include "daemon/config/section_reader.h"
#include "daemon/lib/json/json_writer.h"
#include "daemon/os/machine.h"
#include "daemon/os/sqlite_ledger.h"
#include "daemon/os/state_file.h"
#include "daemon/run/rebuild.h"

#include <algorithm>
#include <string>

namespace khabard {
namespace {

int failed(Edge& edge, const Error& error) {
    const bool busy = error.fault == Fault::busy;
    return failed(edge, "state", busy ? exit_busy : exit_state,
                  error.text() + (busy ? "; stop the daemon first" : ""));
}

int check_state(Edge& edge, const std::string& path) {
    const auto report = check_state_file(path);
    if (!report) {
        return failed(edge, report.error());
    }
    if (!report->damage.empty()) {
        std::string text = path + ": damaged\n";
        for (const std::string& each : report->damage) {
            text += "  " + each + "\n";
        }
        edge.terminal.err(text + "restore a backup, or run khabard state rebuild\n");
        return exit_complaints;
    }
    return say(edge, path + ": whole; state " + report->state_id + ", layout " +
                         std::to_string(report->layout) + ", " + std::to_string(report->articles) +
                         " articles, " + std::to_string(report->outbox_rows) +
                         " unpublished records, sequence " + std::to_string(report->highest) +
                         ", settled " + std::to_string(report->settled) + "\n");
}

int check_own_state(Edge& edge, const Config& config) {
    const auto locked = lock_stored_state(edge, config);
    return locked ? check_state(edge, state_file(config)) : failed(edge, locked.error());
}

int backup_state(Edge& edge, const Config& config, const std::string& file) {
    const std::string target = resolve_path(working_directory(), file);
    const auto locked = lock_stored_state(edge, config);
    if (!locked && locked.error().fault == Fault::busy) {
        JsonWriter json;
        json.begin_object().key("file").string(target).end_object();
        return show_answer(edge, ask_daemon(config.control_socket, "backup", json.take()));
    }
    if (!locked) {
        return failed(edge, locked.error());
    }
    const auto ledger = open_own_ledger(config);
    if (!ledger) {
        return failed(edge, ledger.error());
    }
    if (auto made = (*ledger)->backup(target); !made) {
        return failed(edge, made.error());
    }
    return say(edge, "the state was copied to " + target + "\n");
}

// Reads what was published twice; see Rebuild.
Status read_published(Edge& edge, const Configuration& from, Rebuild& rebuild) {
    const std::string& dead_letters = from.rules->topics.dead_letters;
    const OnPublished note = [&](const std::string& topic, const std::string& key,
                                 std::string_view) -> Status {
        if (topic != dead_letters) {
            rebuild.note(topic, key);
        }
        return {};
    };
    const OnPublished add = [&](const std::string& topic, const std::string&,
                                std::string_view record) -> Status {
        return topic == dead_letters ? Status() : rebuild.add(topic, record);
    };
    const Config& config = from.config;
    const KafkaSinkOptions kafka = kafka_options(config, *from.rules);
    for (const OnPublished& reading : {note, add}) {
        const Status read =
            config.publish.sink == SinkKind::files
                ? read_published_files(edge.files, config.publish.files.directory, reading)
                : read_published_topics(kafka, kafka.topics, edge.clock, reading);
        if (!read) {
            return read;
        }
    }
    return rebuild.finish();
}

// The old file and its log stay, under a name that says when they were put aside.
Result<std::string> put_aside(Edge& edge, const std::string& path) {
    std::string stamp = format_rfc3339_seconds(edge.clock.wall());
    stamp.erase(
        std::remove_if(stamp.begin(), stamp.end(), [](char c) { return c == ':' || c == '-'; }),
        stamp.end());
    const std::string aside = path + ".before-" + stamp;
    for (const char* part : {"", "-wal", "-shm"}) {
        const auto size = edge.files.size(path + part);
        if (!size) {
            return size.error();
        }
        if (*size) {
            if (auto renamed = edge.files.rename(path + part, aside + part); !renamed) {
                return renamed.error();
            }
        }
    }
    return aside;
}

std::string told(const RebuildCounts& counts, const std::string& path, const std::string& aside) {
    std::string text = path + ": rebuilt from " + std::to_string(counts.records) + " records, " +
                       std::to_string(counts.articles) + " articles\n";
    if (counts.damaged > 0) {
        text += std::to_string(counts.damaged) + " records could not be read, the first on " +
                counts.first_damage + "\n";
    }
    return text + "the old file, if there was one, is " + aside + "\n";
}

int rebuild_state(Edge& edge, const Configuration& from) {
    const Config& config = from.config;
    if (auto locked = lock_state_directory(edge, config); !locked) {
        return failed(edge, locked.error());
    }
    const bool to_files = config.publish.sink == SinkKind::files;
    if (to_files) {
        if (auto locked = edge.files.lock(config.publish.files.directory + "/lock"); !locked) {
            return failed(edge, locked.error());
        }
    }
    const std::string fresh = state_file(config) + ".new";
    const auto aborted = put_aside(edge, fresh);  // of a rebuild that was killed
    if (!aborted) {
        return failed(edge, aborted.error());
    }
    const StateId state_id{random_name()};
    RebuildCounts counts{};
    {
        auto ledger = open_sqlite_ledger({.path = fresh, .vfs_name = {}, .new_state_id = state_id});
        if (!ledger) {
            return failed(edge, ledger.error());
        }
        Rebuild rebuild(**ledger, from.rules->aliases);
        if (auto read = read_published(edge, from, rebuild); !read) {
            const bool away = read.error().fault == Fault::network;
            return failed(edge, "state", away ? exit_unavailable : exit_state, read.error().text());
        }
        counts = rebuild.counts();
    }
    const auto aside = put_aside(edge, state_file(config));
    if (!aside) {
        return failed(edge, aside.error());
    }
    if (auto renamed = edge.files.rename(fresh, state_file(config)); !renamed) {
        return failed(edge, renamed.error());
    }
    if (auto synced = edge.files.sync(config.state_directory); !synced) {
        return failed(edge, synced.error());
    }
    if (to_files) {
        const std::string& directory = config.publish.files.directory;
        if (auto adopted = adopt_published_files(edge.files, directory, state_id); !adopted) {
            return failed(edge, adopted.error());
        }
    }
    return say(edge, told(counts, state_file(config), *aside));
}

}  // namespace

int execute_state(const StateArguments& arguments) {
    Edge edge;
    if (arguments.action == StateAction::check && !arguments.file.empty()) {
        return check_state(edge, arguments.file);
    }
    const auto configuration = installed_configuration(edge, arguments.config);
    if (!configuration) {
        return exit_configuration;
    }
    switch (arguments.action) {
        case StateAction::check: return check_own_state(edge, configuration->config);
        case StateAction::backup: return backup_state(edge, configuration->config, arguments.file);
        case StateAction::rebuild: return rebuild_state(edge, *configuration);
    }
    return exit_usage;
}

}  // namespace khabard
