#!/usr/bin/env bash
# The core does no I/O: what its objects need from outside stands in an allow-list.
# Usage: purity.sh LIBRARY.a ALLOW-LIST
#
# The object of Boost.JSON is let off (its stream operators and its mutex are linked and never called); whatever our
# own objects ask it for is fine.
set -euo pipefail
library=$(realpath "$1") allowed=$2

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
nm -C --defined-only "$library" | sed -nE 's/^[0-9a-f]{16} [A-Za-z] //p' | sort -u >"$folder/defined"
(cd "$folder" && ar x "$library")
find "$folder" -name '*.o' ! -name 'boost_json.cpp.o' -exec nm -uC {} + |
    sed -nE 's/^ +U //p' | sort -u >"$folder/needed"
[ -s "$folder/needed" ] || {
    echo "no objects in $library: nothing was checked" >&2
    exit 2
}
comm -23 "$folder/needed" "$folder/defined" | grep -vxEf <(grep -v '^#' "$allowed") >"$folder/impure" || true
if [ -s "$folder/impure" ]; then
    echo "The core must not need (see docs/architecture.md):" >&2
    sed 's/^/  /' "$folder/impure" >&2
    exit 1
fi
echo "pure: $(wc -l <"$folder/needed") symbols looked at"
