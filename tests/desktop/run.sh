#!/usr/bin/env bash
# A desktop of its own for desktop tests: display, window manager, session bus, accessibility, a home folder.
#
#   tests/desktop/run.sh BIN_DIR PICTURES_DIR LOCALE TEST...
#
#   BIN_DIR       where workspace-server, workspace-cli and workspace-desktop are
#   PICTURES_DIR  screenshots go there, one folder a language; WORKSPACE_SCREENSHOTS in the environment goes before it
#   LOCALE        such as fr_FR.UTF-8 or en_GB.UTF-8
#   TEST          what `python3 -m unittest` takes: test_talk, test_talk.Talk.test_killed_and_started_again …
#
# Nothing of the user's own session is touched; everything that was started here ends with it, also after a failure,
# SIGTERM or Ctrl+C. WORKSPACE_TEST_SECONDS limits it (default: 240).
set -euo pipefail
[ $# -ge 4 ] || {
    sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
    exit 2
}
bin=$(realpath "$1") pictures=$(realpath -m "${WORKSPACE_SCREENSHOTS:-$2}")/${3%%_*} locale=$3
shift 3
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/workspace-desktop.XXXXXX")

# What was started here, also by what was started here: all of it carries the folder's name in its environment.
mine() { grep -lzxF "WORKSPACE_TEST_HOME=$work" /proc/[0-9]*/environ 2>/dev/null | cut -d/ -f3; }
with_mark() { WORKSPACE_TEST_HOME=$work "$@"; }

finish() {
    trap '' TERM INT
    local signal left
    for signal in TERM KILL; do
        for _ in $(seq 100); do
            left=$(mine || true)
            [ -n "$left" ] || break 2
            # shellcheck disable=SC2086  # one word a process
            kill -$signal $left 2>/dev/null || true
            read -r -t 0.05 -u 3 || true # looks again a little later
        done
    done
    rm -rf "$work"
}
mkfifo "$work/pipe"
exec 3<>"$work/pipe"
trap finish EXIT
trap 'exit 143' TERM
trap 'exit 130' INT

# start NAME COMMAND...: in the background, its words in a log
start() {
    local log="$work/$1.log"
    shift
    with_mark "$@" >"$log" 2>&1 &
}

mkdir -m 700 "$work/runtime"
mkdir -p "$work/home/.config/gtk-4.0" "$pictures"
chmod 755 "$work" # another user starts the program, too
printf '[Settings]\ngtk-font-name=DejaVu Sans 10\ngtk-enable-animations=false\ngtk-cursor-blink=false\n' \
    >"$work/home/.config/gtk-4.0/settings.ini"
export HOME="$work/home" XDG_RUNTIME_DIR="$work/runtime" XDG_CONFIG_HOME="$work/home/.config"
export XDG_DATA_HOME="$work/home/.local/share" XDG_CACHE_HOME="$work/home/.cache" XDG_CONFIG_DIRS="$work/etc"
export XDG_STATE_HOME="$work/home/.local/state"
export LC_ALL=$locale LANG=$locale LANGUAGE=''
export GSK_RENDERER=cairo GDK_BACKEND=x11 GTK_A11Y=atspi GSETTINGS_BACKEND=memory
unset WAYLAND_DISPLAY XAUTHORITY XDG_ACTIVATION_TOKEN DESKTOP_STARTUP_ID AT_SPI_BUS_ADDRESS

start xvfb Xvfb -displayfd 3 -screen 0 1280x860x24 -nolisten tcp
read -r -t 30 -u 3 number || {
    echo "Xvfb did not start:" >&2
    cat "$work/xvfb.log" >&2
    exit 1
}
export DISPLAY=":$number"
start openbox openbox --sm-disable

export DBUS_SESSION_BUS_ADDRESS="unix:path=$work/runtime/bus"
start bus dbus-daemon --session --nofork --nopidfile --print-address=3 --address="$DBUS_SESSION_BUS_ADDRESS"
read -r -t 30 -u 3 _ || {
    echo "the session bus did not start:" >&2
    cat "$work/bus.log" >&2
    exit 1
}
# This call starts AT-SPI and switches it on.
gdbus call --session --dest org.a11y.Bus --object-path /org/a11y/bus \
    --method org.freedesktop.DBus.Properties.Set org.a11y.Status IsEnabled '<true>' >/dev/null

echo "screenshots: $pictures"
export WORKSPACE_BIN_DIR=$bin WORKSPACE_PICTURES=$pictures PYTHONDONTWRITEBYTECODE=1
cd "$here"
with_mark timeout --kill-after=10 "${WORKSPACE_TEST_SECONDS:-240}" /usr/bin/python3 -m unittest -v "$@" &
wait $!
