#!/usr/bin/env bash
set -euo pipefail
# shellcheck source=dev.d/common.sh
. dev.d/common.sh

case ${1:-} in
    -h | --help)
        cat <<'END'
Usage: ./dev clean [--data]

Removes build/. With --data also .run/, what `./dev run` keeps: its accounts and messages.
END
        exit 0
        ;;
    --data) rm -rf .run ;;
    '') ;;
    *) die "clean takes --data or nothing" ;;
esac
rm -rf build
say "clean"
