#!/usr/bin/env bash
# Who may include what, and what the core may not even name. Usage: layers.sh [ROOT]
set -euo pipefail
cd "${1:-$(dirname "$0")/../..}"
failed=0

# refuse WORDS REGEX FOLDER...: no line of code in the folders matches.
refuse() {
    local words=$1 pattern=$2 found
    shift 2
    if found=$(grep -rnE --include='*.hpp' --include='*.cpp' "$pattern" "$@" | grep -vE ':[0-9]+: *//'); then
        printf '%s:\n%s\n\n' "$words" "$found" >&2
        failed=1
    fi
}

refuse "The core includes the standard library, Boost.JSON and itself" \
    '#include [<"](boost/(asio|beast)|asio|sodium|sqlite3|spdlog|CLI|gtk|glib|gio|sys/|unistd|workspace/(host|cli|desktop|testing)/)' \
    core-protocol
refuse "The core has no clock, thread, file, socket, chance or environment of its own" \
    '#include <(thread|mutex|shared_mutex|condition_variable|future|atomic|fstream|iostream|filesystem|random|ctime|cstdio|csignal|netdb\.h|fcntl\.h|time\.h)>|\b(system_clock|steady_clock|high_resolution_clock|random_device|getenv|std::time)\b' \
    core-protocol
refuse "The hub and the client know nothing of each other" 'workspace/core/client/' \
    core-protocol/src/hub core-protocol/include/workspace/core/hub
refuse "The client and the hub know nothing of each other" 'workspace/core/hub/' \
    core-protocol/src/client core-protocol/include/workspace/core/client
refuse "The server knows no client" '#include .*workspace/(host|cli|desktop)/' server
refuse "The host knows no program" '#include .*workspace/(cli|desktop|server)/' host
refuse "The command-line client knows no other program" '#include .*workspace/(desktop|server)/' cli
refuse "Only client-gtkmm/src/ui knows GTK" '#include <(gtkmm|gtk/|adwaita|gdkmm|gdk/)' \
    client-gtkmm/include client-gtkmm/src/model client-gtkmm/src/net client-gtkmm/src/app client-gtkmm/src/instance
refuse "The simulator's checkers judge by what is seen: they do not use the core's own rules" \
    'workspace/core/(session/admission|dedup|presence)/|decide_(admission|append)' sim/src/checkers
refuse "The simulator's worlds have no clock and no chance but their seed's" \
    '\b(system_clock|steady_clock|random_device|getenv)\b' sim/src/world sim/src/checkers sim/src/scenario sim/src/play
refuse "Of the simulator only live/ knows real sockets and the host" \
    '#include [<"](boost/asio|workspace/host/|live/)' \
    sim/src/world sim/src/checkers sim/src/scenario sim/src/play sim/src/disk sim/src/explain sim/src/swarm
[ $failed -eq 0 ] && echo "the layers hold"
exit $failed
