#!/bin/sh
# Runs one fuzz target for a while:
#   tests/fuzz/run.sh NAME SECONDS BUILD
# BUILD is a build folder with KHABARD_FUZZ; what was learnt stays in its corpus/NAME, an input that
# fails in failures/NAME-*. Give such a file to BUILD/tests/fuzz/fuzz_NAME to see it fail again.
set -eu
name=$1 seconds=$2 build=$3
log=$build/fuzz-$name.log
mkdir -p "$build/corpus/$name" "$build/failures"
if "$build/tests/fuzz/fuzz_$name" -max_total_time="$seconds" -timeout=20 -max_len=65536 \
    -print_final_stats=1 -artifact_prefix="$build/failures/$name-" \
    "$build/corpus/$name" "$build/seeds/$name" >"$log" 2>&1; then
    echo "$name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") inputs"
else
    echo "$name failed:"
    tail -n 40 "$log"
    exit 1
fi
