"""The server, and colleagues who use workspace-cli: real processes on loopback."""

import json
import os
import pathlib
import queue
import re
import subprocess
import threading

from .waiting import wait

BIN = pathlib.Path(os.environ["WORKSPACE_BIN_DIR"])
HOME = pathlib.Path(os.environ["WORKSPACE_TEST_HOME"])
CHEAP = ["--argon2-memory-mib", "8", "--argon2-ops", "1"]  # logging in is not what is tested here


def password_of(name):
    return "correct horse " + name


class Server:
    def __init__(self, folder, *names):
        self.folder = folder
        self.folder.mkdir(parents=True)
        self.port = 0
        self.process = None
        for name in names:
            self.run("user", "add", name, "--display", name.capitalize(), "--password-stdin", *CHEAP,
                     stdin=password_of(name) + "\n")

    def run(self, *words, stdin=None):
        done = subprocess.run([BIN / "workspace-server", *words, "--data-dir", self.folder / "data"], input=stdin,
                              text=True, capture_output=True, check=False)
        if done.returncode != 0:
            raise AssertionError(done.stdout + done.stderr)
        return done.stdout

    def start(self):
        """On a free port; from the second start on, on the same one."""
        with open(self.folder / "log", "a", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [BIN / "workspace-server", "serve", "--data-dir", self.folder / "data", "--port", str(self.port),
                 "--messages-per-second", "0", *CHEAP], stdout=subprocess.PIPE, stderr=log, text=True)
        for line in self.process.stdout:
            found = re.search(r"listening on http://127\.0\.0\.1:(\d+)", line)
            if found:
                self.port = int(found.group(1))
                return
        raise AssertionError("the server did not start: " + (self.folder / "log").read_text("utf-8")[-2000:])

    def stop(self):
        if self.process:
            self.process.terminate()
            code = self.process.wait(30)
            self.process.stdout.close()
            self.process = None
            assert code == 0, f"the server ended with {code}"

    @property
    def secure_url(self):
        return f"https://127.0.0.1:{self.port}"

    def fingerprint(self):
        return re.search(r"SHA-256 (\S+)", self.run("certificate")).group(1)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"


class Colleague:
    """One `workspace-cli --json` on a computer of its own, and what it has told."""

    def __init__(self, server, name, computer):
        self.name = name
        self.phase, self.stop_name, self.count, self.rooms = None, None, None, {}
        self.bodies, self.stored = [], 0
        folder = HOME / "colleagues" / f"{name}-{computer}-{server.port}"
        folder.mkdir(parents=True, exist_ok=True)
        with open(folder / "log", "a", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [BIN / "workspace-cli", "--json", "--data-dir", folder, "--workstation", computer, "--server",
                 server.url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True)
        self.lines = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(line)

    def _take(self):
        while not self.lines.empty():
            event = json.loads(self.lines.get())
            if event["event"] == "phase":
                self.phase = event["phase"]
                stop = event.get("stop") or {}
                self.stop_name = stop.get("refusal") or stop.get("close")
            elif event["event"] == "presence":
                self.count = event["count"]
            elif event["event"] == "rooms":
                self.rooms = {room["name"]: room["id"] for room in event["rooms"]}
            elif event["event"] == "messages":
                self.bodies += [message["body"] for message in event["events"]]
            elif event["event"] == "post" and event["state"] == "sent":
                self.stored += 1

    def wait(self, what, holds):
        def look():
            self._take()
            return holds(self)
        wait(f"{what}, says {self.name}'s client", look)

    def describe(self):
        """For whoever reads a failure."""
        return f"phase {self.phase}, stopped by {self.stop_name}, count {self.count}, the end: {self.bodies[-5:]}"

    def do(self, what, **fields):
        self.process.stdin.write(json.dumps({"do": what, **fields}) + "\n")
        self.process.stdin.flush()

    def log_in(self):
        self.do("sign_in", name=self.name, password=password_of(self.name))
        self.wait("to be live", lambda me: me.phase == "live" and me.rooms and me.count is not None)
        return self

    def take_over(self):
        """Logs in although the account is connected elsewhere, and confirms."""
        self.do("sign_in", name=self.name, password=password_of(self.name))
        self.wait("to be refused", lambda me: me.stop_name == "session_elsewhere")
        self.do("use_here")
        self.wait("to be live", lambda me: me.phase == "live")
        return self

    def say(self, *bodies):
        """Returns when all of them are on the server's disk."""
        before = self.stored
        for body in bodies:
            self.do("say", room=next(iter(self.rooms.values())), body=body)
        self.wait("its posts on disk", lambda me: me.stored == before + len(bodies))

    def wait_count(self, count):
        self.wait(f"{count} connected", lambda me: me.count == count)

    def wait_body(self, body):
        self.wait(f"the message {body!r}", lambda me: body in me.bodies)

    def leave(self):
        if self.process.poll() is None:
            self.process.stdin.close()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process.stdout.close()
