#!/bin/bash
# Apache Kafka (KRaft) on loopback, without root, from its Maven artifacts and plain Java.
#   deploy/kafka.sh start [--brokers 1|3] [--version 3.9.2|4.4.0] [--port N] [--properties FILE]
#                         [--until-end-of PID]
#   deploy/kafka.sh stop | status | clean
#   deploy/kafka.sh stop-node N | kill-node N | start-node N        one broker of a running cluster
#   deploy/kafka.sh tool NAME ...                                   AclCommand, ConfigCommand, ...
# start returns when every broker answers and names all of them. Brokers listen on N, N+1, N+2
# (19092 unless stated), their controllers 100 above. FILE is appended to each server.properties.
# With --until-end-of the cluster is cleaned away once that process has ended, however it did.
# State stands in $KHABARD_KAFKA_DIR (build/kafka); clean removes it. Artifacts are fetched once,
# checked against kafka-artifacts.txt and kept in ${XDG_CACHE_HOME:-~/.cache}/khabard.
# Exit codes: 0 done or running, 1 failed, 2 usage, 3 (status) not running.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
state=${KHABARD_KAFKA_DIR:-$here/../build/kafka}
cache=${XDG_CACHE_HOME:-$HOME/.cache}/khabard

usage() { sed -n '2,14s/^# \{0,1\}//p' "$0"; exit 2; }
fail() { echo "kafka.sh: $*" >&2; exit 1; }

[ $# -gt 0 ] || usage
command=$1
shift
node_argument=
case $command in
    start | stop | status | clean) ;;
    start-node | stop-node | kill-node)
        [ $# -gt 0 ] || usage
        node_argument=$1
        shift
        ;;
    tool) [ $# -gt 0 ] || usage ;;
    *) usage ;;
esac
brokers=1 version=4.4.0 port=19092 properties='' owner=''
# What a cluster was started with stands in its state directory, and holds until it is cleaned.
# shellcheck source=/dev/null
[ ! -f "$state/cluster" ] || . "$state/cluster"
kept="$brokers brokers, $version, port $port"
while [ $# -gt 0 ] && [ "$command" != tool ]; do
    [ $# -ge 2 ] || usage
    case $1 in
        --brokers) brokers=$2 ;;
        --version) version=$2 ;;
        --port) port=$2 ;;
        --until-end-of) owner=$2 ;;
        --properties) properties=$(realpath "$2") ;;
        *) usage ;;
    esac
    shift 2
done
case $brokers in 1 | 3) ;; *) usage ;; esac
grep -q " $version/" "$here/kafka-artifacts.txt" ||
    fail "there is no Kafka $version in kafka-artifacts.txt"

if [ -f "$state/cluster" ] && [ "$kept" != "$brokers brokers, $version, port $port" ]; then
    fail "$state holds another cluster ($kept): clean it first"
fi
lib=$cache/kafka-$version

java_flags=(-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1
    -Dorg.slf4j.simpleLogger.defaultLogLevel=warn
    -Dorg.slf4j.simpleLogger.showDateTime=true
    "-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS")

# The jars spelled out in one fixed order: the class archive is bound to it.
class_path() { (cd "$lib" && printf '%s\n' lib/*.jar | LC_ALL=C sort | paste -sd:); }

# Which virtual machine there is, without starting one.
archive() {
    local java
    java=$(realpath "$(command -v java)")
    echo "$lib/classes-$(stat -c '%n %s %Y' "$java" "${java%/bin/java}/lib/server/libjvm.so" \
        2>/dev/null | cksum | cut -d' ' -f1).jsa"
}

# ---- artifacts ---------------------------------------------------------------------------------

need_packages() {
    if ! command -v java >/dev/null || { [ ! -d "$lib" ] && ! command -v mvn >/dev/null; }; then
        sh "$here/install-packages.sh" "$here/kafka-packages.txt" >&2
    fi
}

fetch() {
    [ ! -d "$lib" ] || return 0
    echo "fetching Kafka $version into $lib" >&2
    mkdir -p "$cache"
    local work
    work=$(mktemp -d "$cache/fetch.XXXXXX")
    # shellcheck disable=SC2064 # the name is known now
    trap "rm -rf '$work'" EXIT
    cat >"$work/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>khabard</groupId><artifactId>kafka</artifactId><version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId>
      <version>$version</version>
    </dependency>
    <dependency>
      <groupId>org.apache.kafka</groupId><artifactId>kafka-tools</artifactId>
      <version>$version</version>
      <exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions>
    </dependency>
    <dependency>
      <groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>1.7.36</version>
    </dependency>
  </dependencies>
</project>
POM
    (cd "$work" && mvn -q -B -Dstyle.color=never \
        org.apache.maven.plugins:maven-dependency-plugin:2.8:copy-dependencies \
        -DincludeScope=runtime -DoutputDirectory=lib >maven.log 2>&1) ||
        { cat "$work/maven.log" >&2; fail "maven could not fetch the artifacts"; }
    sed -n "s, $version/, ,p" "$here/kafka-artifacts.txt" >"$work/sums"
    (cd "$work/lib" && sha256sum --quiet --strict -c ../sums >&2) ||
        fail "an artifact is not what kafka-artifacts.txt says"
    [ "$(find "$work/lib" -type f | wc -l)" -eq "$(wc -l <"$work/sums")" ] ||
        fail "maven brought files that kafka-artifacts.txt does not name"
    mv -T "$work" "$lib" 2>/dev/null || [ -d "$lib/lib" ] || fail "cannot write $lib"
}

# A first start writes what it loaded into an archive; later ones start in half the time. The
# directory as formatted is kept too, for clusters of one.
make_archive() {
    [ ! -f "$1" ] || return 0
    local work
    work=$(mktemp -d "$cache/archive.XXXXXX")
    configure "$work" 1
    format "$work" 1
    [ -d "$lib/formatted" ] || cp -R "$work/node1/log" "$lib/formatted"
    launch "$work" 1 "-XX:ArchiveClassesAtExit=$1.$$"
    until_ready "$port" "$brokers"
    warm_up "$port"
    stop_node "$work" 1 TERM
    mv "$1.$$" "$1" 2>/dev/null || true  # a JVM without archives works as well, later
    rm -rf "$work"
}

# ---- nodes -------------------------------------------------------------------------------------

# configure DIRECTORY NODE
configure() {
    local directory=$1/node$2 voters='' node
    mkdir -p "$directory"
    directory=$(cd "$directory" && pwd)
    for ((node = 1; node <= brokers; ++node)); do
        voters+=${voters:+,}$node@127.0.0.1:$((port + 99 + node))
    done
    local listener=127.0.0.1:$((port + $2 - 1)) quorum=$((brokers / 2 + 1))
    cat >"$directory/server.properties" <<PROPERTIES
process.roles=broker,controller
node.id=$2
log.dirs=$directory/log
controller.quorum.voters=$voters
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
listeners=PLAINTEXT://$listener,CONTROLLER://127.0.0.1:$((port + 99 + $2))
advertised.listeners=PLAINTEXT://$listener
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
default.replication.factor=$brokers
offsets.topic.replication.factor=$brokers
transaction.state.log.replication.factor=$brokers
min.insync.replicas=$quorum
transaction.state.log.min.isr=$quorum
offsets.topic.num.partitions=4
transaction.state.log.num.partitions=4
group.initial.rebalance.delay.ms=0
# A dead producer's transaction must not hide what others publish for ten seconds more.
transaction.abort.timed.out.transaction.cleanup.interval.ms=500
# They decide how fast every recovery is.
broker.heartbeat.interval.ms=250
broker.session.timeout.ms=2000
controller.quorum.election.timeout.ms=500
controller.quorum.fetch.timeout.ms=1000
# The default takes 128 MB of heap.
log.cleaner.dedupe.buffer.size=4194304
log.cleaner.backoff.ms=1000
auto.create.topics.enable=false
PROPERTIES
    [ -z "$properties" ] || cat "$properties" >>"$directory/server.properties"
}

# format DIRECTORY NODE
format() {
    if [ "$brokers" -eq 1 ] && [ -z "$properties" ] && [ -d "$lib/formatted" ]; then
        cp -R "$lib/formatted" "$1/node$2/log"
        return
    fi
    (cd "$lib" && java "${java_flags[@]}" -cp "$(class_path)" kafka.tools.StorageTool format \
        -t AAAAAAAAAAAAAAAAAAAAAQ -c "$1/node$2/server.properties") >"$1/node$2/format.log" 2>&1 ||
        { cat "$1/node$2/format.log" >&2; fail "cannot format $1/node$2"; }
}

# launch DIRECTORY NODE JAVA_OPTION...
launch() {
    local directory=$1/node$2
    shift 2
    directory=$(cd "$directory" && pwd)
    (cd "$lib" && exec setsid java "${java_flags[@]}" "$@" -cp "$(class_path)" kafka.Kafka \
        "$directory/server.properties" </dev/null >>"$directory/broker.log" 2>&1) &
    echo $! >"$directory/pid"
}

# The pid of DIRECTORY's NODE if it runs, and is ours.
running() {
    local pid
    pid=$(cat "$1/node$2/pid" 2>/dev/null) || return 1
    tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -q "$(realpath "$1")/node$2/server.properties" ||
        return 1
    echo "$pid"
}

# stop_node DIRECTORY NODE SIGNAL
stop_node() {
    local pid tries=0
    pid=$(running "$1" "$2") || { rm -f "$1/node$2/pid"; return 0; }
    kill -"$3" "$pid"
    while running "$1" "$2" >/dev/null; do
        tries=$((tries + 1))
        # Without a quorum a broker does not leave by itself.
        [ $tries -ne 150 ] || kill -KILL "$pid"
        sleep 0.1
    done
    rm -f "$1/node$2/pid"
}

# ---- talking Kafka -----------------------------------------------------------------------------

# ask PORT REQUEST COUNT: sends bytes given in hexadecimal, prints the first COUNT of the answer.
ask() {
    local request=$2 size
    size=$(printf '%08x' $((${#request} / 2)))
    (
        exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
        printf '%b' "$(sed 's/../\\x&/g' <<<"$size$request")" >&3
        timeout 5 head -c "$3" <&3 | od -An -v -tx1 | tr -d ' \n'
    ) 2>/dev/null
}

# How many brokers the one at PORT knows: Metadata, version 1, of no topic.
names_brokers() {
    local answer
    answer=$(ask "$1" 0003000100000000ffff00000000 12) || return 1
    [ ${#answer} -eq 24 ] && [ $((16#${answer:16:8})) -ge "$2" ]
}

# An open port is too early: each broker must name them all.
until_ready() {
    local tries=0
    until names_brokers "$1" "$2"; do
        tries=$((tries + 1))
        [ $tries -lt 600 ] || return 1
        sleep 0.05
    done
}

# The first coordinator of a cluster's life makes its topic first: do that now, not in a service's
# first transaction. FindCoordinator, version 1, of a group and of a transactional id named "warm";
# then InitProducerId, version 0.
warm_up() {
    local kind tries=0 answer
    for kind in 00 01; do
        until answer=$(ask "$1" "000a000100000000ffff00047761726d$kind" 14) &&
            [ "${answer:24:4}" = 0000 ]; do
            tries=$((tries + 1))
            [ $tries -lt 100 ] || return 0
            sleep 0.05
        done
    done
    ask "$1" 0016000000000000ffff00047761726d0000ea60 14 >/dev/null || true
}

# ---- commands ----------------------------------------------------------------------------------

bootstrap() {
    local list='' node
    for ((node = 1; node <= brokers; ++node)); do
        list+=${list:+,}127.0.0.1:$((port + node - 1))
    done
    echo "$list"
}

# A Kafka that answers before ours is started is somebody else's.
ports_are_free() {
    local node
    for ((node = 1; node <= brokers; ++node)); do
        ! names_brokers $((port + node - 1)) 1 || running "$state" "$node" >/dev/null ||
            fail "port $((port + node - 1)) is taken by another Kafka; choose one with --port"
    done
}

launch_archived() { launch "$state" "$1" "-XX:SharedArchiveFile=$(archive)" -Xshare:auto; }

start() {
    need_packages
    fetch
    local node
    if status >/dev/null; then
        echo "running already: bootstrap.servers=$(bootstrap)"
        return
    fi
    ports_are_free
    make_archive_for_one
    mkdir -p "$state"
    state=$(cd "$state" && pwd)
    if [ ! -f "$state/cluster" ]; then
        for ((node = 1; node <= brokers; ++node)); do
            configure "$state" "$node"
            format "$state" "$node" &
        done
        wait
        printf 'brokers=%s version=%s port=%s\n' "$brokers" "$version" "$port" >"$state/cluster"
    fi
    [ -z "$owner" ] || watch_owner "$owner"
    for ((node = 1; node <= brokers; ++node)); do
        running "$state" "$node" >/dev/null || launch_archived "$node"
    done
    for ((node = 1; node <= brokers; ++node)); do
        until_ready $((port + node - 1)) "$brokers" || {
            tail -n 20 "$state/node$node/broker.log" >&2
            fail "broker $node does not answer; see $state/node$node/broker.log"
        }
    done
    warm_up "$port"
    echo "running: bootstrap.servers=$(bootstrap)"
}

# A test that is killed cannot stop its brokers: somebody watches it. When its pid is used again, the
# time of its start differs.
watch_owner() {
    # shellcheck disable=SC2016 # expanded by the shell that watches
    setsid bash -c '
        begun() { sed "s/.*) //" "/proc/$1/stat" 2>/dev/null | cut -d" " -f20; }
        first=$(begun "$1")
        while [ -n "$first" ] && [ "$(begun "$1")" = "$first" ]; do sleep 1; done
        [ ! -f "$2/cluster" ] || KHABARD_KAFKA_DIR=$2 "$3" clean' \
        watch "$1" "$state" "$here/kafka.sh" </dev/null >/dev/null 2>&1 &
}

clean() {
    stop
    rm -rf "$state"/node[1-3] "$state/cluster"
    rmdir "$state" 2>/dev/null || true
}

# The archive is made by a cluster of one, whatever is asked for.
make_archive_for_one() {
    local wanted=$brokers given=$properties
    brokers=1 properties=
    make_archive "$(archive)"
    brokers=$wanted properties=$given
}

stop() {
    local node
    [ -f "$state/cluster" ] || return 0
    # The last of three is left without a quorum: it is killed, which a broker must survive anyway.
    for ((node = brokers; node >= 1; --node)); do
        if [ "$brokers" -eq 3 ] && [ "$node" -eq 1 ]; then
            stop_node "$state" "$node" KILL
        else
            stop_node "$state" "$node" TERM
        fi
    done
}

status() {
    local node pid up=0
    [ -f "$state/cluster" ] || { echo "no cluster in $state"; return 3; }
    for ((node = 1; node <= brokers; ++node)); do
        if pid=$(running "$state" "$node"); then
            echo "broker $node on 127.0.0.1:$((port + node - 1)) runs, pid $pid"
            up=$((up + 1))
        else
            echo "broker $node does not run"
        fi
    done
    echo "Kafka $version, bootstrap.servers=$(bootstrap), state in $state"
    [ $up -eq "$brokers" ] || return 3
}

one_node() {
    [ -d "$state/node$node_argument" ] || fail "there is no broker '$node_argument' in $state"
    case $command in
        stop-node) stop_node "$state" "$node_argument" TERM ;;
        kill-node) stop_node "$state" "$node_argument" KILL ;;
        start-node)
            running "$state" "$node_argument" >/dev/null || launch_archived "$node_argument"
            until_ready $((port + node_argument - 1)) "$brokers" || fail "it does not answer"
            ;;
    esac
}

# Some tools have moved with Kafka 4.
tool() {
    need_packages
    fetch
    local name=$1 package=org.apache.kafka.tools
    shift
    case $version-$name in 3.*-AclCommand | 3.*-ConfigCommand) package=kafka.admin ;; esac
    (cd "$lib" && exec java "${java_flags[@]}" -cp "$(class_path)" "$package.$name" "$@")
}

case $command in
    start) start ;;
    tool) tool "$@" ;;
    stop) stop ;;
    status) status ;;
    clean) clean ;;
    *) one_node ;;
esac
