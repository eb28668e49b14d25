#!/usr/bin/env bash
set -euo pipefail
# shellcheck source=dev.d/common.sh
. dev.d/common.sh

case ${1:-} in
    -h | --help)
        cat <<'END'
Usage: ./dev format [--check]

Formats every C++ source with clang-format 19. With --check nothing is written, and the exit code is 1 where a file
would change.
END
        exit 0
        ;;
    --check) how=(--dry-run --Werror) ;;
    '') how=(-i) ;;
    *) die "format takes --check or nothing" ;;
esac
need_packages format
git ls-files -z --cached --others --exclude-standard '*.cpp' '*.hpp' |
    xargs -0 -n 20 -P "$(nproc)" clang-format-19 "${how[@]}" --
