#!/bin/sh
# A first look: installs what building needs, builds, and runs the daemon on a small web of sample
# feeds that it serves itself on loopback. Leaves the topic files in build/try/run/topics.
#   deploy/try.sh [--seconds N]     how long the daemon runs (default 15)
set -eu
seconds=15
case "${1-}" in
    --seconds) seconds=${2:?how many seconds} ;;
    "") ;;
    *) sed -n '2,4s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac
top=$(cd "$(dirname "$0")/.." && pwd)
build=$top/build/try
run=$build/run

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
[ -t 1 ] || say() { printf '\n%s\n' "$*"; }

sh "$top/deploy/install-packages.sh"
say "building"
mkdir -p "$build"
cmake -S "$top" -B "$build" -G Ninja -Wno-dev >"$build/configure.log" 2>&1 || {
    cat "$build/configure.log"
    exit 1
}
cmake --build "$build" --target khabard sample_web

rm -rf "$run"
mkdir -p "$run"
web='' daemon=''
end() {
    for pid in $daemon $web; do kill "$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
}
trap end EXIT INT TERM
"$build/tests/support/sample_web" "$top/deploy/sample" "$run" >"$run/web.log" 2>&1 &
web=$!
tries=0
until grep -q ready "$run/web.log"; do
    tries=$((tries + 1))
    [ $tries -lt 100 ] || { cat "$run/web.log"; exit 1; }
    sleep 0.1
done

say "five feeds on loopback, one of them edited after six seconds; $seconds seconds"
"$build/khabard" run --config "$run/config" --set log.format=plain &
daemon=$!
left=$seconds
while [ "$left" -gt 0 ] && kill -0 "$daemon" 2>/dev/null; do
    sleep 1
    left=$((left - 1))
done
kill "$daemon" 2>/dev/null || true
wait "$daemon" || { echo "the daemon ended with status $?" >&2; exit 1; }
daemon=

say "what a consumer finds (build/try/run/topics)"
for file in "$run"/topics/*.ndjson; do
    printf '%s  %s records\n' "$(basename "$file" .ndjson)" "$(wc -l <"$file")"
    sed -n 's/.*"version":\([0-9]*\),"event_type":"\([a-z]*\)".*"headline":"\([^"]*\)".*/    \2 v\1  \3/p' "$file"
done
