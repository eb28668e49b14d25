#!/usr/bin/env bash
set -euo pipefail
# shellcheck source=dev.d/common.sh
. dev.d/common.sh

usage() {
    cat <<'END'
Usage: ./dev bench [server]           the release server under load; PEERLOAD names the load generator's sources
       ./dev bench core [FILTER]      the pure core alone: no network, no disk
       ./dev bench sim [FILTER]       the simulator: client-seconds of its worlds a second of one core

server: messages a second with durable acknowledgements to a room of 100, and memory per idle connection.

  PEERLOAD=DIR  the sources of the load generator
  MEMBERS=100   people in the room
  REPS=3        runs
  IDLE=500      idle connections

core: codec, admission, a post in rooms of 10 to 10,000, a storm of logins, merging a timeline (Google Benchmark);
prints the curves, and ratios within the run. FILTER is a regular expression on names like post/room/1000.

  SECONDS_EACH=0.1   for each measurement
  REPS=3             of each; the fastest counts

sim: small worlds, crowds, worlds on the real store, a storm of 500, an hour of 1,000 people who chat; each with its
checkers and without, and the ratio. FILTER is a part of a workload's name.

Examples:
  ./dev bench core
  ./dev bench sim
  ./dev bench sim hour
  ./dev bench core '^post/'
  PEERLOAD=DIR MEMBERS=1000 REPS=1 ./dev bench server
END
}

what=server
case ${1:-} in
    -h | --help) usage && exit 0 ;;
    core | server | sim) what=$1 && shift ;;
    '') ;;
    *) usage >&2 && exit 2 ;;
esac

if [ "$what" = core ]; then
    need_packages bench
    configure release bench
    build release core_bench
    mkdir -p build/bench
    build/release/bin/core_bench --benchmark_filter="${1:-.}" --benchmark_min_time="${SECONDS_EACH:-0.1}" \
        --benchmark_repetitions="${REPS:-3}" \
        --benchmark_out=build/bench/core.json --benchmark_out_format=json >build/bench/core.log 2>&1 ||
        die "the benchmark stopped: build/bench/core.log"
    exec python3 tests/bench/core/table.py build/bench/core.json
fi
if [ "$what" = sim ]; then
    need_packages server cli tests
    configure sim server tests
    build sim workspace-sim
    exec python3 tests/bench/sim.py build/sim/bin/workspace-sim "${1:-}"
fi
need_packages server
configure release server
build release workspace-server
exec tests/bench/server.sh
