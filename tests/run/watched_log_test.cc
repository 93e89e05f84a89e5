#include "daemon/run/watched_log.h"

#include "tests/run/ports.h"
#include "tests/support/catch.h"
#include "tests/support/manual_clock.h"

using namespace khabard;

namespace {

struct Kept final : Log {
    void write(LogLevel, const std::string& message, const std::vector<LogField>& given) override {
        messages.push_back(message);
        fields = given;
    }
    std::vector<std::string> messages;
    std::vector<LogField> fields;

    std::string field(const std::string& name) const {
        for (const LogField& one : fields) {
            if (one.name == name) {
                return one.value;
            }
        }
        return {};
    }
};

struct Written {
    ManualClock clock;
    Kept kept;
    Watch watch;
    WatchedLog log{kept, clock, watch};
};

}  // namespace

TEST_CASE("every line says which configuration was in force, once there is one") {
    Written it;
    it.log.notice("begin");
    CHECK(it.kept.field("GENERATION").empty());
    it.log.adopt(Generation{7}, {});
    it.log.notice("go on", {{"FEED", "a"}});
    CHECK(it.kept.field("GENERATION") == "7");
    CHECK(it.kept.field("FEED") == "a");
    it.log.notice("reloaded", {{"GENERATION", "8"}});
    CHECK(it.kept.field("GENERATION") == "8");
    CHECK(it.kept.fields.size() == 1);
}

TEST_CASE("errors and warnings are remembered with their feed and cause, notices are not") {
    Written it;
    it.log.warning("feed a failed", {{"FEED", "a"}, {"CAUSE", "unreachable"}});
    it.log.error("the disk is full");
    it.log.notice("fine");
    REQUIRE(it.watch.last_errors().size() == 2);
    CHECK(it.watch.last_errors()[0].level == "warning");
    CHECK(it.watch.last_errors()[0].feed == "a");
    CHECK(it.watch.last_errors()[0].cause == "unreachable");
    CHECK(it.watch.last_errors()[1].level == "error");
}

TEST_CASE("a line about a feed is a decision about it, a line about an article is not") {
    Written it;
    it.log.info("feed a: 3 items", {{"FEED", "a"}});
    it.log.info("created", {{"FEED", "a"}, {"OUTCOME", "created"}});
    const Watch::FeedMemo* memo = it.watch.memo(FeedId{"a"});
    REQUIRE(memo != nullptr);
    REQUIRE(memo->decisions.size() == 1);
    CHECK(memo->decisions[0].what == "feed a: 3 items");
    CHECK(it.kept.messages.size() == 2);
}

TEST_CASE("what is remembered holds no secret and is not endless") {
    Written it;
    it.log.adopt(Generation{1}, {"hunter2hunter2"});
    it.log.error("https://user:pass@example.org/f?token=abc answers hunter2hunter2 " +
                 std::string(5000, 'x'));
    const std::string& message = it.watch.last_errors()[0].message;
    CHECK(message.find("hunter2") == std::string::npos);
    CHECK(message.find("pass") == std::string::npos);
    CHECK(message.find("abc") == std::string::npos);
    CHECK(message.size() < 600);
}
