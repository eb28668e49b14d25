#!/usr/bin/env bash
# Every action of docs/model/ names what does it, every function that is named exists in the core, and the table in
# docs/model/README.md says the same. `--table` prints that table.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.."
model=docs/model
core="core-protocol"

# Lines of `kind file name | names`: an inline, or a turn (a macro that is one d_step), with the comment above it.
actions() {
    awk '
        FNR == 1 { named = "" }
        /^\/\* (core|world): .*\*\/$/ { named = $0; sub(/^\/\* /, "", named); sub(/ *\*\/$/, "", named); next }
        /^inline / || /^#define [a-z_]+\([a-z, ]*\) d_step/ {
            kind = $1 == "inline" ? "part" : "turn"
            name = $2; sub(/\(.*/, "", name)
            if (name ~ /_answered$|_failed$|^start_hub$/) kind = "turn"
            file = FILENAME; sub(/.*\//, "", file)
            if (seen[name]++) next      # the other branch of an #ifdef
            printf "%s %s %s | %s\n", kind, file, name, named
            named = ""
        }' $model/*.pml
}

# exists NAME: a function, or Class::function with its class in the same file or in the prefix of its definition.
exists() {
    local class=${1%::*} function=${1##*::}
    [[ $class != *::* ]] || class=${class##*::}
    if [ "$1" = "$function" ]; then
        grep -rqE "\b$function\(" $core
    else
        grep -rqE "\b$class::$function\(" $core/src ||
            grep -rlE "\b(class|struct) ([A-Za-z]+::)?$class\b" $core | xargs -r grep -qE "\b$function\("
    fi
}

table() {
    echo '| action | where | what does it in the core |'
    echo '|---|---|---|'
    actions | awk '$1 == "turn" {
        names = $0; sub(/^[^|]*\| /, "", names)
        if (names ~ /^world: /) { sub(/^world: /, "", names); printf "| `%s` | `%s` | (%s) |\n", $3, $2, names; next }
        sub(/^core: /, "", names); gsub(/ +/, "`, `", names)
        printf "| `%s` | `%s` | `%s` |\n", $3, $2, names
    }'
}

[ "${1:-}" != --table ] || { table && exit; }

failed=0
complain() {
    echo "tests/model/names.sh: $*" >&2
    failed=1
}

# that this check can fail
! exists Claims::no_such_function || complain "finds a function that does not exist"
! exists no_such_function || complain "finds a function that does not exist"

count=0
while read -r _ file name _ who names; do
    count=$((count + 1))
    case $who in
        core:)
            for function in $names; do
                exists "$function" || complain "$file: $name names $function, which is not in $core/"
            done
            ;;
        world:) ;;
        *) complain "$file: $name does not say what does it in the core" ;;
    esac
done < <(actions)
[ "$count" -gt 40 ] || complain "found only $count actions in $model/"
diff <(table) <(sed -n '/^| action /,$p' $model/README.md) >&2 ||
    complain "$model/README.md: the table is not the model's; tests/model/names.sh --table prints it"
exit $failed
