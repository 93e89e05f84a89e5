#include "daemon/os/state_file.h"

#include "daemon/os/ledger_rows.h"
#include "daemon/os/sqlite.h"

#include <sys/stat.h>

#include <utility>

namespace khabard {
namespace {

constexpr int damage_max = 20;

Result<std::vector<std::string>> damage_of(Database& database) {
    std::vector<std::string> damage;
    SqlStatement& rows = database.prepare("PRAGMA integrity_check(20)");
    while (damage.size() < damage_max) {
        const auto row = rows.step();
        if (!row) {
            return row.error();
        }
        if (!*row) {
            break;
        }
        if (std::string text = rows.text(0); text != "ok") {
            damage.push_back(std::move(text));
        }
    }
    rows.reset();
    return damage;
}

Result<std::uint64_t> count(Database& database, const char* sql) {
    SqlStatement& rows = database.prepare(sql);
    const auto row = rows.step();
    if (!row || !*row) {
        return Error{Fault::state, "state file", "cannot be read"};
    }
    const auto number = static_cast<std::uint64_t>(rows.integer(0));
    rows.reset();
    return number;
}

}  // namespace

Result<StateFileReport> check_state_file(const std::string& path) {
    struct stat found {};
    if (::stat(path.c_str(), &found) != 0) {  // opening would create it
        return Error{Fault::state, path, "there is no such file"};
    }
    auto opened = Database::open({.path = path, .vfs_name = {}});
    if (!opened) {
        return opened.error();
    }
    Database& database = **opened;
    const auto tables = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'meta'").step();
    if (!tables || !*tables) {
        return Error{Fault::state, path,
                     tables ? "it is no state file of khabard" : tables.error().what};
    }
    StateFileReport report{};
    auto damage = damage_of(database);
    if (!damage) {
        return Error{Fault::state, path, damage.error().what};
    }
    report.damage = std::move(*damage);
    const auto state_id = read_meta_text(database, "state_id");
    const auto layout = read_meta_number(database, "schema");
    const auto highest = read_meta_number(database, "highest");
    const auto settled = read_meta_number(database, "settled");
    const auto articles = count(database, "SELECT count(*) FROM articles");
    const auto rows = count_outbox(database);
    if (!state_id || !layout || !highest || !settled || !articles || !rows) {
        report.damage.emplace_back("a table cannot be read");
        return report;
    }
    report.state_id = *state_id;
    report.layout = *layout;
    report.highest = *highest;
    report.settled = *settled;
    report.articles = *articles;
    report.outbox_rows = *rows;
    return report;
}

}  // namespace khabard
