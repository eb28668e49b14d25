#!/usr/bin/env bash
set -euo pipefail
# shellcheck source=dev.d/common.sh
. dev.d/common.sh

# Builds the simulator, with the seeded bugs of its self-test in it, and runs it: `./dev sim --help` lists its commands.
need_packages server cli tests
configure sim server tests
build sim workspace-sim workspace-server
exec build/sim/bin/workspace-sim "$@"
