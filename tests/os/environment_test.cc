#include "daemon/os/environment.h"

#include "daemon/os/files.h"
#include "tests/os/temporary_directory.h"

#include <cstdlib>

using namespace khabard;

TEST_CASE("environment variables are read as they are, with empty values and equals signs") {
    ::setenv("KHABARD_TEST_A", "x=y", 1);
    ::setenv("KHABARD_TEST_B", "", 1);
    const auto variables = environment_variables();
    CHECK(variables.at("KHABARD_TEST_A") == "x=y");
    CHECK(variables.at("KHABARD_TEST_B").empty());
    CHECK(variables.count("KHABARD_TEST_C") == 0);
    ::unsetenv("KHABARD_TEST_A");
    ::unsetenv("KHABARD_TEST_B");
}

TEST_CASE("credentials are the files of their directory without one final line end") {
    const TemporaryDirectory directory;
    PosixFiles files;
    REQUIRE(files.append(directory / "kafka", "secret\n"));
    REQUIRE(files.append(directory / "windows", "secret\r\n"));
    REQUIRE(files.append(directory / "two", "a\n\n"));
    const auto found = credentials(files, {{"CREDENTIALS_DIRECTORY", directory.path()}});
    REQUIRE(found);
    CHECK(found->size() == 3);
    CHECK(found->at("kafka") == "secret");
    CHECK(found->at("windows") == "secret");
    CHECK(found->at("two") == "a\n");
}

TEST_CASE("without the variable there are no credentials, with a wrong one an error") {
    PosixFiles files;
    CHECK(credentials(files, {})->empty());
    CHECK_FALSE(credentials(files, {{"CREDENTIALS_DIRECTORY", "/no/such/directory"}}));
}
