"""A client that a stranger wrote from docs/protocol.md: Debian's `websockets` and libsodium's Python binding, nothing
of ours. And the real server, as a process of the test's own."""

import asyncio
import json
import os
import re
import secrets
import subprocess
import tempfile

import nacl.signing
import websockets

SERVER = os.environ["WORKSPACE_SERVER_BINARY"]
CHEAP = ["--argon2-memory-mib", "8", "--argon2-ops", "1"]
PATIENCE = 30


def password_of(name):
    return "correct horse " + name


class Server:
    """`with Server("alice", "bruno") as server:` serves on a free port of loopback until the block ends."""

    def __init__(self, *accounts, options=()):
        self.options = options
        self.folder = tempfile.TemporaryDirectory(prefix="workspace-python-")
        self.data = os.path.join(self.folder.name, "data")
        self.accounts = accounts

    def __enter__(self):
        for name in self.accounts:
            self.command("user", "add", name, "--password-stdin", *CHEAP, stdin=password_of(name) + "\n")
        self.log = open(os.path.join(self.folder.name, "log"), "w")
        self.process = subprocess.Popen(
            [SERVER, "serve", "--data-dir", self.data, "--port", "0", *CHEAP, *self.options],
            stdout=subprocess.PIPE, stderr=self.log, text=True)
        for line in self.process.stdout:
            found = re.search(r"listening on http://127\.0\.0\.1:(\d+)", line)
            if found:
                self.port = int(found.group(1))
                self.fingerprint = self.process.stdout.readline().split()[-1]
                return self
        raise RuntimeError("the server did not start: " + self.log_text())

    def __exit__(self, *_):
        self.process.terminate()
        code = self.process.wait(PATIENCE)
        self.process.stdout.close()
        self.log.close()
        log = self.log_text()
        self.folder.cleanup()
        if code != 0:
            raise RuntimeError(f"the server ended with {code}: {log[-2000:]}")

    def command(self, *words, stdin=None):
        done = subprocess.run([SERVER, *words, "--data-dir", self.data], input=stdin, text=True, capture_output=True)
        if done.returncode != 0:
            raise RuntimeError(done.stdout + done.stderr)
        return done.stdout

    def log_text(self):
        with open(os.path.join(self.folder.name, "log")) as file:
            return file.read()

    @property
    def ws(self):
        return f"ws://127.0.0.1:{self.port}/ws"

    @property
    def wss(self):
        return f"wss://127.0.0.1:{self.port}/ws"

    @property
    def http(self):
        return f"http://127.0.0.1:{self.port}"


class Workstation:
    def __init__(self, label):
        self.label = label
        self.key = nacl.signing.SigningKey.generate()
        self.hint = secrets.token_bytes(32)
        self.os_boot = secrets.token_bytes(16)

    def proof(self, challenge):
        claim = b"workspace.v1 claim\n" + bytes.fromhex(challenge) + self.hint + self.os_boot
        return {
            "key": self.key.verify_key.encode().hex(),
            "hint": self.hint.hex(),
            "os_boot": self.os_boot.hex(),
            "label": self.label,
            "signature": self.key.sign(claim).signature.hex(),
        }


class Stranger:
    """One connection. `expect("welcome")` skips what comes before it and fails after PATIENCE."""

    def __init__(self, socket):
        self.socket = socket
        self.waiting = []

    @classmethod
    async def connect(cls, server, url=None, **options):
        """`options` as `websockets.connect` takes them: ssl, local_addr …"""
        socket = await websockets.connect(url or server.ws, subprotocols=["workspace.v1"], ping_interval=None, **options)
        self = cls(socket)
        self.hello = await self.expect("hello")
        return self

    async def send(self, **message):
        await self.socket.send(json.dumps(message))

    async def receive(self):
        while not self.waiting:
            text = await asyncio.wait_for(self.socket.recv(), PATIENCE)
            self.waiting = [json.loads(line) for line in text.split("\n") if line]
        return self.waiting.pop(0)

    async def expect(self, *types):
        while True:
            message = await self.receive()
            if message["t"] in types:
                return message

    async def log_in(self, name, workstation, **more):
        await self.send(t="login", name=name, password=password_of(name),
                        workstation=workstation.proof(self.hello["challenge"]), **more)
        answer = await self.expect("welcome", "refused")
        self.welcome = answer
        return answer

    async def join(self, room=1):
        await self.send(t="sync", rooms=[room], cursors=[])
        return await self.expect("synced")

    async def post(self, body, cid=None, room=1, **more):
        cid = cid or secrets.token_hex(16)
        await self.send(t="post", room=room, cid=cid, body=body, **more)
        return await self.expect("posted", "post_refused")

    async def close_code(self):
        """Reads until the server has closed."""
        try:
            while True:
                await asyncio.wait_for(self.socket.recv(), PATIENCE)
        except websockets.ConnectionClosed:
            return self.socket.close_code

    async def close(self):
        await self.socket.close()
