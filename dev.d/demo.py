#!/usr/bin/env python3
"""The demo behind `./dev run`: a server with demo accounts, and people who talk.

    dev.d/demo.py --bin build/dev/bin [--data-dir .run] [--port 4000] [--desktop | --no-desktop] [--stay | --no-stay]

Without a display several people play in the terminal through workspace-cli: they log in, talk, one is killed, comes
back and reads what was missed; the counter is printed at each step. With a display the desktop client is opened.
On a terminal the server stays up until Ctrl+C; otherwise everything is stopped and the exit code is 0.
Standard library only; waits for events, never for time.
"""

import argparse
import json
import os
import pathlib
import queue
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time

PASSWORD = "demo demo demo"  # of the demo accounts, on a server that listens on this computer alone
ACCOUNTS = [("alice", "Alice"), ("bruno", "Bruno"), ("chloe", "Chloé")]
PATIENCE_SECONDS = 60  # for one step; a step that takes longer is stuck


class Stuck(Exception):
    """A step did not happen, in words."""


class Interrupted(Exception):
    """Ctrl+C or SIGTERM."""


def say(text):
    print(text, flush=True)


class Process:
    """A child whose lines of output arrive in a queue; it never outlives this script, not even after kill -9."""

    BOUND = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []

    def __init__(self, argv, log, stdin=None):
        self.log = log
        with open(log, "ab") as errors:
            self.child = subprocess.Popen(self.BOUND + argv, stdin=stdin, stdout=subprocess.PIPE, stderr=errors, text=True,
                                          encoding="utf-8", bufsize=1, start_new_session=True)
        self.lines = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.child.stdout:
            self.lines.put(line.rstrip("\n"))
        self.lines.put(None)

    def next_line(self, deadline):
        """The next line; None when the process has ended."""
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                raise Stuck("it took too long")
            try:
                # In slices, so that Ctrl+C is noticed.
                return self.lines.get(timeout=min(left, 0.5))
            except queue.Empty:
                continue

    def stop(self, how=signal.SIGTERM):
        if self.child.poll() is None:
            self.child.send_signal(how)
        try:
            return self.child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.child.kill()
            return self.child.wait()


class Server:
    """workspace-server on a local data folder."""

    def __init__(self, binaries, folder):
        self.binary = binaries / "workspace-server"
        self.folder = folder / "server"
        self.log = folder / "server.log"
        self.process = None
        self.url = None

    def add_accounts(self):
        """Adds the demo accounts that are not there yet."""
        for name, display in ACCOUNTS:
            done = subprocess.run([self.binary, "user", "add", name, "--data-dir", self.folder, "--display", display,
                                   "--password-stdin"], input=PASSWORD + "\n", capture_output=True, text=True,
                                  check=False)
            words = (done.stdout + done.stderr).strip()
            if done.returncode != 0 and "exist" not in words and "taken" not in words:
                raise Stuck(f"the account {name} could not be made: {words}")

    def start(self, port):
        marker = "listening on "
        self.process = Process([self.binary, "serve", "--data-dir", self.folder, "--port", str(port)], self.log)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            line = self.process.next_line(deadline)
            if line is None:
                raise Stuck(f"the server did not start; {self.log} ends with:\n{tail(self.log)}")
            if marker in line:
                self.url = line.split(marker, 1)[1].split()[0].rstrip(".,")
                return

    def stop(self):
        return self.process.stop() if self.process else 0


class Person:
    """One `workspace-cli --json` on a made-up computer, and what it has told."""

    def __init__(self, binaries, folder, url, name, display, workstation):
        self.name, self.display, self.workstation, self.url = name, display, workstation, url
        self.binary = binaries / "workspace-cli"
        self.folder = folder / "people" / name
        self.log = folder / "people" / f"{name}.log"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.process = None
        self.forget()

    def forget(self):
        self.phase, self.why, self.count, self.people = None, "", None, []
        self.rooms, self.messages, self.stored = {}, {}, set()
        self.repeated, self.disordered = 0, 0

    def start(self):
        self.forget()
        self.process = Process([self.binary, "--json", "--data-dir", self.folder, "--workstation", self.workstation,
                                "--server", self.url], self.log, stdin=subprocess.PIPE)

    def do(self, what, **fields):
        self.process.child.stdin.write(json.dumps({"do": what, **fields}) + "\n")
        self.process.child.stdin.flush()

    def take(self, event):
        kind = event["event"]
        if kind == "phase":
            self.phase = event["phase"]
            stop = event.get("stop") or {}
            self.why = stop.get("words") or stop.get("close") or event.get("reason", "")
        elif kind == "presence":
            self.count, self.people = event["count"], [person["name"] for person in event["people"]]
        elif kind == "rooms":
            self.rooms = {room["name"]: room["id"] for room in event["rooms"]}
        elif kind == "messages":
            seqs = [message["seq"] for message in event["events"]]
            self.disordered += seqs != sorted(seqs)
            for message in event["events"]:
                key = (event["room"], message["seq"])
                self.repeated += key in self.messages
                self.messages[key] = message
        elif kind == "post" and event["state"] == "sent":
            self.stored.add(event["body"])
        elif kind == "post" and event["state"] == "failed":
            raise Stuck(f"{self.display}'s message was refused: {event.get('words', event.get('why'))}")

    def wait(self, what, holds, refused_is_fine=False):
        """Takes events until `holds()`; says what never happened otherwise."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not holds():
            if not refused_is_fine and self.phase in ("stopped", "signed_out") and self.why:
                raise Stuck(f"{self.display} was refused: {self.why}")
            try:
                line = self.process.next_line(deadline)
            except Stuck:
                raise Stuck(f"{self.display} never saw {what} ({self.phase}: {self.why})") from None
            if line is None:
                raise Stuck(f"{self.display}'s client ended; {self.log} ends with:\n{tail(self.log)}")
            self.take(json.loads(line))

    def wait_live(self):
        self.wait("the connection", lambda: self.phase == "live" and self.rooms and self.count is not None)

    def log_in(self):
        """With the session of an earlier run, if that is still good; else with the password."""
        self.start()
        self.wait("the start", lambda: self.phase in ("live", "signed_out", "stopped"), refused_is_fine=True)
        if self.phase != "live":
            self.why = ""
            self.do("sign_in", name=self.name, password=PASSWORD)
        self.wait_live()

    def leave(self):
        """Says goodbye, so that nobody is counted who is not there."""
        if self.process and self.process.child.poll() is None:
            try:
                self.process.child.stdin.close()
                self.process.child.wait(timeout=10)
            except (OSError, subprocess.TimeoutExpired):
                pass
            self.process.stop(signal.SIGKILL)

    def room(self):
        return next(iter(self.rooms.values()))

    def tell(self, body):
        self.stored.discard(body)
        before = time.monotonic()
        self.do("say", room=self.room(), body=body)
        self.wait("the answer to a message", lambda: body in self.stored)
        return (time.monotonic() - before) * 1000

    def wait_message(self, body):
        self.wait(f"the message {body!r}", lambda: any(m["body"] == body for m in self.messages.values()))

    def wait_count(self, count):
        self.wait(f"{count} connected", lambda: self.count == count)


def tail(path, lines=8):
    try:
        return "\n".join(pathlib.Path(path).read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
    except OSError:
        return "(nothing)"


def counter(person):
    say(f"      {person.count} connected, says {person.display}'s client: {', '.join(person.people)}")


def play(people):
    """The story. Each step is waited for, on everybody's side."""
    alice, bruno, chloe = people
    stamp = time.strftime("%H:%M:%S")

    say("\n  1. Three people log in, each on a computer of their own")
    for number, person in enumerate(people, 1):
        person.log_in()
        if number == 1 and person.count != 1:
            # An earlier run was cut off: whoever comes back and says goodbye frees the place that was kept.
            for other in (bruno, chloe):
                other.log_in()
                other.leave()
            alice.wait_count(1)
        for other in people[:number]:
            other.wait_count(number)
        say(f"     {person.display} is in, on {person.workstation}")
        counter(person)

    say("\n  2. They talk")
    for person, text in ((alice, f"Hello! It is {stamp} here."), (bruno, f"Hi Alice, I see you live. ({stamp})"),
                         (chloe, f"Salut à tous, and the third makes a room. ({stamp})")):
        took = person.tell(text)
        for other in people:
            other.wait_message(text)
        say(f"     {person.display}: {text}   (on disk after {took:.0f} ms, seen by all)")

    say("\n  3. Bruno's computer crashes (kill -9), and the others go on")
    bruno.process.stop(signal.SIGKILL)
    missed = [f"Where did Bruno go? ({stamp})", f"He will read this when he is back. ({stamp})"]
    for person, text in zip((alice, chloe), missed):
        person.tell(text)
        for other in (alice, chloe):
            other.wait_message(text)
        say(f"     {person.display}: {text}")
    counter(alice)
    say("     (a crash is not a logout: his place is kept for some seconds, then freed)")

    say("\n  4. Bruno comes back without a password, and reads what he missed")
    bruno.start()
    bruno.wait_live()
    for text in missed:
        bruno.wait_message(text)
        say(f"     Bruno reads: {text}")
    if bruno.repeated or bruno.disordered:
        raise Stuck(f"Bruno got {bruno.repeated} messages twice, and {bruno.disordered} batches out of order")
    say("     each once, in order")
    for person in people:
        person.wait_count(3)
    counter(bruno)

    say("\n  5. Chloé logs out, and in again at once: not refused, no minutes to wait out")
    chloe.do("sign_out")
    chloe.wait("the logout", lambda: chloe.phase == "signed_out")
    alice.wait_count(2)
    counter(alice)
    before = time.monotonic()
    chloe.do("sign_in", name=chloe.name, password=PASSWORD)
    chloe.wait_live()
    say(f"     Chloé is in again after {(time.monotonic() - before) * 1000:.0f} ms")
    alice.wait_count(3)
    counter(alice)

    say("\n  6. All leave")
    for number, person in enumerate(people, 1):
        person.do("quit")
        person.process.child.wait(timeout=PATIENCE_SECONDS)
        for other in people[number:]:
            other.wait_count(len(people) - number)
        say(f"     {person.display} has left" + (f"; {len(people) - number} connected" if number < 3 else ""))


def free_port(wanted):
    """`wanted` if nobody listens there, else 0: the server picks one."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
            return wanted
        except OSError:
            return 0


def how_to_join(binaries, url, folder):
    cli = binaries / "workspace-cli"
    say(f"\nThe server is at {url}. Accounts: {', '.join(name for name, _ in ACCOUNTS)}; password: {PASSWORD}")
    say("Join from another terminal, each person as a computer of their own:\n")
    for name, _ in ACCOUNTS[:2]:
        common = f"--data-dir {folder}/join/{name} --workstation pc-of-{name} --server {url}"
        say(f"  {cli} login {name} {common}")
        say(f"  {cli} chat {common}\n")
    desktop = binaries / "workspace-desktop"
    if desktop.exists():
        say(f"  {desktop} --server {url}\n")
    say("Ctrl+C stops the server.")


def stay_until_interrupted(server, desktop):
    while True:
        try:
            if server.process.next_line(time.monotonic() + 3600) is None:
                raise Stuck(f"the server ended; {server.log} ends with:\n{tail(server.log)}")
        except Stuck:
            if server.process.child.poll() is not None:
                raise
        if desktop is not None and desktop.child.poll() is not None:
            return


def arguments():
    parser = argparse.ArgumentParser(description="A server with demo accounts, and people who talk.")
    parser.add_argument("--bin", type=pathlib.Path, required=True, help="folder of the binaries")
    parser.add_argument("--data-dir", type=pathlib.Path, default=pathlib.Path(".run"), help="default: .run")
    parser.add_argument("--port", type=int, default=4000, help="default: 4000; another if it is busy")
    parser.add_argument("--desktop", action=argparse.BooleanOptionalAction, default=None,
                        help="open the desktop client (default: when there is a display and it is built)")
    parser.add_argument("--stay", action=argparse.BooleanOptionalAction, default=None,
                        help="keep the server up (default: on a terminal)")
    return parser.parse_args()


def run(options, running):
    binaries, folder = options.bin.resolve(), options.data_dir.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    desktop_binary = binaries / "workspace-desktop"
    with_desktop = bool(display) and desktop_binary.exists() if options.desktop is None else options.desktop
    stay = sys.stdin.isatty() and sys.stdout.isatty() if options.stay is None else options.stay

    server = Server(binaries, folder)
    server.add_accounts()
    port = free_port(options.port)
    if port != options.port:
        say(f"Port {options.port} is busy: taking another one.")
    server.start(port)
    running.append(server)
    say(f"The server is up at {server.url}, with its data in {folder}/server")

    if with_desktop:
        desktop = Process([desktop_binary, "--server", server.url], folder / "desktop.log")
        running.append(desktop)
        say("The desktop client is open.")
        how_to_join(binaries, server.url, options.data_dir)
        stay_until_interrupted(server, desktop)
        say("The desktop client was closed.")
        return

    people = [Person(binaries, folder, server.url, name, display_name, f"pc-{name}")
              for name, display_name in ACCOUNTS]
    try:
        play(people)
    finally:
        for person in people:
            person.leave()
    if stay:
        how_to_join(options.bin, server.url, options.data_dir)
        stay_until_interrupted(server, None)
    say("\nThat was the demo.")


def main():
    def interrupt(_number, _frame):
        raise Interrupted

    signal.signal(signal.SIGINT, interrupt)
    signal.signal(signal.SIGTERM, interrupt)
    signal.signal(signal.SIGHUP, interrupt)
    running = []
    code = 0
    try:
        run(arguments(), running)
    except Interrupted:
        say("\nStopping.")
    except BrokenPipeError:  # nobody reads what is said any more
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Stuck as stuck:
        print(f"\nThe demo is stuck: {stuck}", file=sys.stderr, flush=True)
        code = 1
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        for process in reversed(running):
            process.stop()
    sys.exit(code)


if __name__ == "__main__":
    main()
