#!/bin/sh
# Installs what is missing, builds everything with warnings as errors, and runs every test that is
# not slow (those stand in tests/long.sh). The build stays in build/tests.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
build=${KHABARD_BUILD:-$top/build/tests}
sh "$top/deploy/install-packages.sh"
mkdir -p "$build"
cmake -S "$top" -B "$build" -G Ninja -Wno-dev -DKHABARD_WERROR=ON -DKHABARD_FAIL_POINTS=ON
cmake --build "$build"
cd "$build"
exec ctest --output-on-failure --parallel 2
