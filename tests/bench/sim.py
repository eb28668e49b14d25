#!/usr/bin/env python3
"""sim.py WORKSPACE_SIM [FILTER]: simulated client-seconds a second of real time, with the checkers and without, for each
workload whose name has FILTER in it. Writes build/bench/sim.json. Compare ratios within one run: machines are noisy."""
import json
import os
import re
import resource
import subprocess
import sys

SPEED = re.compile(r"(\d+) client-seconds in ([\d.]+) s")
WORKLOADS = {
    "small worlds": ["swarm", "--seeds", "1..2000"],
    "crowds": ["swarm", "--seeds", "1..500", "--profile", "sim/profiles/crowd.toml"],
    "disks": ["swarm", "--seeds", "1..300", "--profile", "sim/profiles/disks.toml"],
    "five hundred in a storm": ["run", "sim/scenarios/storm_of_five_hundred.scn"],
    "an hour of a thousand": ["run", "sim/bench/hour_of_a_thousand.scn"],
}


def measured(sim, arguments):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sim, *arguments], capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        sys.exit(f"{' '.join(arguments)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    client_seconds, seconds = SPEED.search(done.stdout).groups()
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"client_seconds": int(client_seconds), "seconds": float(seconds), "processor_seconds": round(processor, 2),
            "a_second": round(int(client_seconds) / max(processor, 0.01))}


def main():
    sim = sys.argv[1]
    wanted = sys.argv[2] if len(sys.argv) > 2 else ""
    results = {}
    print(f"{'workload':26} {'client-seconds':>14} {'seconds':>9} {'of a core':>9} {'a second':>9} "
          f"{'unchecked':>10} {'checkers cost':>13}")
    for name, arguments in WORKLOADS.items():
        if wanted not in name:
            continue
        checked = measured(sim, arguments)
        bare = measured(sim, [*arguments, "--without-checkers"])
        results[name] = {"command": arguments, "checked": checked, "without_checkers": bare}
        print(f"{name:26} {checked['client_seconds']:14} {checked['seconds']:9.1f} "
              f"{checked['processor_seconds']:9.1f} {checked['a_second']:9} {bare['a_second']:10} "
              f"{bare['a_second'] / max(checked['a_second'], 1):12.2f}x", flush=True)
    os.makedirs("build/bench", exist_ok=True)
    with open("build/bench/sim.json", "w", encoding="utf-8") as out:
        json.dump(results, out, indent=2)
    print("`a second` is client-seconds a second of one core; written: build/bench/sim.json")


if __name__ == "__main__":
    main()
