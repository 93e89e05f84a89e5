#include "daemon/config/theme_swap.h"

#include "tests/support/catch.h"

using namespace khabard;

namespace {

ConfigFiles sample_files() {
    return ConfigFiles{"/etc/khabard",
                       "khabard.toml",
                       {{"feeds.toml", "[theme]\nid = \"a\"\n"},
                        {"themes/a.toml", "[theme]\nid = \"a\"\n"},
                        {"themes/b.toml", "[theme]\nid = \"other\"\n"},
                        {"themes/classes.toml", "[class.x]\n"}},
                       {},
                       {}};
}

}  // namespace

TEST_CASE("a theme file takes the place of the theme of the same id, whatever either is called") {
    const ThemeSwap swap =
        with_theme_file(sample_files(), "drafts/draft.toml", "[theme]\nid = \"other\"\nnew = 1");
    CHECK(swap.replaces);
    CHECK(swap.name == "themes/b.toml");
    CHECK(swap.theme == "other");
    CHECK(swap.files.files.size() == 4);
    CHECK(swap.files.find("themes/b.toml")->text == "[theme]\nid = \"other\"\nnew = 1");
    CHECK(swap.files.find("feeds.toml")->text == "[theme]\nid = \"a\"\n");
}

TEST_CASE("a theme of a new id is added under a name that is free") {
    const ThemeSwap swap = with_theme_file(sample_files(), "a.toml", "[theme]\nid = \"fresh\"\n");
    CHECK_FALSE(swap.replaces);
    CHECK(swap.name == "themes/new-a.toml");
    CHECK(swap.files.files.size() == 5);
    CHECK(swap.files.find("themes/a.toml")->text == "[theme]\nid = \"a\"\n");
}

TEST_CASE("a file of word classes takes the place of the file of the same name") {
    const ThemeSwap swap = with_theme_file(sample_files(), "x/classes.toml", "[class.y]\n");
    CHECK(swap.replaces);
    CHECK(swap.name == "themes/classes.toml");
    CHECK(swap.theme.empty());
    CHECK_FALSE(with_theme_file(sample_files(), "more.toml", "[class.y]\n").replaces);
}

TEST_CASE("a file that cannot be read keeps its place by its name, so that its mistakes are told") {
    const ThemeSwap swap = with_theme_file(sample_files(), "a.toml", "[theme\n");
    CHECK(swap.name == "themes/a.toml");
    CHECK(swap.replaces);
}
