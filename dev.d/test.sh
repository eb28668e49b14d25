#!/usr/bin/env bash
set -euo pipefail
# shellcheck source=dev.d/common.sh
. dev.d/common.sh

# Part, budget in minutes on two cores, and what it checks. CONTRIBUTING.md says more.
parts='
format       1  clang-format 19 would change nothing
lint        30  clang-tidy 19, shellcheck, the layers of the tree
build       25  everything compiles without a warning
purity       1  the core needs no clock, thread, socket or file
unit         2  functions and small objects
transcripts  2  the hub and the client by rule, message by message
property     6  random command sequences against naive models
sim         25  the scenarios, a swarm of seeds, each twice and in two build types; its pages, in a browser
model        8  lease admission in all interleavings, with spin; that the search can fail
golden       1  the bytes on the wire, and the tables of docs/protocol.md
contract     3  what every store keeps, on SQLite and in memory
integration 10  the complaints, bad input and REST, with real processes on loopback
desktop     20  the desktop client under Xvfb, through its accessible tree
fuzz        15  made-up input, 20 s for each reader of input, and all that ever crashed
asan        40  all but desktop again with AddressSanitizer and UndefinedBehaviorSanitizer
tsan        30  the server with ThreadSanitizer
'

usage() {
    cat <<END
Usage: ./dev test [PART...]

Installs what is missing, builds, and runs the parts that are named, or all of them. Each has a time budget:

  part   minutes
$(sed '/^$/d; s/^/  /' <<<"$parts")

A failing random test prints the seed and the command that replays it. Logs are in build/logs/.

Examples:
  ./dev test
  ./dev test unit property
END
}

all=$(awk 'NF { print $1 }' <<<"$parts")
wanted=()
for part in "$@"; do
    case $part in
        -h | --help) usage && exit 0 ;;
        *) grep -qx -- "$part" <<<"$all" || { usage >&2 && exit 2; } ;;
    esac
    wanted+=("$part")
done
[ ${#wanted[@]} -gt 0 ] || mapfile -t wanted <<<"$all"

logs=build/logs

# run_ctest PRESET LABELS [OPTIONS...]: adds to the sums. LABELS is a regular expression.
run_ctest() {
    local preset=$1 labels=$2 log code=0 line
    shift 2
    if [ "$preset" != dev ]; then  # sanitizers make everything slower: smaller loads
        export WORKSPACE_TEST_SCALE=10 RC_PARAMS=${RC_PARAMS:-max_success=25}
    fi
    log="$logs/$WORKSPACE_TEST_PART.log"
    ctest --test-dir "build/$preset" -L "^($labels)\$" --no-tests=error --output-on-failure "$@" >"$log" 2>&1 || code=$?
    if line=$(grep -E 'tests passed, [0-9]+ tests failed out of [0-9]+' "$log"); then
        local failing total
        failing=$(sed -E 's/.*, ([0-9]+) tests failed.*/\1/' <<<"$line")
        total=$(sed -E 's/.*out of ([0-9]+).*/\1/' <<<"$line")
        echo "$total $failing" >>"$logs/sums"
    fi
    if [ "$code" -ne 0 ]; then
        grep -vE '^ *[0-9]+/[0-9]+ Test .* Passed|^ +Start +[0-9]+:' "$log" | tail -n 300
        return 1
    fi
    # what the tests measured
    grep -hE '^[0-9]+: [^[].*[0-9] ms' "$log" | sed -E 's/^[0-9]+: /    /' || true
    echo "$line"
}

run_part() {
    local cores
    cores=$(nproc)
    case $1 in
        format) dev.d/format.sh --check ;;
        model) dev.d/model.sh ;;
        lint) dev.d/lint.sh ;;
        sim) dev.d/sim_part.sh && run_ctest dev sim -j "$cores" ;;
        build) configure dev server cli desktop tests && build dev all ;;
        purity | golden | desktop) run_ctest dev "$1" ;;
        unit | transcripts | property | contract) run_ctest dev "$1" -j "$cores" ;;
        integration) run_ctest dev integration -LE '^desktop$' -j "$cores" --verbose ;;
        asan)
            configure asan server cli tests && build asan all &&
                run_ctest asan 'unit|transcripts|property|golden|contract|integration|fuzz' -j "$cores"
            ;;
        fuzz) run_ctest dev fuzz && dev.d/fuzz.sh --seconds 20 ;;
        tsan)
            configure tsan server cli tests &&
                build tsan workspace-server workspace-cli integration_tests contract_tests &&
                run_ctest tsan 'contract|integration' -j "$cores"
            ;;
    esac
}

# How a part is run within its budget: by this script again.
if [ -n "${WORKSPACE_TEST_PART:-}" ]; then
    run_part "$WORKSPACE_TEST_PART"
    exit
fi

need_packages server cli desktop tests desktop-tests sim-tests lint fuzz model
mkdir -p "$logs"
rm -f "$logs/sums"
touch "$logs/sums"

# The build that the parts named need.
case " ${wanted[*]} " in
    *' build '* | ' format ' | ' model ' | ' lint ' | ' asan ' | ' tsan ') ;;
    *) wanted=(build "${wanted[@]}") ;;
esac

failed=0
table=
for part in "${wanted[@]}"; do
    budget=$(awk -v part="$part" '$1 == part { print $2 }' <<<"$parts")
    say "[$part] $(awk -v part="$part" '$1 == part { $1 = $2 = ""; print }' <<<"$parts" | sed 's/^ *//') (within $budget min)"
    started=$SECONDS
    result=ok
    WORKSPACE_TEST_PART=$part timeout --kill-after=20 "${budget}m" "$0" || {
        code=$?
        result=FAILED
        [ $code -ne 124 ] || result="OVER ITS TIME"
        failed=1
    }
    table+=$(printf '  %-12s %-14s %5d s of %4d' "$part" "$result" $((SECONDS - started)) $((budget * 60)))$'\n'
    if [ "$part" = build ] && [ "$result" != ok ]; then
        break
    fi
done

say "parts"
printf '%s' "$table"
read -r total tests_failed < <(awk '{ n += $1; f += $2 } END { print n + 0, f + 0 }' "$logs/sums")
[ $failed -eq 0 ] || echo "./dev test: not everything passed; logs are in $logs/"
echo "$((total > 0 ? (total - tests_failed) * 100 / total : 100))% tests passed, $tests_failed tests failed out of $total"
exit $failed
