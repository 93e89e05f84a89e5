#include "daemon/config/config.h"

#include "tests/config/config_support.h"
#include "tests/support/catch.h"

using namespace khabard;

TEST_CASE("a later complaint about a key still knows its place") {
    const Config config = test::load("[http]\nlisten = \"127.0.0.1:9999\"\n").config;
    CHECK(format_complaint(complain_about(config, "http.listen", "the port is taken")) ==
          "khabard.toml:2:10: http.listen: the port is taken");
    CHECK(format_complaint(complain_about(config, "state.directory", "cannot be written")) ==
          "khabard.toml: state.directory: cannot be written");
}

TEST_CASE("hiding secrets ends even when a secret stands in what hides it") {
    CHECK(hide_secrets("a **** b", {"****"}) == "a *** b");
    CHECK(hide_secrets("abcabc", {"abc"}) == "******");
    CHECK(hide_secrets("nothing", {}) == "nothing");
}

TEST_CASE("the user agent names product, page and contact, as far as they are known") {
    Config config = test::load("").config;
    CHECK(user_agent(config.fetch, "0.1.0") == "khabard/0.1.0");
    config.fetch.contact = "desk@example.org";
    CHECK(user_agent(config.fetch, "0.1.0") == "khabard/0.1.0 (desk@example.org)");
    config.fetch.info_url = "https://example.org/about";
    CHECK(user_agent(config.fetch, "0.1.0") ==
          "khabard/0.1.0 (+https://example.org/about; desk@example.org)");
}
