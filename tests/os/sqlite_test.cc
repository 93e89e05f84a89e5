#include "daemon/os/sqlite.h"

#include "tests/os/temporary_directory.h"
#include "tests/support/catch.h"

#include <limits>

using namespace khabard;

namespace {

std::unique_ptr<Database> in_memory() {
    auto database = Database::open({":memory:", {}});
    REQUIRE(database.ok());
    return std::move(*database);
}

}  // namespace

TEST_CASE("a moment comes back as it was bound, and none as none") {
    const auto database = in_memory();
    REQUIRE(database->execute("CREATE TABLE t(a, b, c)").ok());
    const Instant before_1970{std::chrono::milliseconds{-1}};
    const Instant moment{std::chrono::milliseconds{1'769'846'400'123}};
    REQUIRE(database->prepare("INSERT INTO t VALUES(?, ?, ?)")
                .bind_instant(before_1970)
                .bind_instant(std::optional<Instant>(moment))
                .bind_instant(std::nullopt)
                .run()
                .ok());
    SqlStatement& read = database->prepare("SELECT a, b, c FROM t");
    REQUIRE(*read.step());
    CHECK(read.instant(0) == before_1970);
    CHECK(read.integer(1) == 1'769'846'400'123);
    CHECK(read.optional_instant(1) == moment);
    CHECK(read.optional_instant(2) == std::nullopt);
}

TEST_CASE("values come back as they were bound, in order") {
    const auto database = in_memory();
    REQUIRE(database->execute("CREATE TABLE t(a, b, c, d, e, f, g)").ok());
    const std::string odd("\0x\xff", 3);
    const Digest digest{0x8000000000000001, 0xffffffffffffffff};
    database->prepare("INSERT INTO t VALUES(?, ?, ?, ?, ?, ?, ?)")
        .bind_integer(std::numeric_limits<std::int64_t>::min())
        .bind_optional(std::nullopt)
        .bind_optional(7)
        .bind_text("نص")
        .bind_blob(odd)
        .bind_digest(digest)
        .bind_text("");
    // Prepared again it would be reset: it runs under the address of its text.
    REQUIRE(database
                ->execute("INSERT INTO t VALUES(-5, NULL, 7, 'x', x'0078ff',"
                          " x'8000000000000001ffffffffffffffff', '')")
                .ok());
    SqlStatement& read = database->prepare("SELECT * FROM t");
    REQUIRE(*read.step());
    CHECK(read.integer(0) == -5);
    CHECK_FALSE(read.optional_integer(1).has_value());
    CHECK(read.optional_integer(2) == 7);
    CHECK(read.text(3) == "x");
    CHECK(read.text(4) == odd);
    CHECK(read.digest(5) == digest);
    CHECK(read.text(6).empty());
    CHECK_FALSE(*read.step());
}

TEST_CASE("what was bound is written, with all its bytes") {
    const auto database = in_memory();
    REQUIRE(database->execute("CREATE TABLE t(a, b, c, d, e)").ok());
    const std::string odd("\0x\xff", 3);
    const Digest digest{1, 0x8000000000000000};
    REQUIRE(database->prepare("INSERT INTO t VALUES(?, ?, ?, ?, ?)")
                .bind_integer(std::numeric_limits<std::int64_t>::min())
                .bind_optional(std::nullopt)
                .bind_text("نص")
                .bind_blob(odd)
                .bind_digest(digest)
                .run()
                .ok());
    CHECK(database->changed_rows() == 1);
    SqlStatement& read = database->prepare("SELECT * FROM t");
    REQUIRE(*read.step());
    CHECK(read.integer(0) == std::numeric_limits<std::int64_t>::min());
    CHECK_FALSE(read.optional_integer(1).has_value());
    CHECK(read.text(2) == "نص");
    CHECK(read.text(3) == odd);
    CHECK(read.digest(4) == digest);
}

TEST_CASE("what is no digest reads as nought") {
    const auto database = in_memory();
    SqlStatement& read = database->prepare("SELECT NULL, 'short', x'00'");
    REQUIRE(*read.step());
    for (const int column : {0, 1, 2}) {
        CHECK(read.digest(column) == Digest{0, 0});
    }
}

TEST_CASE("a statement that is prepared again starts anew") {
    const auto database = in_memory();
    REQUIRE(database->execute("CREATE TABLE t(a); INSERT INTO t VALUES(1), (2)").ok());
    const char* const sql = "SELECT a FROM t WHERE a >= ? ORDER BY a";
    SqlStatement& first = database->prepare(sql);
    REQUIRE(*first.bind_integer(1).step());
    CHECK(first.integer(0) == 1);
    SqlStatement& second = database->prepare(sql);
    CHECK(&second == &first);
    REQUIRE(*second.bind_integer(2).step());
    CHECK(second.integer(0) == 2);
    CHECK_FALSE(*second.step());
}

TEST_CASE("a failure says what SQLite said") {
    const auto database = in_memory();
    REQUIRE(database->execute("CREATE TABLE t(a PRIMARY KEY); INSERT INTO t VALUES(1)").ok());
    const Status twice = database->prepare("INSERT INTO t VALUES(?)").bind_integer(1).run();
    REQUIRE_FALSE(twice.ok());
    CHECK(twice.error().fault == Fault::state);
    CHECK(twice.error().what.find("UNIQUE") != std::string::npos);
    CHECK(database->prepare("INSERT INTO t VALUES(?)").bind_integer(2).run().ok());
    CHECK_FALSE(database->execute("INSERT INTO nothing VALUES(1)").ok());
}

TEST_CASE("transactions are known to be open") {
    const auto database = in_memory();
    REQUIRE(database->execute("CREATE TABLE t(a)").ok());
    CHECK_FALSE(database->in_transaction());
    REQUIRE(database->execute("BEGIN IMMEDIATE; INSERT INTO t VALUES(1)").ok());
    CHECK(database->in_transaction());
    REQUIRE(database->execute("ROLLBACK").ok());
    CHECK_FALSE(database->in_transaction());
    CHECK_FALSE(*database->prepare("SELECT a FROM t").step());
}

TEST_CASE("a file belongs to the first who opens it") {
    const TemporaryDirectory directory;
    const auto first = Database::open({directory / "a.db", {}});
    REQUIRE(first.ok());
    REQUIRE((*first)->execute("CREATE TABLE t(a)").ok());
    const auto second = Database::open({directory / "a.db", {}});
    CHECK_FALSE(second.ok());
}

TEST_CASE("a file that cannot be opened, or a VFS that does not exist, is an error") {
    const TemporaryDirectory directory;
    CHECK_FALSE(Database::open({directory / "no/a.db", {}}).ok());
    CHECK_FALSE(Database::open({directory / "a.db", "no-such-vfs"}).ok());
}
