#!/usr/bin/env bash
set -euo pipefail
# shellcheck source=dev.d/common.sh
. dev.d/common.sh

usage() {
    cat <<'END'
Usage: ./dev nightly [--minutes N]      what takes too long for each change (default: 60 minutes in all, 10 at least)

A long swarm of fresh seeds, in all profiles, that must come to every situation it is there for; scenarios against the real
server; the self-test of the checkers in full; long runs of the property tests and of the fuzzers. What a swarm finds is in build/nightly/, shrunk, with a page
of what happened.

Example:
  ./dev nightly --minutes 240
END
}

minutes=60
case ${1:-} in
    -h | --help) usage && exit 0 ;;
    --minutes) minutes=${2:?--minutes needs a number} ;;
    '') ;;
    *) usage >&2 && exit 2 ;;
esac
if ! [[ $minutes =~ ^[0-9]+$ ]] || [ "$minutes" -lt 10 ]; then
    die "--minutes is a number from 10"
fi

need_packages server cli tests
configure sim server tests
build sim workspace-sim workspace-server
sim=build/sim/bin/workspace-sim
found=build/nightly
rm -rf "$found"
each=$((minutes / 10))
first=$(($(date +%s) * 1000))
say "fresh seeds from $first on"
status=0
swarm() { # PROFILE MINUTES …
    "$sim" swarm --seeds "$first..$first" --minutes "$2" --jobs "$(nproc)" --keep-going --save "$found/$1" "${@:3}" || status=1
}
swarm default $((each * 3)) --marks
for profile in sim/profiles/*.toml; do
    swarm "$(basename "$profile" .toml)" "$each" --profile "$profile"
done
"$sim" run sim/scenarios --report "$found/scenario.html" || status=1
"$sim" live sim/scenarios --at-most $((each * 60)) --jobs 8 || status=1
"$sim" selftest --seeds 10000 || status=1
"$sim" selftest --scenarios sim/scenarios || status=1
./dev property --minutes "$each" || status=1
./dev fuzz --seconds $((each * 60 / 4)) || status=1
[ "$status" -eq 0 ] || die "the night has found something: see above, and $found/"
