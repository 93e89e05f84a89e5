#!/bin/sh
# Runs as a unit inside the container of systemd.sh. Drives khabard.service as an operator would;
# every line of the result is something that was seen.
set -u
exec >/khabard-test/result 2>&1
config=/etc/khabard
drop_in=/etc/systemd/system/khabard.service.d

fail() {
    echo "FAILED: $*"
    journalctl --no-pager -u khabard -n 20
    exit 1
}
held() { echo "ok: $*"; }
property() { systemctl show khabard --property "$1" --value; }
# eventually SECONDS WORDS COMMAND...: the command succeeds before so many seconds have passed.
eventually() {
    left=$(($1 * 10)) words=$2
    shift 2
    until "$@" >/dev/null 2>&1; do
        left=$((left - 1))
        [ $left -gt 0 ] || fail "$words"
        sleep 0.1
    done
    held "$words"
}
is() { [ "$(property "$1")" = "$2" ]; }

ip link set lo up 2>/dev/null
/khabard-test/sample_web /khabard-test/sample /khabard-test/web >/khabard-test/web.log 2>&1 &
eventually 10 "the sample feeds are served" grep -q ready /khabard-test/web.log
sed -e 's|"../topics"|"/var/lib/khabard/topics"|' -e 's|"../state"|"/var/lib/khabard"|' \
    /khabard-test/web/config/khabard.toml >$config/khabard.toml
sed 's|"../spool"|"/khabard-test/web/spool"|' /khabard-test/web/config/feeds.toml >$config/feeds.toml
systemctl daemon-reload

systemctl start khabard || fail "start"
is ActiveState active || fail "it is $(property ActiveState) after its start"
held "ready: $(property StatusText)"
[ "$(stat -c %U:%a /var/lib/khabard)" = khabard:750 ] || fail "the state directory is not its own"
[ "$(ps -o user= -p "$(property MainPID)")" = khabard ] || fail "it runs as somebody else"
held "runs as khabard, its state directory is its own"
eventually 20 "records are published" sh -c 'cat /var/lib/khabard/topics/*.ndjson | grep -q headline'
journalctl -u khabard -o json --no-pager | grep -q '"GENERATION":"1"' || fail "no journal fields"
held "the journal has the fields"

# A reload waits for its answer.
systemctl reload khabard || fail "reload"
is ActiveState active || fail "a reload ended it"
held "reload succeeds"
pid=$(property MainPID)
echo 'kind = "rrs"' >>$config/feeds.toml
systemctl reload khabard && fail "a refused configuration was reported as loaded"
is MainPID "$pid" && is ActiveState active || fail "a refused configuration ended it"
held "a refused configuration fails the reload and changes nothing"

# A configuration that is refused is no reason to start again and again.
systemctl restart khabard && fail "it starts on a refused configuration"
is ExecMainStatus 78 || fail "exit status $(property ExecMainStatus) instead of 78"
is ActiveState failed || fail "it is started again after 78"
held "78 is not restarted"
sed -i '$d' $config/feeds.toml
systemctl reset-failed khabard
systemctl start khabard || fail "start after repair"

# Killed: it comes back.
kill -KILL "$(property MainPID)"
eventually 15 "restarted after a kill" sh -c \
    '[ "$(systemctl show khabard -p NRestarts --value)" = 1 ] && systemctl is-active khabard'

# Stuck: the watchdog ends it, and it comes back. A credential reaches it.
mkdir -p $drop_in $config/credentials
echo secret-word >$config/credentials/word
cat >$drop_in/test.conf <<'UNIT'
[Service]
WatchdogSec=4
LoadCredential=word:/etc/khabard/credentials/word
UNIT
cat >>$config/feeds.toml <<'FEED'

[[feed]]
id = "with-a-secret"
url = "http://127.0.0.1:9/rss"
auth = { token = "${credential:word}" }
FEED
systemctl daemon-reload
systemctl restart khabard || fail "restart with a credential"
held "a credential is read"
sleep 8  # twice WatchdogSec
is NRestarts 0 || fail "the watchdog ends a daemon that works"
held "the watchdog is fed"
kill -STOP "$(property MainPID)"
eventually 25 "the watchdog ends what is stuck" sh -c \
    '[ "$(systemctl show khabard -p NRestarts --value)" = 1 ] && systemctl is-active khabard'

journalctl -u khabard --no-pager | grep -q with-a-secret || fail "its feed was not asked"
journalctl -u khabard --no-pager | grep -q secret-word && fail "a secret is in the journal"

systemctl stop khabard || fail "stop"
is Result success || fail "the stop ended with $(property Result)"
held "stops in good order"
echo "all held"
