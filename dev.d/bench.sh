#!/usr/bin/env bash
set -euo pipefail
# shellcheck source=dev.d/common.sh
. dev.d/common.sh

case ${1:-} in
    -h | --help)
        cat <<'END'
Usage: PEERLOAD=DIR ./dev bench

Builds the release server and measures it with the load generator whose sources are in DIR: messages a second with
durable acknowledgements to a room of 100, and memory per idle connection.

  MEMBERS=100   people in the room
  REPS=3        runs
  IDLE=500      idle connections

Example: MEMBERS=1000 REPS=1 ./dev bench
END
        exit 0
        ;;
esac
need_packages server
configure release server
build release workspace-server
exec tests/bench/server.sh
