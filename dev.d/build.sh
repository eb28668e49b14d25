#!/usr/bin/env bash
set -euo pipefail
# shellcheck source=dev.d/common.sh
. dev.d/common.sh

usage() {
    cat <<'END'
Usage: ./dev build [server|cli|desktop|tests]... [--preset dev|release|asan|tsan]

Builds the parts that are named, with the packages of these parts alone; without one: server, cli and desktop.
The programs are in build/PRESET/bin/. The default preset is dev.

Examples:
  ./dev build server --preset release
  ./dev build cli
END
}

preset=dev
parts=()
while [ $# -gt 0 ]; do
    case $1 in
        -h | --help) usage && exit 0 ;;
        --preset) preset=${2:?--preset needs a name} && shift ;;
        server | cli | desktop | tests) parts+=("$1") ;;
        *) usage >&2 && exit 2 ;;
    esac
    shift
done
[ ${#parts[@]} -gt 0 ] || parts=(server cli desktop)
need_packages "${parts[@]}"
configure "$preset" "${parts[@]}"
targets=()
for part in "${parts[@]}"; do
    case $part in
        tests) targets+=(all) ;;
        *) targets+=("workspace-$part") ;;
    esac
done
build "$preset" "${targets[@]}"
say "built: build/$preset/bin"
