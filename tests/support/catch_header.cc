// Owns the precompiled header of the tests; there is nothing else in it.
#include "tests/support/catch.h"
