#!/usr/bin/env bash
# Messages a second through the server, durable acks, 100 members in a room; and memory of an idle connection.
# The load comes from `peerload`, a neutral generator that is told where it lives: PEERLOAD=DIR (its sources).
# Server on CPU 0, generator on CPU 1. Prints one JSON line a run, then a summary.
#
#   tests/bench/server.sh                 # A100, three times, beside `raw` (a bare epoll broadcast, the limit)
#   MEMBERS=1000 tests/bench/server.sh    # A1000
#   REPS=1 IDLE=500 tests/bench/server.sh
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
peerload=${PEERLOAD:-$root/../shared/bench/peerload}
members=${MEMBERS:-100}
reps=${REPS:-3}
seconds=${SECONDS_EACH:-6}
idle=${IDLE:-500}
binary=$root/build/release/bin/workspace-server
build=$root/build/bench/peerload

[ -f "$peerload/CMakeLists.txt" ] || {
    echo "the load generator is not at $peerload: set PEERLOAD to its folder" >&2
    exit 2
}
[ -x "$binary" ] || { echo "build it first: ./dev build server --preset release" >&2; exit 2; }
work=$(mktemp -d)
server=
generator=
finish() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    [ -z "$generator" ] || kill "$generator" 2>/dev/null || true
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT
ulimit -n 60000 2>/dev/null || true

cmake -S "$peerload" -B "$build" -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_STANDARD_LIBRARIES=-lsodium \
    -DPEERLOAD_EXTRA_ADAPTER="$root/tests/bench/peerload_adapter.cpp" >"$work/cmake.log"
cmake --build "$build" -j2 >>"$work/cmake.log" 2>&1 || { tail -20 "$work/cmake.log" >&2; exit 1; }

accounts=$((members > idle ? members : idle))
cheap=(--argon2-memory-mib 8 --argon2-ops 1)  # the login is not what is measured here
echo "making $accounts accounts …" >&2
for ((i = 0; i < accounts; i++)); do
    "$binary" user add "bench$i" --data-dir "$work/data" --password-stdin "${cheap[@]}" <<<"correct horse bench" >/dev/null
done

start_server() {
    taskset -c 0 "$binary" serve --data-dir "$work/data" --port 0 --messages-per-second 0 "${cheap[@]}" \
        >"$work/server.out" 2>"$work/server.log" &
    server=$!
    until port=$(grep -aso 'listening on http://127.0.0.1:[0-9]*' "$work/server.out" | grep -o '[0-9]*$'); do
        kill -0 "$server" || { cat "$work/server.log" >&2; exit 1; }
        sleep 0.05
    done
}
stop_server() {
    kill "$server"
    wait "$server" 2>/dev/null || true
    server=
}
rss_kib() { awk '/^VmRSS/ {print $2}' "/proc/$1/status"; }
load() {  # PEER PORT PID options…
    local peer=$1 to=$2 pid=$3
    shift 3
    taskset -c 1 "$build/peerload" --peer "$peer" --label "A$members" --workload fanout --port "$to" --server-pid "$pid" \
        --clients "$members" --senders 4 --window 64 --seconds "$seconds" "$@" | tee -a "$work/results"
}

for ((rep = 0; rep < reps; rep++)); do
    start_server
    load workspace "$port" "$server" --adapter extra --transport ws --ws-path /ws --ws-protocol workspace.v1 \
        --durable on --inflight 32
    stop_server
    taskset -c 0 "$build/rawserver" 17991 >/dev/null &
    server=$!
    until (exec 3<>/dev/tcp/127.0.0.1/17991) 2>/dev/null; do sleep 0.05; done
    load raw 17991 "$server" --adapter raw
    stop_server
done

start_server
before=$(rss_kib "$server")
taskset -c 1 "$build/peerload" --peer workspace --label idle --workload paced --port "$port" --server-pid "$server" \
    --clients "$idle" --rooms 1 --rate 1 --seconds 4 --adapter extra --transport ws --ws-path /ws \
    --ws-protocol workspace.v1 --inflight 32 >"$work/idle" &
generator=$!
# Measured while they are all connected; the generator stays for four seconds.
until [ "$(find "/proc/$server/fd" -lname 'socket:*' | wc -l)" -ge "$idle" ]; do
    kill -0 "$generator" 2>/dev/null || { cat "$work/idle" >&2 && exit 1; }
    sleep 0.05
done
after=$(rss_kib "$server")
wait "$generator" || { cat "$work/idle" >&2; }
generator=
/usr/bin/python3 - "$work/results" "$before" "$after" "$idle" <<'PY'
import json, statistics, sys
runs = [json.loads(line) for line in open(sys.argv[1])]
def median(peer, key):
    return statistics.median(r[key] for r in runs if r["peer"] == peer)
for peer in ("workspace", "raw"):
    print(f"{peer:10} {median(peer, 'messages_per_s'):>9.0f} messages/s {median(peer, 'deliveries_per_s'):>11.0f} deliveries/s "
          f"p99 {median(peer, 'p99_us') / 1000:.1f} ms")
print(f"ratio of deliveries: {median('workspace', 'deliveries_per_s') / median('raw', 'deliveries_per_s'):.2f}")
before, after, idle = map(int, sys.argv[2:5])
print(f"memory: {before} KiB with none, {after} KiB with {idle} connections: {(after - before) / idle:.1f} KiB a connection")
PY
