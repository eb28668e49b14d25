#!/usr/bin/env bash
set -euo pipefail
# shellcheck source=dev.d/common.sh
. dev.d/common.sh

case ${1:-} in
    -h | --help)
        cat <<'END'
Usage: ./dev setup [PART...]

Installs the Debian packages that are missing, with apt-get, as root or through sudo.
PART: server, cli, desktop, tests, desktop-tests, sim-tests, lint, fuzz. Without one: all of them.
The other commands do this by themselves, each for what it needs.

Example: ./dev setup server tests
END
        exit 0
        ;;
esac
[ $# -gt 0 ] || set -- server cli desktop tests desktop-tests sim-tests lint fuzz
need_packages "$@"
say "everything needed for $* is installed"
