#!/bin/sh
# What `cmake --install` and the package bring, and whether systemd likes the unit.
#   install.sh BUILD
set -eu
build=$1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
fail() {
    echo "FAILED: $*" >&2
    exit 1
}

# A system install, into a folder: the units name the real places.
DESTDIR=$scratch/system cmake --install "$build" --prefix /usr >"$scratch/log"
system=$scratch/system
for file in usr/bin/khabard etc/khabard/khabard.toml etc/khabard/themes/territory.toml \
    usr/lib/systemd/system/khabard.service usr/lib/sysusers.d/khabard.conf \
    usr/lib/tmpfiles.d/khabard.conf usr/share/khabard/config/khabard.toml \
    usr/share/khabard/prometheus/khabard.rules.yml usr/share/khabard/grafana/khabard.json \
    usr/share/doc/khabard/OPERATIONS.md; do
    [ -e "$system/$file" ] || fail "/$file is not installed"
done
grep -q '^ExecStart=/usr/bin/khabard run --config /etc/khabard$' \
    "$system/usr/lib/systemd/system/khabard.service" || fail "the unit names other places"
! grep -rq '@[A-Z]*DIR@' "$system/usr/lib" || fail "a place was not filled in"
"$system/usr/bin/khabard" check --config "$system/etc/khabard" >/dev/null 2>&1 ||
    fail "what is installed does not pass khabard check"

# Again, over what an operator has changed: it stays.
echo '# changed' >>"$system/etc/khabard/khabard.toml"
DESTDIR=$system cmake --install "$build" --prefix /usr >"$scratch/log"
tail -n 1 "$system/etc/khabard/khabard.toml" | grep -q '# changed' ||
    fail "a changed file was overwritten"
echo "installed and kept as they should be"

# Under another prefix everything stands below it, so that the unit can be looked at in full.
cmake --install "$build" --prefix "$scratch/own" >"$scratch/log"
unit=$scratch/own/lib/systemd/system/khabard.service
if command -v systemd-analyze >/dev/null; then
    systemd-analyze verify "$unit" || fail "systemd-analyze verify"
    systemd-analyze security --offline=true --threshold=12 "$unit" >"$scratch/security" || {
        cat "$scratch/security" >&2
        fail "systemd-analyze security is above 1.2"
    }
    tail -n 1 "$scratch/security"
else
    echo "skipped: systemd-analyze is not installed"
fi

if command -v cpack >/dev/null && command -v dpkg-shlibdeps >/dev/null && command -v file >/dev/null; then
    (cd "$build" && cpack -B "$scratch/package" >"$scratch/log" 2>&1) || {
        cat "$scratch/log" >&2
        fail "cpack"
    }
    package=$(echo "$scratch"/package/khabard_*.deb)
    dpkg-deb --contents "$package" >"$scratch/contents"
    for file in ./usr/bin/khabard ./etc/khabard/feeds.toml ./usr/lib/systemd/system/khabard.service; do
        grep -q " $file\$" "$scratch/contents" || fail "the package lacks $file"
    done
    ! grep -q "$scratch" "$scratch/contents" || fail "the package names the build folder"
    dpkg-deb --info "$package" conffiles | grep -q '^/etc/khabard/khabard.toml$' ||
        fail "the package has no conffiles"
    dpkg-deb --field "$package" Depends | grep -q librdkafka1 || fail "the package lacks depends"
    echo "the package is whole"
else
    echo "skipped: cpack, dpkg-shlibdeps or file is not installed"
fi
