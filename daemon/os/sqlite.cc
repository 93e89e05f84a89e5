#include "daemon/os/sqlite.h"

#include "daemon/base/check.h"

#include <sqlite3.h>

#include <array>
#include <cstring>
#include <unordered_map>
#include <utility>

namespace khabard {
namespace {

struct CloseDatabase {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
struct FinalizeStatement {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

std::string describe(sqlite3* database) {
    std::string what = sqlite3_errmsg(database);
    const int system_errno = sqlite3_system_errno(database);
    if (system_errno != 0) {
        what += std::string(" (") + std::strerror(system_errno) + ")";
    }
    return what;
}

std::array<char, 16> digest_bytes(const Digest& digest) {
    std::array<char, 16> bytes{};
    for (std::size_t i = 0; i < 8; ++i) {
        bytes[i] = static_cast<char>(digest.high >> (56 - 8 * i));
        bytes[8 + i] = static_cast<char>(digest.low >> (56 - 8 * i));
    }
    return bytes;
}

std::uint64_t word(const unsigned char* bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < 8; ++i) {
        value = value << 8 | bytes[i];
    }
    return value;
}

}  // namespace

struct SqlStatement::Handle {
    std::unique_ptr<sqlite3_stmt, FinalizeStatement> statement;
    int bound = 0;
};

SqlStatement::SqlStatement(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}
SqlStatement::~SqlStatement() = default;

SqlStatement& SqlStatement::bind_integer(std::int64_t value) {
    sqlite3_bind_int64(handle_->statement.get(), ++handle_->bound, value);
    return *this;
}

SqlStatement& SqlStatement::bind_optional(std::optional<std::int64_t> value) {
    if (value) {
        return bind_integer(*value);
    }
    sqlite3_bind_null(handle_->statement.get(), ++handle_->bound);
    return *this;
}

// A view of nothing is an empty text, not NULL.
SqlStatement& SqlStatement::bind_text(std::string_view value) {
    const char* bytes = value.empty() ? "" : value.data();
    sqlite3_bind_text64(handle_->statement.get(), ++handle_->bound, bytes, value.size(),
                        SQLITE_TRANSIENT, SQLITE_UTF8);
    return *this;
}

SqlStatement& SqlStatement::bind_blob(std::string_view bytes) {
    const char* data = bytes.empty() ? "" : bytes.data();
    sqlite3_bind_blob64(handle_->statement.get(), ++handle_->bound, data, bytes.size(),
                        SQLITE_TRANSIENT);
    return *this;
}

SqlStatement& SqlStatement::bind_digest(const Digest& digest) {
    const auto bytes = digest_bytes(digest);
    return bind_blob(std::string_view(bytes.data(), bytes.size()));
}

SqlStatement& SqlStatement::bind_instant(Instant instant) {
    return bind_integer(instant.time_since_epoch().count());
}

SqlStatement& SqlStatement::bind_instant(const std::optional<Instant>& instant) {
    return instant ? bind_instant(*instant) : bind_optional(std::nullopt);
}

Result<bool> SqlStatement::step() {
    const int code = sqlite3_step(handle_->statement.get());
    if (code == SQLITE_ROW) {
        return true;
    }
    if (code == SQLITE_DONE) {
        reset();
        return false;
    }
    Error error{Fault::state, "state file", describe(sqlite3_db_handle(handle_->statement.get()))};
    reset();
    return error;
}

Status SqlStatement::run() {
    const auto row = step();
    if (!row) {
        return row.error();
    }
    check(!*row, "a statement that returns rows was run for its effect");
    return {};
}

std::int64_t SqlStatement::integer(int column) const {
    return sqlite3_column_int64(handle_->statement.get(), column);
}

std::optional<std::int64_t> SqlStatement::optional_integer(int column) const {
    if (sqlite3_column_type(handle_->statement.get(), column) == SQLITE_NULL) {
        return std::nullopt;
    }
    return integer(column);
}

std::string SqlStatement::text(int column) const {
    sqlite3_stmt* statement = handle_->statement.get();
    const void* bytes = sqlite3_column_blob(statement, column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
    return bytes == nullptr ? std::string() : std::string(static_cast<const char*>(bytes), size);
}

Digest SqlStatement::digest(int column) const {
    sqlite3_stmt* statement = handle_->statement.get();
    const auto* bytes = static_cast<const unsigned char*>(sqlite3_column_blob(statement, column));
    if (bytes == nullptr || sqlite3_column_bytes(statement, column) != 16) {
        return Digest{0, 0};
    }
    return Digest{word(bytes), word(bytes + 8)};
}

Instant SqlStatement::instant(int column) const {
    return Instant{std::chrono::milliseconds{integer(column)}};
}

std::optional<Instant> SqlStatement::optional_instant(int column) const {
    const auto value = optional_integer(column);
    return value ? std::optional<Instant>(instant(column)) : std::nullopt;
}

void SqlStatement::reset() {
    sqlite3_reset(handle_->statement.get());
    sqlite3_clear_bindings(handle_->statement.get());
    handle_->bound = 0;
}

struct Database::Handle {
    std::unique_ptr<sqlite3, CloseDatabase> database;
    // By the text's address: every statement of ours is a literal.
    std::unordered_map<const char*, std::unique_ptr<SqlStatement>> statements;
};

Database::Database(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}

Database::~Database() {
    handle_->statements.clear();
}

Result<std::unique_ptr<Database>> Database::open(const Options& options) {
    sqlite3* raw = nullptr;
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    const char* vfs = options.vfs_name.empty() ? nullptr : options.vfs_name.c_str();
    const int code = sqlite3_open_v2(options.path.c_str(), &raw, flags, vfs);
    auto handle = std::make_unique<Handle>();
    handle->database.reset(raw);
    if (code != SQLITE_OK) {
        return Error{Fault::state, options.path,
                     "cannot open the state file: " +
                         (raw != nullptr ? describe(raw) : std::string("out of memory"))};
    }
    sqlite3_extended_result_codes(raw, 1);
    auto database = std::unique_ptr<Database>(new Database(std::move(handle)));
    const Status configured = database->execute(
        "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
        "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32768; PRAGMA foreign_keys = OFF;");
    if (!configured) {
        return Error{Fault::state, options.path, configured.error().what};
    }
    return database;
}

Status Database::execute(const std::string& sql) {
    if (sqlite3_exec(handle_->database.get(), sql.c_str(), nullptr, nullptr, nullptr) !=
        SQLITE_OK) {
        return Error{Fault::state, "state file", describe(handle_->database.get())};
    }
    return {};
}

SqlStatement& Database::prepare(const char* sql) {
    auto& slot = handle_->statements[sql];
    if (slot == nullptr) {
        sqlite3_stmt* raw = nullptr;
        const int code = sqlite3_prepare_v3(handle_->database.get(), sql, -1,
                                            SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
        check(code == SQLITE_OK, sql);
        auto handle = std::make_unique<SqlStatement::Handle>();
        handle->statement.reset(raw);
        slot = std::make_unique<SqlStatement>(std::move(handle));
    }
    slot->reset();
    return *slot;
}

std::uint64_t Database::changed_rows() const {
    return static_cast<std::uint64_t>(sqlite3_changes64(handle_->database.get()));
}

bool Database::in_transaction() const {
    return sqlite3_get_autocommit(handle_->database.get()) == 0;
}

std::string sqlite_version() {
    return std::string("SQLite ") + sqlite3_libversion();
}

}  // namespace khabard
