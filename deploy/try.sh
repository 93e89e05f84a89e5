#!/bin/sh
# A first look: installs what building needs, builds, and runs the daemon on a small web of sample
# feeds that it serves itself on loopback. Leaves the topic files in build/try/run/topics.
#   deploy/try.sh [--seconds N] [--kafka]
#     --seconds N   how long the daemon runs (default 15)
#     --kafka       publishes to Apache Kafka (deploy/kafka.sh, stopped again at the end) and shows
#                   the topics as a consumer with isolation.level=read_committed sees them
set -eu
seconds=15 kafka=no
while [ $# -gt 0 ]; do
    case $1 in
    --seconds)
        seconds=${2:?how many seconds}
        shift
        ;;
    --kafka) kafka=yes ;;
    *)
        sed -n '2,7s/^# \{0,1\}//p' "$0"
        exit 2
        ;;
    esac
    shift
done
top=$(cd "$(dirname "$0")/.." && pwd)
build=$top/build/try
run=$build/run
export KHABARD_KAFKA_DIR="$run/kafka"
kafka_port=19392

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
[ -t 1 ] || say() { printf '\n%s\n' "$*"; }

sh "$top/deploy/install-packages.sh"
say "building"
mkdir -p "$build"
cmake -S "$top" -B "$build" -G Ninja -Wno-dev >"$build/configure.log" 2>&1 || {
    cat "$build/configure.log"
    exit 1
}
targets="khabard sample_web"
[ $kafka = no ] || targets="$targets read_topics"
# shellcheck disable=SC2086 # a list of words
cmake --build "$build" --target $targets

"$top/deploy/kafka.sh" clean
rm -rf "$run"
mkdir -p "$run"
web='' daemon=''
end() {
    for pid in $daemon $web; do kill "$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
    "$top/deploy/kafka.sh" clean
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

set -- --config "$run/config" --set log.format=plain
if [ $kafka = yes ]; then
    say "starting Kafka"
    "$top/deploy/kafka.sh" start --port $kafka_port
    set -- "$@" --set publish.sink=kafka \
        --set "publish.kafka.bootstrap_servers=127.0.0.1:$kafka_port"
fi

say "five feeds on loopback, one of them edited after six seconds; $seconds seconds"
"$build/khabard" run "$@" &
daemon=$!
left=$seconds
while [ "$left" -gt 0 ] && kill -0 "$daemon" 2>/dev/null; do
    sleep 1
    left=$((left - 1))
done
kill "$daemon" 2>/dev/null || true
wait "$daemon" || { echo "the daemon ended with status $?" >&2; exit 1; }
daemon=

if [ $kafka = yes ]; then
    mkdir -p "$run/topics"
    "$build/tests/kafka/read_topics" "127.0.0.1:$kafka_port" >"$run/records.ndjson"
    while read -r line; do
        topic=${line#*\"topic\":\"}
        printf '%s\n' "$line" >>"$run/topics/${topic%%\"*}.ndjson"
    done <"$run/records.ndjson"
fi
say "what a consumer finds (build/try/run/topics)"
for file in "$run"/topics/*.ndjson; do
    printf '%s  %s records\n' "$(basename "$file" .ndjson)" "$(wc -l <"$file")"
    sed -n 's/.*"version":\([0-9]*\),"event_type":"\([a-z]*\)".*"headline":"\([^"]*\)".*/    \2 v\1  \3/p' "$file"
done
