// Commands of the control socket, as the service carries them out.

#include "daemon/run/control.h"
#include "daemon/run/service.h"
#include "tests/run/service_world.h"

using namespace khabard;

namespace {

std::string feed_line(const std::string& id) {
    return "[[feed]]\nid = \"" + id + "\"\nurl = \"https://" + id +
           ".example/rss\"\nfetch_pages = \"never\"\n";
}

}  // namespace

TEST_CASE("a reload over the control socket answers with the plan, or with the complaints") {
    ServiceWorld world(feed_line("a"));
    world.web = [](const Request&) { return answer(304); };
    const auto ask = [&](const std::string& arguments) {
        world.send(CommandLine{5, control_request_line("reload", arguments)});
    };
    int step = 0;
    world.at_wait = [&] {
        if (step == 0 && !world.requests.empty()) {
            world.write_feeds(feed_line("a") + feed_line("b"));
            ask("{\"wait\":true}");
            step = 1;
        } else if (step == 1 && world.control.answers.size() == 1) {
            world.write_feeds("[[feed]]\nid = 3\n");
            ask("{\"wait\":true}");
            step = 2;
        } else if (step == 2 && world.control.answers.size() == 2) {
            ask("{}");
            world.send(CommandLine{6, "nonsense"});
            world.send(CommandLine{7, control_request_line("dance", "{}")});
            step = 3;
        }
    };
    CHECK(world.run([&] { return world.control.answers.size() >= 5; }) == 0);
    REQUIRE(world.control.answers.size() == 5);
    const auto told = [&](std::size_t i) {
        CHECK(world.control.answers[i].first == std::uint64_t(i < 3 ? 5 : i + 3));
        return *read_control_answer(world.control.answers[i].second);
    };
    CHECK(told(0).exit_status == 0);
    CHECK(told(0).text == "reloaded: 1 feed added (b)\ngeneration 2\n");
    CHECK(told(0).result == "{\"applied\":true,\"generation\":2,\"what\":\"1 feed added (b)\\n\"}");
    CHECK(told(1).exit_status == 78);
    CHECK(told(1).text.find("feeds.toml:2:") != std::string::npos);
    CHECK(told(1).text.find("reload refused, generation 2 goes on\n") != std::string::npos);
    CHECK(told(2).text == "the reload was begun\n");
    CHECK(told(3).exit_status == 2);
    CHECK(told(4).text.find("knows no command 'dance'") != std::string::npos);
}
