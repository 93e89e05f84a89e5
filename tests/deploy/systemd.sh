#!/bin/sh
# The unit under a real systemd: boots one in a container whose root is this machine's, with what
# `cmake --install` brings on top and all writing thrown away at the end, and runs in_systemd.sh
# there. Needs root, systemd-nspawn and an overlay file system. No network but loopback.
#   systemd.sh BUILD
set -eu
build=$1
here=$(cd "$(dirname "$0")" && pwd)
top=$here/../..
[ "$(id -u)" = 0 ] || {
    echo "skipped: only root can boot a container"
    exit 0
}
command -v systemd-nspawn >/dev/null || {
    echo "skipped: systemd-nspawn is not installed (Debian: systemd-container)"
    exit 0
}

scratch=$(mktemp -d)
root=$scratch/root
end() {
    umount "$root" 2>/dev/null || true
    umount "$scratch/writes" 2>/dev/null || true
    rm -rf --one-file-system "$scratch"
}
trap end EXIT
trap 'exit 130' INT TERM HUP
mkdir "$root" "$scratch/writes"
mount -t tmpfs tmpfs "$scratch/writes"
mkdir "$scratch/writes/upper" "$scratch/writes/work"
mount -t overlay overlay \
    -o "lowerdir=/,upperdir=$scratch/writes/upper,workdir=$scratch/writes/work" "$root"

# Whatever of ours this machine has itself is not what is tested.
rm -rf "$root/var/lib/khabard" "$root/etc/khabard" "$root/etc/systemd/system/khabard.service.d"
DESTDIR=$root cmake --install "$build" --prefix /usr >/dev/null
mkdir -p "$root/khabard-test"
cp "$build/tests/support/sample_web" "$here/in_systemd.sh" "$root/khabard-test"
cp -r "$top/deploy/sample" "$root/khabard-test/sample"
cat >"$root/etc/systemd/system/khabard-test.service" <<'UNIT'
[Unit]
Description=drives khabard.service and looks at it
After=basic.target
[Service]
Type=oneshot
ExecStart=/bin/sh /khabard-test/in_systemd.sh
ExecStopPost=/bin/systemctl --no-block --force poweroff
TimeoutStartSec=150
UNIT

timeout --kill-after=5 240 systemd-nspawn --quiet --directory="$root" --register=no --keep-unit \
    --link-journal=no --private-network --console=pipe --boot \
    systemd.unit=khabard-test.service systemd.show_status=0 \
    </dev/null >"$scratch/console" 2>&1 || true
if [ ! -e "$root/khabard-test/result" ]; then
    tail -n 20 "$scratch/console" >&2
    echo "FAILED: systemd did not come to the test" >&2
    exit 1
fi
cat "$root/khabard-test/result"
grep -q '^all held$' "$root/khabard-test/result"
