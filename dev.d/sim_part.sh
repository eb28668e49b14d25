#!/usr/bin/env bash
set -euo pipefail
# shellcheck source=dev.d/common.sh
. dev.d/common.sh

# The part `sim` of ./dev test: the scenarios; a swarm of seeds that never change, each seed twice; and that the build of
# every day and the simulator's own (more optimisation, seeded bugs that are not let out) play the same runs.
configure sim server tests
build sim workspace-sim
build dev workspace-sim
build/sim/bin/workspace-sim run sim/scenarios
build/sim/bin/workspace-sim swarm --seeds 1..3000
for preset in dev sim; do
    "build/$preset/bin/workspace-sim" swarm --seeds 1..300 --twice >"build/logs/sim-$preset.log"
done
digest() { grep '^digest' "build/logs/sim-$1.log"; }
[ "$(digest dev)" = "$(digest sim)" ] || die "the same seeds give other runs in another build type: build/logs/sim-*.log"
say "the same in two build types: $(digest dev)"
