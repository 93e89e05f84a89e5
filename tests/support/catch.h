#pragma once

// The one door to Catch2. Tests use only what both version 2 and 3 have (TEST_CASE, SECTION,
// REQUIRE, CHECK, CAPTURE, GENERATE), so that moving to version 3 changes this file alone.

#include <catch2/catch.hpp>
