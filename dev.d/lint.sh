#!/usr/bin/env bash
set -euo pipefail
# shellcheck source=dev.d/common.sh
. dev.d/common.sh

usage() {
    cat <<'END'
Usage: ./dev lint [FILE.cpp...]

shellcheck, the layers of the tree, and clang-tidy 19 (the list is .clang-tidy) on the product's sources, or on the
files that are named. The exit code is 1 where anything was found.

Example: ./dev lint core-protocol/src/hub/claims.cpp
END
}

case ${1:-} in -h | --help) usage && exit 0 ;; esac
need_packages server cli desktop tests lint
failed=0

if [ $# -eq 0 ]; then
    shellcheck -x dev .ci/run dev.d/*.sh tests/lint/*.sh tests/desktop/*.sh tests/bench/*.sh tests/model/*.sh \
        tests/packaging/*.sh packaging/*/p*inst packaging/*/p*rm || failed=1
    tests/lint/layers.sh || failed=1
    mapfile -t files < <(git ls-files --cached --others --exclude-standard \
        'core-protocol/*.cpp' 'server/*.cpp' 'host/*.cpp' 'cli/*.cpp' 'client-gtkmm/*.cpp' 'sim/*.cpp')
else
    files=("$@")
fi
configure dev server cli desktop tests
say "clang-tidy on ${#files[@]} files"
# shellcheck disable=SC2016 # "$1" is the inner shell's
printf '%s\0' "${files[@]}" |
    xargs -0 -n 1 -P "$(jobs)" bash -c '
        # g++ writes the compilation database: clang does not know all of its warnings
        if output=$(clang-tidy-19 -p build/dev --quiet --extra-arg=-Wno-unknown-warning-option "$1" 2>&1); then
            printf .
        else
            printf "\n%s: %s\n" "$1" "$(grep -vE "warnings? generated|^$" <<<"$output")"
            exit 1
        fi' tidy || failed=1
echo
exit $failed
