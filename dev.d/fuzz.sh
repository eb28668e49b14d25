#!/usr/bin/env bash
set -euo pipefail
# shellcheck source=dev.d/common.sh
. dev.d/common.sh

all=()
for file in fuzz/targets/*.cpp; do
    file=${file##*/}
    all+=("${file%.cpp}")
done

usage() {
    cat <<END
Usage: ./dev fuzz [--minutes N | --seconds N] [TARGET...]

Builds the fuzzers with clang, libFuzzer, AddressSanitizer and UndefinedBehaviorSanitizer, and runs the targets that are
named, or all, for N minutes each (default 2).

  TARGET: ${all[*]}

What it learns stays in build/fuzz/corpus/TARGET and is begun with next time; logs are in build/logs/. At the end of each
target: edges and features covered, and the lines of core-protocol/. The exit code is 1 where an input crashed or hung:
the input is kept in fuzz/crashes/TARGET/, and the command that replays it is printed. docs/fuzzing.md says more.

Examples:
  ./dev fuzz
  ./dev fuzz --minutes 30 hub client
END
}

seconds=120
targets=()
while [ $# -gt 0 ]; do
    case $1 in
        -h | --help) usage && exit 0 ;;
        --minutes | --seconds)
            [[ ${2:-} =~ ^[1-9][0-9]*$ ]] || die "$1 needs a number"
            seconds=$2
            [ "$1" = --seconds ] || seconds=$((seconds * 60))
            shift
            ;;
        *)
            [ -f "fuzz/targets/$1.cpp" ] || { usage >&2 && exit 2; }
            targets+=("$1")
            ;;
    esac
    shift
done
[ ${#targets[@]} -gt 0 ] || targets=("${all[@]}")

need_packages server cli tests fuzz
configure fuzz server cli tests
build fuzz fuzzers
programs=build/fuzz/bin
logs=build/logs
mkdir -p "$logs"

# Databases that live for one input: in memory where there is such a folder.
TMPDIR=$(mktemp -d -p "$([ -w /dev/shm ] && echo /dev/shm || echo "${TMPDIR:-/tmp}")" workspace-fuzz-XXXXXX)
export TMPDIR LLVM_PROFILE_FILE=/dev/null
trap 'rm -rf "$TMPDIR"' EXIT

# seeds_of TARGET: seeds that are made from what the project has; each golden line is an input of the codec.
seeds_of() {
    local target=$1 seeds="build/fuzz/seeds/$1"
    mkdir -p "$seeds"
    if [ "$target" = codec ]; then
        cat tests/golden/v1/*.jsonl | split -l 1 -a 3 - "$seeds/golden-"
    fi
    echo "$seeds"
}

# progress LOG: the last line in which libFuzzer says how far it is, in words.
progress() {
    grep -a '^#[0-9]' "$1" | tail -n 1 | sed -E \
        's/^#([0-9]+).* cov: ([0-9]+) ft: ([0-9]+) corp: ([0-9]+).*exec\/s: ([0-9]+).*/\1 runs (\5 a second), \2 edges, \3 features, \4 inputs kept/'
}

# lines_covered TARGET: how much of the core its corpus reaches, from the counters that the build has.
lines_covered() {
    local target=$1 profile="$TMPDIR/$1.profile"
    LLVM_PROFILE_FILE=$profile "$programs/fuzz_$target" -runs=0 -close_fd_mask=3 "build/fuzz/corpus/$target" \
        >/dev/null 2>&1 || return 0
    llvm-profdata-19 merge -sparse "$profile" -o "$profile.data"
    llvm-cov-19 report "$programs/fuzz_$target" -instr-profile="$profile.data" \
        -ignore-filename-regex='/(usr|tests|fuzz/support|fuzz/targets|server|host|cli)/' >"$logs/fuzz-$target-coverage.txt"
    awk '$1 == "TOTAL" { print $10 " of what it links of core-protocol" }' "$logs/fuzz-$target-coverage.txt"
}

# watch_run TARGET PROCESS LOG: says how far it is, until it ends.
watch_run() {
    local waited=0
    while kill -0 "$2" 2>/dev/null; do
        sleep 1
        waited=$((waited + 1))
        if [ -t 1 ]; then
            printf '\r\033[K  %s %d of %d s: %s' "$1" $waited "$seconds" "$(progress "$3")"
        elif [ $((waited % 30)) -eq 0 ]; then
            printf '  %s %d of %d s: %s\n' "$1" $waited "$seconds" "$(progress "$3")"
        fi
    done
    [ ! -t 1 ] || printf '\r\033[K'
}

# show_crash TARGET LOG: what happened, and how to see it again.
show_crash() {
    local target=$1 log=$2 input words
    input=$(sed -n 's/.*Test unit written to //p' "$log" | tail -n 1)
    grep -aE 'ERROR: |runtime error: ' "$log" | head -n 3 || true
    if [ -n "$input" ]; then
        words=$({ timeout 60 "$programs/replay_$target" "$input" 2>&1 || true; } 2>/dev/null)
        grep -aE '^does not hold|runtime error: ' <<<"$words" || true
    fi
    printf '  %s FAILED: %s\n  replay it: FUZZ_EXPLAIN=1 %s/replay_%s %s\n' \
        "$target" "${input:-see $log}" "$programs" "$target" "${input:-FILE}"
}

fuzz() {
    local target=$1 log="$logs/fuzz-$1.log" corpus="build/fuzz/corpus/$1" crashes="fuzz/crashes/$1" options=() seeds
    seeds=$(seeds_of "$target")
    mkdir -p "$corpus" "$crashes" "fuzz/corpus/$target"
    [ ! -f "build/fuzz/dictionaries/$target.dict" ] || options+=("-dict=build/fuzz/dictionaries/$target.dict")
    "$programs/fuzz_$target" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=3000 \
        -max_len=2000 -len_control=20 -close_fd_mask=3 -artifact_prefix="$crashes/" "${options[@]}" \
        "$corpus" "$crashes" "fuzz/corpus/$target" "$seeds" >"$log" 2>&1 &
    local running=$!
    watch_run "$target" $running "$log"
    if ! wait $running; then
        show_crash "$target" "$log"
        return 1
    fi
    rmdir "$crashes" 2>/dev/null || true
    printf '  %s: %s; %s\n' "$target" "$(progress "$log")" "$(lines_covered "$target")"
}

failed=0
for target in "${targets[@]}"; do
    say "fuzzing $target for $seconds s"
    fuzz "$target" || failed=1
done
exit $failed
