#!/usr/bin/env bash
set -euo pipefail
# shellcheck source=dev.d/common.sh
. dev.d/common.sh

lines_min=97
suites=(unit transcripts property golden contract)

usage() {
    cat <<END
Usage: ./dev coverage [--report]

Builds ${suites[*]} tests with counters (preset coverage), runs them, and says which lines and branches of
core-protocol/ they went through. The exit code is 2 under $lines_min % of lines, or when a test fails. Branches that
only an exception takes are left out. Every line, in colours: build/coverage/report/index.html.

  --report   reads the counters of the last run again

Random tests draw the same each time (RC_PARAMS to change that), so that two runs can be compared.
What is not covered, and why: docs/coverage.md.

Example: ./dev coverage
END
}

run=yes
case ${1:-} in
    -h | --help) usage && exit 0 ;;
    --report) run= ;;
    '') ;;
    *) usage >&2 && exit 2 ;;
esac
need_packages server tests coverage
folder=build/coverage
report=$folder/report
mkdir -p "$report" build/logs

if [ -n "$run" ]; then
    configure coverage server tests
    build coverage "${suites[@]/%/_tests}"
    find $folder -name '*.gcda' -delete
    for suite in "${suites[@]}"; do
        say "[$suite]"
        WORKSPACE_TEST_SCALE=10 RC_PARAMS=${RC_PARAMS:-seed=1 max_success=30} \
            timeout 10m "$folder/bin/${suite}_tests" --gtest_brief=1 >"build/logs/coverage-$suite.log" 2>&1 || {
            tail -n 50 "build/logs/coverage-$suite.log"
            die "the $suite tests did not pass: build/logs/coverage-$suite.log"
        }
        grep 'PASSED' "build/logs/coverage-$suite.log"
    done
fi

say "reading the counters"
# The sentence of an invariant that does not hold is reached by a bug alone.
read_counters=(gcovr --root . --filter core-protocol/ --exclude-throw-branches --exclude-unreachable-branches
    --exclude-lines-by-pattern '.*broken_?\.(push|emplace)_back\(.*')
"${read_counters[@]}" -j "$(nproc)" --json $report/counters.json $folder/core-protocol $folder/tests
"${read_counters[@]}" --add-tracefile $report/counters.json --csv $report/files.csv --txt $report/files.txt \
    --html-details $report/index.html --html-title "core-protocol"

say "lines and branches of core-protocol/"
awk -F, -v min=$lines_min '
    function percent(part, of) { return of ? 100 * part / of : 100 }
    function row(name) {
        printf "  %-12s %6d of %5d lines %6.1f %%   %5d of %5d branches %6.1f %%\n", name, lines[name], all_lines[name],
            percent(lines[name], all_lines[name]), branches[name], all_branches[name],
            percent(branches[name], all_branches[name])
    }
    function add(name) {
        all_lines[name] += $2; lines[name] += $3; all_branches[name] += $5; branches[name] += $6
    }
    NR > 1 {
        sub(/.*core-protocol\/(include\/workspace\/core|src)\//, "", $1); sub(/\/.*/, "", $1)
        if (!($1 in all_lines)) order[++folders] = $1
        add($1); add("core-protocol")
    }
    END {
        for (i = 1; i <= folders; ++i) row(order[i])
        row("core-protocol")
        if (percent(lines["core-protocol"], all_lines["core-protocol"]) < min) exit 1
    }' $report/files.csv || under=yes
echo "  not covered (docs/coverage.md says why):"
# gcovr breaks a long list of lines over several; a file's name begins in the first column
awk '/^-+$/ || /^ *File / || /^TOTAL/ || /^GCC/ || /^Directory/ { next }
    NF == 5 && $4 != "100%" { print "    " $1 ":" $5; next }
    NF == 1 && /^ +[0-9]/ { print "      " $1 }' $report/files.txt
[ -z "${under:-}" ] || die "fewer than $lines_min % of the lines are covered"
