#!/usr/bin/env bash
set -euo pipefail
# shellcheck source=dev.d/common.sh
. dev.d/common.sh

usage() {
    cat <<'END'
Usage: ./dev run [--no-desktop] [--port PORT] [--data-dir DIR] [--no-stay]

Installs what is missing, builds, and starts a server on this computer with a room and the demo accounts alice, bruno
and chloe. With a display it opens the desktop client. Without one several people play in the terminal: they log in,
talk, one is killed, comes back and reads what was missed. On a terminal the server then stays up until Ctrl+C.

  --no-desktop    play in the terminal although there is a display (builds without GTK)
  --port PORT     4000; another one is taken, and named, where it is busy
  --data-dir DIR  .run: what the demo leaves behind; remove it to begin anew
  --no-stay       stop when the play is over

Example: ./dev run --no-desktop --port 4100
END
}

desktop=
[ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || desktop=desktop
for argument in "$@"; do
    case $argument in
        -h | --help) usage && exit 0 ;;
        --no-desktop) desktop= ;;
        --desktop) desktop=desktop ;;
    esac
done
parts=(server cli)
[ -z "$desktop" ] || parts+=(desktop)
need_packages "${parts[@]}"
configure dev "${parts[@]}"
build dev "${parts[@]/#/workspace-}"
exec python3 dev.d/demo.py --bin build/dev/bin "$@"
