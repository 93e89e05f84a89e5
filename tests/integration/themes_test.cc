// khabard themes test and try.

#include "tests/integration/bench.h"
#include "tests/integration/stories.h"
#include "tests/support/catch.h"

#include <filesystem>

using namespace khabard;
using namespace khabard::integration;

namespace {

Ran themes(const Bench& bench, const Arguments& more) {
    Arguments command{"themes"};
    command.insert(command.end(), more.begin(), more.end());
    command.insert(command.end(), {"--config", bench.path("config")});
    return run_khabard(command);
}

bool holds(const std::string& text, const std::string& part) {
    INFO(text);
    return text.find(part) != std::string::npos;
}

std::string in_theme(const Bench& bench, const std::string& what, const std::string& by) {
    std::string text = read_file(bench.path("config/themes/territory.toml"));
    const std::size_t at = text.find(what);
    REQUIRE(at != std::string::npos);
    return text.replace(at, what.size(), by);
}

}  // namespace

TEST_CASE("themes test runs the examples of every theme and exits 1 when one fails") {
    const Bench bench;
    const Ran good = themes(bench, {"test"});
    CHECK(good.status == 0);
    CHECK(holds(good.out, "energy-ceasefire         2       2       0\n"));
    CHECK(holds(good.out, "4 examples of 2 themes: 4 passed, 0 failed\n"));

    write_file(bench.path("config/themes/territory.toml"),
               in_theme(bench, "weight = 6", "weight = 5"));
    const Ran bad = themes(bench, {"test"});
    CHECK(bad.status == 1);
    CHECK(holds(bad.out, ": must be labelled territory, and is not\n"));
    CHECK(holds(bad.out, "5.00 of 6.00 by leave-the-land"));
    CHECK(holds(bad.out, "4 examples of 2 themes: 3 passed, 1 failed\n"));

    write_file(bench.path("config/themes/territory.toml"), "[theme]\nid = 3\n");
    const Ran wrong = themes(bench, {"test"});
    CHECK(wrong.status == 78);
    CHECK(holds(wrong.err, "themes/territory.toml:2:"));
}

TEST_CASE("themes try shows what another version of a theme would change in a corpus") {
    const Bench bench;
    const std::string corpus = bench.path("corpus");
    std::filesystem::create_directories(corpus);
    write_file(corpus + "/a.ndjson",
               ndjson_line({"g1", "https://a.example/1", themed_story(1, {territory_topic})}) +
                   ndjson_line({"g2", "https://a.example/2", everyday_story(2)}));
    write_file(corpus + "/b.txt", plain_text(themed_story(3, {energy_topic})));
    write_file(corpus + "/ignored.bin", "\x01\x02");
    const std::string draft = bench.path("draft.toml");

    write_file(draft, read_file(bench.path("config/themes/territory.toml")));
    const Ran same = themes(bench, {"try", draft, corpus});
    CAPTURE(same.err);
    CHECK(same.status == 0);
    CHECK(holds(same.out, "theme territory: " + draft + " in place of themes/territory.toml\n"));
    CHECK(holds(same.out, "3 articles read: 0 new hits, 0 lost hits\n"));
    CHECK(holds(same.out, "  territory: 0 new, 0 lost, 1 stay\n"));

    // Another word, and the first hit is lost, another won. Its examples fail: exit 1.
    write_file(draft, in_theme(bench, "{leave} & {land}", "هدنة تشمل"));
    const Ran changed = themes(bench, {"try", draft, corpus});
    CHECK(changed.status == 1);
    CHECK(holds(changed.out, draft + ":"));
    CHECK(holds(changed.out, "must be labelled territory, and is not\n"));
    CHECK(holds(changed.out, "- territory  "));
    CHECK(holds(changed.out, "وطالبت موسكو بانسحاب القوات الأوكرانية من إقليم دونباس"));
    CHECK(holds(changed.out, "+ territory  "));
    CHECK(holds(changed.out, "  from            " + corpus + "/a.ndjson  g1\n"));
    CHECK(holds(changed.out, "3 articles read: 1 new hit, 1 lost hit\n"));
    const Ran bounded = themes(bench, {"try", draft, corpus, "--limit", "0"});
    CHECK(holds(bounded.out, "2 hits are not shown; --limit shows more\n"));
    CHECK_FALSE(bounded.out.find("+ territory") != std::string::npos);

    const std::string other = bench.path("other.ndjson");
    write_file(other, "{\"headline\": \"another name\"}\n{\"value\": {}}\n");
    const Ran empty = themes(bench, {"try", draft, other, "--limit", "0"});
    CHECK(holds(empty.err, other + ": 2 items have no text"));

    write_file(draft, "[theme]\nid = \"fresh\"\n");
    const Ran wrong = themes(bench, {"try", draft, corpus});
    CHECK(wrong.status == 78);
    CHECK(holds(wrong.err, draft + ":1:"));
    CHECK(themes(bench, {"try", bench.path("missing.toml"), corpus}).status == 78);
    CHECK(themes(bench, {"try", bench.path("config/themes/territory.toml"), "nowhere"}).status ==
          3);
    CHECK(themes(bench, {"try", draft}).status == 2);
}
