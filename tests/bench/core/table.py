#!/usr/bin/env python3
"""Prints what core_bench measured as curves; the ratios are within this run, which is what may be compared.
Of several repetitions the fastest counts: what else runs on the machine only makes it slower."""
import json
import sys

NS = {"ns": 1, "us": 1e3, "ms": 1e6, "s": 1e9}


def load(path):
    curves = {}
    with open(path, encoding="utf-8") as file:
        for run in json.load(file)["benchmarks"]:
            if run["run_type"] != "iteration":
                continue
            manual = run["name"].endswith("/manual_time")
            name, _, size = run["name"].removesuffix("/manual_time").rpartition("/")
            if not size.isdigit():
                name, size = f"{name}/{size}", 0
            run["ns"] = run["real_time" if manual else "cpu_time"] * NS[run["time_unit"]]
            sizes = curves.setdefault(name, {})
            if int(size) not in sizes or run["ns"] < sizes[int(size)]["ns"]:
                sizes[int(size)] = run
    return {name: sorted(sizes.items()) for name, sizes in curves.items()}


def time_text(ns):
    for unit, size in (("s", 1e9), ("ms", 1e6), ("us", 1e3)):
        if ns >= size:
            return f"{ns / size:.2f} {unit}"
    return f"{ns:.0f} ns" if ns >= 10 else f"{ns:.2f} ns"


def codec(curves):
    kinds = [name.split("/")[1] for name in curves if name.startswith("decode/")]
    if not kinds:
        return
    print(f"{'codec':18} {'decode':>10} {'MB/s':>8} {'encode':>10} {'MB/s':>8}")
    for kind in kinds:
        row = f"{kind:18}"
        for way in ("decode", "encode"):
            runs = curves.get(f"{way}/{kind}")
            row += f" {time_text(runs[0][1]['ns']):>10} {runs[0][1]['bytes_per_second'] / 1e6:8.1f}" if runs else ""
        print(row)
    print()


def curve(curves, name, title, share, extra=()):
    """`share`: what one of `size` costs; the last column is the cost of all as a multiple of the first row's."""
    if name not in curves:
        return
    print(f"{title:>10} {'time':>12} {share:>16} {'ratio':>8}" + "".join(f" {key:>12}" for key in extra))
    first = curves[name][0][1]["ns"]
    for size, run in curves[name]:
        share_text = time_text(run["ns"] / max(size, 1))
        row = f"{size:>10} {time_text(run['ns']):>12} {share_text:>16} {run['ns'] / first:8.2f}"
        print(row + "".join(f" {run[key]:12.0f}" for key in extra))
    print()


def main():
    curves = load(sys.argv[1])
    codec(curves)
    if "admission/decide" in curves:
        print(f"decide_admission: {time_text(curves['admission/decide'][0][1]['ns'])}\n")
    print("hub time alone; ratio: to the first row\n")
    curve(curves, "post/room", "addressees", "per addressee", ("outputs",))
    curve(curves, "admission/login_logout", "connected", "per connected")
    curve(curves, "presence/storm", "logins", "per login", ("frames", "bytes_each"))
    curve(curves, "timeline/backwards", "messages", "per message")
    curve(curves, "timeline/scattered", "messages", "per message")


main()
