#!/usr/bin/env bash
set -euo pipefail
# shellcheck source=dev.d/common.sh
. dev.d/common.sh

# Name, what is checked (`rules`: the assertions; else a formula of fair.pml), the switches of model.pml.
configurations='
three-computers  rules       -DACCOUNTS=1 -DCLIENTS=3 -DCONNS=4 -DWISHES=3
takeover         rules       -DACCOUNTS=1 -DCONNS=4 -DWISHES=4
two-accounts     rules       -DACCOUNTS=2 -DCONNS=4 -DWISHES=4
three-accounts   rules       -DACCOUNTS=3 -DCONNS=3 -DWISHES=3
one-computer     rules       -DACCOUNTS=2 -DCONNS=4 -DWISHES=3 -DTWINS
restart          rules       -DACCOUNTS=1 -DCONNS=4 -DWISHES=2 -DRESTARTS=1
store-failures   rules       -DACCOUNTS=1 -DCONNS=3 -DWISHES=3 -DFAILURES=1
posts-and-rest   rules       -DACCOUNTS=1 -DCONNS=3 -DWISHES=3 -DPOSTS=1 -DAPI_LOGOUTS=1
policy-takeover  rules       -DACCOUNTS=1 -DCONNS=4 -DWISHES=4 -DPOLICY=TAKEOVER
policy-reject    rules       -DACCOUNTS=1 -DCONNS=4 -DWISHES=3 -DPOLICY=REJECT
live             in_or_told  -DACCOUNTS=1 -DCONNS=5 -DWISHES=3
live-two         in_or_told  -DACCOUNTS=2 -DCONNS=3 -DWISHES=2
live-restart     in_or_told  -DACCOUNTS=1 -DCONNS=4 -DWISHES=2 -DCUTS=0 -DRESTARTS=1
ghosts           no_ghost    -DACCOUNTS=2 -DCONNS=4 -DWISHES=2 -DFAILURES=1
ghosts-restart   no_ghost    -DACCOUNTS=1 -DCONNS=4 -DWISHES=2 -DCUTS=0 -DRESTARTS=1
'
# Deliberate mistakes, and situations that are said never to come: spin has to find a counterexample.
mistakes='
resume-keeps-its-epoch        rules       -DACCOUNTS=1 -DCONNS=3 -DBREAK_RESUME
evidence-for-a-newer-epoch    rules       -DACCOUNTS=1 -DCONNS=3 -DBREAK_EVIDENCE
automatic-claim-displaces     rules       -DACCOUNTS=1 -DCONNS=3 -DBREAK_AUTOMATIC
lease-left-on-logout          rules       -DACCOUNTS=1 -DCONNS=3 -DBREAK_LOGOUT
superseded-client-reconnects  rules       -DACCOUNTS=1 -DCONNS=3 -DBREAK_SUPERSEDED
stale-epoch-accepted          rules       -DACCOUNTS=1 -DCONNS=3 -DPOSTS=1 -DBREAK_FENCE
restart-leaves-leases-live    rules       -DACCOUNTS=1 -DCONNS=3 -DRESTARTS=1 -DBREAK_RESTART
lost-grant-not-detached       no_ghost    -DACCOUNTS=1 -DCONNS=3 -DWISHES=2 -DBREAK_LOST_GRANT
late-claim-wins               rules       -DACCOUNTS=1 -DCONNS=3 -DBREAK_LATE
probe-without-an-end          in_or_told  -DACCOUNTS=1 -DCONNS=3 -DWISHES=2 -DBREAK_PROBE_END
unfair-scheduling             no_ghost    -DACCOUNTS=1 -DCONNS=3 -DWISHES=2 -DUNFAIR
never-a-takeover-by-consent   rules       -DACCOUNTS=1 -DCONNS=4 -DREACH=CONSENTED_TAKEOVER
never-a-takeover-of-silence   rules       -DACCOUNTS=1 -DCONNS=3 -DREACH=TAKEOVER_OF_SILENT
never-an-eviction-of-silence  rules       -DACCOUNTS=2 -DCONNS=3 -DREACH=EVICTION_OF_SILENT -DTWINS
never-busy-after-a-probe      rules       -DACCOUNTS=2 -DCONNS=3 -DREACH=BUSY_AFTER_PROBE -DTWINS
never-a-displaced-session     rules       -DACCOUNTS=1 -DCONNS=4 -DREACH=DISPLACED_COMES_BACK
never-a-third-round           rules       -DACCOUNTS=1 -DCONNS=4 -DCLIENTS=3 -DWISHES=4 -DREACH=THIRD_ROUND
'
names_in() { awk 'NF { print $1 }' <<<"$1"; }

usage() {
    cat <<END
Usage: ./dev model [NAME...]

Checks the model of lease admission (docs/model/) with spin: each configuration to the end, or those that are named, and
that spin finds a counterexample in each deliberate mistake. Prints a table; the exit code is 1 where anything is other
than it should be, with the steps that lead there.

  configurations  $(names_in "$configurations" | paste -sd ' ' | fold -s -w 90 | sed '2,$s/^/                  /')
  mistakes        $(names_in "$mistakes" | paste -sd ' ' | fold -s -w 90 | sed '2,$s/^/                  /')

Examples:
  ./dev model
  ./dev model takeover evidence-for-a-newer-epoch
END
}

known=$(names_in "$configurations$mistakes")
for name in "$@"; do
    case $name in
        -h | --help) usage && exit 0 ;;
        *) grep -qx -- "$name" <<<"$known" || { usage >&2 && exit 2; } ;;
    esac
done
if [ $# -gt 0 ]; then chosen=("$@"); else mapfile -t chosen <<<"$known"; fi

model=$PWD/docs/model/model.pml
work=$PWD/build/model
memory=4000  # MB that one run may take

# read_row NAME: sets `kind` and `switches`.
read_row() {
    read -r _ kind switches < <(grep -E "^$1 " <<<"$configurations$mistakes")
    [ "$kind" = rules ] || switches+=" -DFAIR -DPATIENT"
}

# check NAME: writes `states seconds verdict` to its folder. The verdict is holds, counterexample, unfinished (not all
# was searched) or broken (spin or gcc failed).
check() {
    local kind switches compile=(-DSAFETY -DNOFAIR) run=() started=${EPOCHREALTIME/[.,]/} verdict=unfinished
    local optimize=-O1
    read_row "$1"
    ! grep -qE "^$1 " <<<"$mistakes" || optimize=-O0  # found long before it is compiled
    if [ "$kind" != rules ]; then
        compile=(-DNFAIR=3)
        run=(-a -f -N "$kind")
        [[ $switches != *UNFAIR* ]] || run=(-a -N "$kind")
    fi
    rm -rf "${work:?}/$1"
    mkdir -p "$work/$1"
    cd "$work/$1"
    # shellcheck disable=SC2086 # several words
    if ! spin -a $switches "$model" >log 2>&1 ||
        ! gcc $optimize -w -DNOREDUCE -DCOLLAPSE "-DMEMLIM=$memory" "${compile[@]}" -o pan pan.c >>log 2>&1; then
        verdict=broken
    else
        ./pan -m100000 -w24 "${run[@]}" >>log 2>&1 || true
        if [ -e model.pml.trail ]; then
            verdict=counterexample
        elif grep -q 'errors: 0' log && ! grep -qE 'Search not completed|too small|out of memory' log; then
            verdict=holds
        fi
    fi
    rm -f pan pan.?
    awk -v started="$started" -v now="${EPOCHREALTIME/[.,]/}" -v verdict=$verdict '
        / states, stored/ { states = $1 }
        END { printf "%d %.1f %s\n", states, (now - started) / 1e6, verdict }' log >result
}

# explain NAME: what was violated, the actions that lead there, and what is not zero in the last state.
explain() {
    local kind switches
    read_row "$1"
    cd "$work/$1"
    grep -E '^pan:1:|rror:' log | head -n 5 || true
    [ -e model.pml.trail ] || return 0
    # shellcheck disable=SC2086 # several words
    spin -t -g -k model.pml.trail $switches "$model" 2>&1 |
        grep -vE ' = 0$|^spin: (trail|ltl)|processes? created|^#processes|Never claim|^ltl |proc .*\(.*\) .*state' |
        tail -n 120
}

need_packages model
tests/model/names.sh
cores=$(nproc)
unset -f jobs  # from here on the shell's own
say "spin on $cores cores: ${#chosen[@]} searches"
for name in "${chosen[@]}"; do
    while [ "$(jobs -rp | wc -l)" -ge "$cores" ]; do wait -n || true; done
    (check "$name") &
done
wait

failed=()
printf '%-30s %-11s %10s %8s  %s\n' configuration property states seconds verdict
for name in "${chosen[@]}"; do
    read_row "$name"
    expected=holds
    ! grep -qE "^$name " <<<"$mistakes" || expected=counterexample
    read -r states seconds verdict <"$work/$name/result" || verdict=broken
    remark="$verdict"
    if [ "$verdict" != $expected ]; then
        remark="$verdict, but should be: $expected"
        failed+=("$name")
    fi
    printf '%-30s %-11s %10s %8s  %s\n' "$name" "$kind" "$states" "$seconds" "$remark"
done
for name in ${failed[@]+"${failed[@]}"}; do
    say "$name"
    (explain "$name")
done
[ ${#failed[@]} -eq 0 ]
