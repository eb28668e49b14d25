#!/usr/bin/env bash
set -euo pipefail
# shellcheck source=dev.d/common.sh
. dev.d/common.sh

# The part `sim` of ./dev test: the scenarios; a swarm of seeds that never change, and one of fresh seeds; that each seeded bug
# is killed, by a swarm and by a scenario, and that the scenario of each complaint breaks under three of its own at least; each
# seed twice, and that the build of every day and the simulator's own (more optimisation, seeded bugs that
# are not let out) play the same runs.
configure sim server tests
build sim workspace-sim workspace-server
build dev workspace-sim
sim=build/sim/bin/workspace-sim
"$sim" run sim/scenarios
"$sim" swarm --seeds 1..3000 --jobs "$(nproc)" --marks
fresh=$(($(date +%s) * 1000))
say "fresh seeds from $fresh on"
"$sim" swarm --seeds "$fresh..$((fresh + 2999))" --jobs "$(nproc)"
"$sim" swarm --seeds 1..300 --jobs "$(nproc)" --profile sim/profiles/disks.toml
"$sim" selftest --scenarios sim/scenarios >build/logs/sim-scenarios.log &
scenarios=$!
"$sim" selftest --seeds 3000
wait "$scenarios" || die "a seeded bug breaks no scenario, or a scenario breaks under too few: build/logs/sim-scenarios.log"
tail -n 1 build/logs/sim-scenarios.log
say "a bug in the real server must be noticed"
code=0
"$sim" live sim/scenarios/complaint_1_*.scn --at-most 65 --with-bug logout_leaves_the_lease || code=$?
[ "$code" -eq 3 ] || die "logout_leaves_the_lease lives through complaint 1 in the real server"
for preset in dev sim; do
    "build/$preset/bin/workspace-sim" swarm --seeds 1..300 --twice --jobs "$(nproc)" >"build/logs/sim-$preset.log"
done
digest() { grep '^digest' "build/logs/sim-$1.log"; }
[ "$(digest dev)" = "$(digest sim)" ] || die "the same seeds give other runs in another build type: build/logs/sim-*.log"
say "the same in two build types: $(digest dev)"
