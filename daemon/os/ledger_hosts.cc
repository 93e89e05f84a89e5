// Hosts that asked to be left alone.

#include "daemon/os/ledger_rows.h"

namespace khabard {

Result<std::vector<HostRest>> read_host_rests(Database& database) {
    SqlStatement& rows = database.prepare("SELECT host, url, until, of_host FROM host_rests");
    std::vector<HostRest> rests;
    for (;;) {
        const auto row = rows.step();
        if (!row) {
            return row.error();
        }
        if (!*row) {
            return rests;
        }
        rests.push_back(HostRest{.host = rows.text(0),
                                 .url = rows.text(1),
                                 .until = rows.instant(2),
                                 .of_host = rows.integer(3) != 0});
    }
}

Status write_host_rests(Database& database, const std::string& host,
                        const std::vector<HostRest>& rests) {
    SqlStatement& remove = database.prepare("DELETE FROM host_rests WHERE host = ?");
    remove.bind_text(host);
    if (auto removed = remove.run(); !removed) {
        return removed;
    }
    SqlStatement& write = database.prepare(
        "INSERT OR REPLACE INTO host_rests(host, url, until, of_host) VALUES(?, ?, ?, ?)");
    for (const HostRest& rest : rests) {
        write.reset();
        write.bind_text(rest.host)
            .bind_text(rest.url)
            .bind_instant(rest.until)
            .bind_integer(rest.of_host ? 1 : 0);
        if (auto written = write.run(); !written) {
            return written;
        }
    }
    return {};
}

}  // namespace khabard
