#!/usr/bin/env bash
set -euo pipefail
# shellcheck source=dev.d/common.sh
. dev.d/common.sh

usage() {
    cat <<'END'
Usage: ./dev property --minutes N [FILTER]

Goes on with the random tests of tests/property/, in rounds with fresh seeds, until N minutes are over. FILTER is
gtest's, on names like HubProperty.TheRulesHoldAfterEachOfRandomSteps. At the first property that does not hold it
prints the smallest counterexample and the command that replays it, and stops with exit code 1.

Examples:
  ./dev property --minutes 60
  ./dev property --minutes 5 'HubProperty.*'
END
}

minutes=
filter='*'
while [ $# -gt 0 ]; do
    case $1 in
        -h | --help) usage && exit 0 ;;
        --minutes)
            minutes=${2:-} && shift
            [[ $minutes =~ ^[1-9][0-9]*$ ]] || die "--minutes needs a number from 1"
            ;;
        -*) usage >&2 && exit 2 ;;
        *) filter=$1 ;;
    esac
    shift
done
[ -n "$minutes" ] || { usage >&2 && exit 2; }

need_packages tests
configure dev tests
build dev property_tests
mkdir -p build/logs
log=build/logs/property.log
end=$((SECONDS + minutes * 60))
round=0
cases=0
failed=
# On a terminal the line of progress is written over; in a log each round has a line.
line_begin='' line_end=$'\n'
if [ -t 1 ]; then
    line_begin=$'\r\033[K' line_end=''
fi
while [ $SECONDS -lt $end ] && [ -z "$failed" ]; do
    round=$((round + 1))
    seed=$(od -An -N6 -tu8 /dev/urandom | tr -d ' ')
    # A round is stopped when the time is over: what it found until then counts.
    code=0
    RC_PARAMS="seed=$seed" timeout --kill-after=5 $((end - SECONDS)) \
        build/dev/bin/property_tests --gtest_filter="$filter" >"$log" 2>&1 || code=$?
    ! grep -q 'Running 0 tests' "$log" || die "no property is called $filter"
    cases=$((cases + $(awk '/^[0-9]+ cases held/ { n += $1 } END { print n + 0 }' "$log")))
    if [ $code -ne 0 ] && { [ $code -ne 124 ] || grep -q '^\[  FAILED  \]' "$log"; }; then
        failed=yes
    fi
    printf '%sround %d, %d cases, seed %s, %d s to go%s' "$line_begin" $round $cases "$seed" \
        $((end > SECONDS ? end - SECONDS : 0)) "$line_end"
done
[ -n "$line_end" ] || echo
if [ -n "$failed" ]; then
    grep -vE '^\[( +OK |-+|=+| RUN +)|cases held' "$log" | tail -n 200
    echo "found in round $round (RC_PARAMS=\"seed=$seed\"); the log is $log" >&2
    exit 1
fi
say "$round rounds, $cases cases: all held"
