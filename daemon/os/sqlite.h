#pragma once

// SQLite behind our own types: a database, and statements that are prepared once and bound in
// order. sqlite3.h is included in sqlite.cc only. One thread, no exceptions; every failure is an
// Error that names the statement and what SQLite said.
//
//     SqlStatement& find = database.prepare("SELECT due FROM feeds WHERE id = ?");
//     find.bind_text(id);
//     auto row = find.step();            // Result<bool>: true while there are rows
//     if (row.ok() && *row) due = find.integer(0);
//
// A statement is reset when it is prepared again, and when its rows or its patience end.

#include "daemon/base/result.h"
#include "daemon/base/time.h"
#include "daemon/model/keys.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace khabard {

class SqlStatement {
public:
    struct Handle;
    explicit SqlStatement(std::unique_ptr<Handle> handle);
    ~SqlStatement();
    SqlStatement(const SqlStatement&) = delete;
    SqlStatement& operator=(const SqlStatement&) = delete;

    // Binds the next parameter.
    SqlStatement& bind_integer(std::int64_t value);
    SqlStatement& bind_optional(std::optional<std::int64_t> value);
    SqlStatement& bind_text(std::string_view value);
    SqlStatement& bind_blob(std::string_view bytes);
    SqlStatement& bind_digest(const Digest& digest);  // 16 bytes, big endian
    SqlStatement& bind_instant(Instant instant);      // milliseconds since 1970
    SqlStatement& bind_instant(const std::optional<Instant>& instant);

    // True: a row is there. False: done.
    Result<bool> step();
    // For statements that return no rows.
    Status run();

    // Columns of the present row, counted from 0.
    std::int64_t integer(int column) const;
    std::optional<std::int64_t> optional_integer(int column) const;
    std::string text(int column) const;  // also blobs
    Digest digest(int column) const;
    Instant instant(int column) const;
    std::optional<Instant> optional_instant(int column) const;

    void reset();

private:
    std::unique_ptr<Handle> handle_;
};

class Database {
public:
    struct Options {
        std::string path;      // ":memory:" keeps no file
        std::string vfs_name;  // empty: the default; tests register their own
    };

    // Opens or creates. The file is used by this process alone (locking mode exclusive, WAL,
    // synchronous FULL).
    static Result<std::unique_ptr<Database>> open(const Options& options);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    // One or more statements without parameters or rows.
    Status execute(const std::string& sql);
    // The statement for `sql`, reset. Kept for the life of the database; a syntax error is a bug.
    SqlStatement& prepare(const char* sql);
    bool in_transaction() const;
    // Rows that the last INSERT, UPDATE or DELETE changed.
    std::uint64_t changed_rows() const;

private:
    struct Handle;
    explicit Database(std::unique_ptr<Handle> handle);
    std::unique_ptr<Handle> handle_;
};

// "SQLite 1.2.3", for --version.
std::string sqlite_version();

}  // namespace khabard
