#!/bin/sh
# Kills the daemon N times on a changing web and counts what was lost or doubled.
#   tests/crash/run.sh [--kills N] [--seed S] [--keep DIR]
#                      [--sink files|kafka] [--brokers 1|3] [--version 3.9.2|4.4.0]
# Needs a build with fail points; tests/run.sh makes one in build/tests.
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
build=${KHABARD_BUILD:-$top/build/tests}
exec "$build/tests/crash/crash" --khabard "$build/khabard" "$@"
