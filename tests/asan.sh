#!/bin/sh
# The pure rooms, which read what strangers write, under the address and undefined-behaviour
# sanitizers: their tests, and the corpora of tests/fuzz through the whole of prepare. The build
# stays in build/asan. tests/long.sh does the same with every test.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
build=${KHABARD_ASAN_BUILD:-$top/build/asan}
rooms="text dates web dedup themes stages readers lib_xml lib_json lib_toml lib_icu"
targets=fuzz_regression
names=fuzz_regression
for room in $rooms; do
    targets="$targets test_$room"
    names="$names|$room"
done
cmake -S "$top" -B "$build" -G Ninja -Wno-dev -DKHABARD_WERROR=ON -DKHABARD_SANITIZE=ON
# shellcheck disable=SC2086 # a list of words
cmake --build "$build" --target $targets
ctest --test-dir "$build" --output-on-failure --parallel 2 --tests-regex "^($names)\$"
