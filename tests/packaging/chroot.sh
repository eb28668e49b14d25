#!/usr/bin/env bash
# The packages as an administrator meets them: in a clean Debian, from nothing to the first conversation, an upgrade, and away.
# Usage: chroot.sh FOLDER_WITH_DEBS     (as root; needs debootstrap and a Debian mirror)
set -euo pipefail
packages=$(readlink -f "${1:?a folder with the packages}")
suite=${WORKSPACE_SUITE:-bookworm}
mirror=${WORKSPACE_MIRROR:-http://deb.debian.org/debian}
[ "$(id -u)" -eq 0 ] || { echo "this needs root" >&2 && exit 77; }
command -v debootstrap >/dev/null || { echo "this needs debootstrap" >&2 && exit 77; }

root=$(mktemp -d /tmp/workspace-chroot-XXXXXX)
server=
cleanup() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    umount "$root/proc" 2>/dev/null || true
    rm -rf --one-file-system "$root"
}
trap cleanup EXIT

step() { echo "-- $*"; }
fail() { echo "FAILED: $*" >&2 && exit 1; }
inside() { chroot "$root" env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 "$@"; }
as_workspace() { inside setpriv --reuid=workspace --regid=workspace --clear-groups "$@"; }

step "a clean $suite"
debootstrap --variant=minbase "$suite" "$root" "$mirror" >"$root.log" 2>&1 || { tail -n 20 "$root.log" && exit 1; }
mount -t proc proc "$root/proc"
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"  # nothing is started by itself in here
chmod 755 "$root/usr/sbin/policy-rc.d"
cp "$packages"/workspace-server_*.deb "$packages"/workspace-tools_*.deb "$root/tmp/"

step "install"
inside sh -c 'apt-get -q update && apt-get -q install -y --no-install-recommends /tmp/*.deb' >>"$root.log" 2>&1 ||
    { tail -n 30 "$root.log" && fail "install"; }
[ "$(inside stat -c '%U %a' /var/lib/workspace-server)" = "workspace 700" ] || fail "the data folder"
inside test -f /lib/systemd/system/workspace-server.service || fail "the unit"
inside workspace-server config check || fail "the configuration as it is installed"

start() {
    (exec chroot "$root" setpriv --reuid=workspace --regid=workspace --clear-groups workspace-server serve --port 0) \
        >"$root/tmp/out" 2>"$root/tmp/err" &
    server=$!
    for _ in $(seq 300); do
        port=$(sed -n 's#^listening on .*:\([0-9]*\)$#\1#p' "$root/tmp/out")
        [ -z "$port" ] || return 0
        kill -0 "$server" 2>/dev/null || break
        sleep 0.1
    done
    cat "$root/tmp/err" >&2
    fail "the server does not serve"
}
stop() {
    kill "$server"
    wait "$server" || fail "the server ended with $?"
    server=
}

step "the first conversation"
start
echo "correct horse" | as_workspace workspace-server user add alice --password-stdin >/dev/null
token=$(as_workspace workspace-server token create alice 2>/dev/null)
inside apt-get -q install -y --no-install-recommends curl >>"$root.log" 2>&1
post() {
    inside curl -sf -H "Authorization: Bearer $token" -H 'Content-Type: application/json' -d "{\"body\":\"$1\"}" \
        "http://127.0.0.1:$port/api/rooms/1/messages" >/dev/null
}
messages() { inside curl -sf -H "Authorization: Bearer $token" "http://127.0.0.1:$port/api/rooms/1/messages"; }
post "hello from a clean Debian" || fail "the first message"
messages | grep -q "hello from a clean Debian" || fail "reading the first message"
as_workspace workspace-server backup /tmp/backup >/dev/null || fail "a backup"
stop

step "upgrade: the configuration and what was said stay"
echo 'messages-per-second = 7' >>"$root/etc/workspace/server.toml"
for package in "$root"/tmp/*.deb; do
    newer=$root/tmp/newer
    dpkg-deb -R "$package" "$newer"
    sed -i 's/^Version: .*/&+1/' "$newer/DEBIAN/control"
    dpkg-deb -b "$newer" "$package" >/dev/null
    rm -rf "$newer"
done
inside sh -c 'apt-get -q install -y --no-install-recommends /tmp/*.deb' >>"$root.log" 2>&1 ||
    { tail -n 30 "$root.log" && fail "upgrade"; }
inside workspace-server config show | grep -q 'messages-per-second = 7 .*server.toml' || fail "the configuration was replaced"
start
messages | grep -q "hello from a clean Debian" || fail "the message after the upgrade"
stop

step "purge: nothing is left but what people wrote"
inside apt-get -q purge -y workspace-server workspace-tools >>"$root.log" 2>&1 || fail "purge"
for left in /usr/bin/workspace-server /usr/bin/workspace-cli /etc/workspace /lib/systemd/system/workspace-server.service; do
    ! inside test -e "$left" || fail "$left is left"
done
inside test -f /var/lib/workspace-server/workspace.db || fail "the messages were thrown away"
rm -f "$root.log"
echo "the packages install, start, upgrade and purge"
