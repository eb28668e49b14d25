"""Trust on first use, as workspace-cli does it: what it says, what it keeps, and what it never sends."""

import json
import os
import pty
import queue
import select
import socket
import ssl
import stat
import subprocess
import tempfile
import threading
import time
import unittest

import certificates
from stranger import PATIENCE, Server, password_of

CLI = os.environ["WORKSPACE_CLI_BINARY"]
UNTRUSTED = 8


class Listener:
    """A TLS server of the test's own: what was said to it after the handshake is in `heard`, one entry a connection."""

    def __init__(self, certificate, key):
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(certificate, key)
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.heard = queue.Queue()
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    def serve(self):
        while True:
            try:
                raw, _ = self.socket.accept()
            except OSError:
                return
            raw.settimeout(PATIENCE)
            try:
                with self.context.wrap_socket(raw, server_side=True) as tls:
                    self.heard.put(tls.recv(65536))
            except OSError as error:
                self.heard.put(repr(error).encode() if "TIME" in repr(error).upper() else b"")

    def close(self):
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join()


class Trust(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.data = os.path.join(self.folder, "client")
        self.pins = os.path.join(self.data, "trusted-servers")

    def command(self, *words, url, environment=None):
        return [CLI, *words, "--server", url, "--data-dir", self.data, "--workstation", "pc-1"], \
            {**os.environ, "XDG_CONFIG_HOME": self.folder, **(environment or {})}

    def cli(self, *words, url, stdin="", environment=None):
        command, variables = self.command(*words, url=url, environment=environment)
        return subprocess.run(command, input=stdin, text=True, capture_output=True, timeout=2 * PATIENCE, env=variables)

    def log_in(self, server_or_url, *words, environment=None):
        url = server_or_url if isinstance(server_or_url, str) else self.https(server_or_url)
        return self.cli("login", "alice", "--password-stdin", *words, url=url, stdin=password_of("alice") + "\n",
                        environment=environment)

    @staticmethod
    def https(server):
        return f"https://127.0.0.1:{server.port}"

    def test_an_unknown_certificate_stops_a_script_before_anything_is_sent(self):
        listener = Listener(*certificates.make_self_signed(self.folder, "stranger"))
        self.addCleanup(listener.close)
        url = f"https://127.0.0.1:{listener.port}"
        shown = certificates.fingerprint_in(os.path.join(self.folder, "stranger.pem"))
        done = self.log_in(url)
        self.assertEqual(done.returncode, UNTRUSTED, done.stderr)
        self.assertIn(shown, done.stderr)
        self.assertIn("--accept-fingerprint", done.stderr)
        wrong = self.log_in(url, "--accept-fingerprint", shown.replace(shown[:2], "00"))
        self.assertEqual(wrong.returncode, UNTRUSTED, wrong.stderr)
        lines = self.cli("--json", url=url).stdout.splitlines()
        self.assertEqual(json.loads(lines[-1])["code"], "untrusted")
        self.assertIn(shown, json.loads(lines[-1])["reason"])
        self.assertFalse(os.path.exists(self.pins))
        for _ in range(3):
            self.assertEqual(listener.heard.get(timeout=PATIENCE), b"")

    def test_once_accepted_it_is_known(self):
        with Server("alice") as server:
            lower = server.fingerprint.lower().replace(":", "")
            done = self.log_in(server, "--accept-fingerprint", lower)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(stat.S_IMODE(os.stat(self.pins).st_mode), 0o600)
            with open(self.pins) as file:
                self.assertEqual(file.read(), f"127.0.0.1:{server.port} {server.fingerprint}\n")
            said = self.cli("chat", url=self.https(server), stdin="over TLS\n")
            self.assertEqual(said.returncode, 0, said.stderr)
            self.assertIn("over TLS", said.stdout)
            self.assertIn("accepted here", self.cli("trust", url=self.https(server)).stdout)
            self.assertEqual(self.cli("logout", url=self.https(server)).returncode, 0)

    def test_another_certificate_is_a_stop_until_a_person_forgets_the_first(self):
        certificate, key = certificates.make_self_signed(self.folder, "one")
        first = certificates.fingerprint_in(certificate)
        listener = Listener(certificate, key)
        self.addCleanup(listener.close)
        url = f"https://127.0.0.1:{listener.port}"
        self.assertEqual(self.cli("trust", "--accept-fingerprint", first, url=url).returncode, 0)
        self.assertEqual(listener.heard.get(timeout=PATIENCE), b"")
        other = certificates.make_self_signed(self.folder, "two")
        listener.context.load_cert_chain(*other)
        second = certificates.fingerprint_in(other[0])
        for more in ([], ["--accept-fingerprint", second]):
            done = self.log_in(url, *more)
            self.assertEqual(done.returncode, UNTRUSTED, done.stderr)
            self.assertIn(first, done.stderr)
            self.assertIn(second, done.stderr)
            self.assertIn("trust --forget", done.stderr)
            self.assertEqual(listener.heard.get(timeout=PATIENCE), b"")
        self.assertEqual(self.cli("trust", "--forget", url=url).returncode, 0)
        self.assertEqual(self.cli("trust", "--accept-fingerprint", second, url=url).returncode, 0)

    def test_a_session_does_not_go_on_with_another_certificate(self):
        """The runner judges by itself, not only the command line before it starts."""
        with Server("alice") as server:
            self.assertEqual(self.log_in(server, "--accept-fingerprint", server.fingerprint).returncode, 0)
            command, variables = self.command("--json", url=self.https(server))
            with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
                                  env=variables) as bot:
                try:
                    self.wait(bot, lambda event: event.get("phase") == "live")
                    with open(self.pins, "w") as file:  # as if the server had changed
                        file.write(f"127.0.0.1:{server.port} " + "AB:" * 31 + "AB\n")
                    server.process.send_signal(19)  # SIGSTOP: the line breaks by silence
                    self.wait(bot, lambda event: event.get("phase") == "waiting")
                    server.process.send_signal(18)
                    told = self.wait(bot, lambda event: "CHANGED" in event.get("reason", ""))
                    self.assertIn(server.fingerprint, told["reason"])
                finally:
                    bot.stdin.close()
                    bot.wait(PATIENCE)

    def wait(self, bot, fits):
        for line in bot.stdout:
            event = json.loads(line)
            if event["event"] == "phase" and fits(event):
                return event
        self.fail("it ended")

    def test_a_person_is_asked_on_a_terminal(self):
        with Server("alice") as server:
            for answer, code in (("no", UNTRUSTED), ("y", UNTRUSTED), ("yes", 0)):
                ended, text = self.on_terminal(server, answer)
                self.assertEqual(ended, code, text)
                self.assertIn(server.fingerprint, text)
            self.assertNotIn(password_of("alice"), text)

    def on_terminal(self, server, answer):
        command, variables = self.command("login", "alice", url=self.https(server))
        leader, follower = pty.openpty()
        with subprocess.Popen(command, stdin=follower, stdout=follower, stderr=follower, env=variables) as process:
            os.close(follower)
            text, answers = "", [("[yes/no]", answer), ("assword", password_of("alice"))]
            deadline = time.monotonic() + PATIENCE
            while time.monotonic() < deadline and select.select([leader], [], [], PATIENCE)[0]:
                try:
                    text += os.read(leader, 65536).decode()
                except OSError:  # the other end is closed
                    break
                if answers and answers[0][0] in text:
                    os.write(leader, answers.pop(0)[1].encode() + b"\n")
            os.close(leader)
            return process.wait(PATIENCE), text

    def test_an_authority_saves_the_question(self):
        authority = certificates.Authority(self.folder)
        environment = {"SSL_CERT_FILE": authority.certificate}
        certificate, key = authority.vouch_for("chat", "127.0.0.1")
        with Server("alice", options=["--tls-cert", certificate, "--tls-key", key]) as server:
            done = self.log_in(server, environment=environment)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertFalse(os.path.exists(self.pins))
            self.assertIn("vouches", self.cli("trust", url=self.https(server), environment=environment).stdout)
            self.assertEqual(self.log_in(server).returncode, UNTRUSTED)  # unknown to who does not know the authority
            elsewhere = f"https://localhost:{server.port}"  # a name that it does not vouch for
            self.assertEqual(self.log_in(elsewhere, environment=environment).returncode, UNTRUSTED)

    def test_what_was_accepted_is_held_to_even_against_an_authority(self):
        authority = certificates.Authority(self.folder)
        listener = Listener(*certificates.make_self_signed(self.folder, "one"))
        self.addCleanup(listener.close)
        url = f"https://127.0.0.1:{listener.port}"
        first = certificates.fingerprint_in(os.path.join(self.folder, "one.pem"))
        self.assertEqual(self.cli("trust", "--accept-fingerprint", first, url=url).returncode, 0)
        listener.context.load_cert_chain(*authority.vouch_for("chat", "127.0.0.1"))
        done = self.log_in(url, environment={"SSL_CERT_FILE": authority.certificate})
        self.assertEqual(done.returncode, UNTRUSTED, done.stderr)

    def test_nobody_there_is_said_as_before(self):
        with socket.create_server(("127.0.0.1", 0)) as unused:
            port = unused.getsockname()[1]
        self.assertEqual(self.log_in(f"https://127.0.0.1:{port}").returncode, 3)
        self.assertEqual(self.cli("trust", url=f"https://127.0.0.1:{port}").returncode, 3)


if __name__ == "__main__":
    unittest.main(verbosity=2)
