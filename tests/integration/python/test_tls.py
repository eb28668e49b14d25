"""TLS as a stranger meets it: Python's ssl and websockets, and the openssl command, against the one port."""

import asyncio
import http.client
import json
import os
import shutil
import signal
import socket
import ssl
import stat
import subprocess
import tempfile
import time
import unittest
import urllib.request

import certificates
from certificates import any_certificate
from stranger import CHEAP, PATIENCE, SERVER, Server, Stranger, Workstation


def shown_by(port, context=None):
    """The fingerprint of the certificate, and the version of TLS."""
    context = context or any_certificate()
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as raw:
        with context.wrap_socket(raw, server_hostname="localhost") as tls:
            return certificates.fingerprint_of(tls.getpeercert(binary_form=True)), tls.version()


def own_address():
    """An address of this computer that is not loopback; None where there is none. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        address = probe.getsockname()[0]
        return None if address.startswith("127.") else address


class OwnCertificate(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server("alice").__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()

    def file(self):
        return os.path.join(self.server.data, "certificate.pem")

    def test_is_made_for_the_server_alone_to_read(self):
        self.assertEqual(stat.S_IMODE(os.stat(self.file()).st_mode), 0o600)
        words = certificates.openssl("x509", "-in", self.file(), "-noout", "-text")
        self.assertIn("prime256v1", words)
        self.assertIn("DNS:localhost", words)
        self.assertIn("IP Address:127.0.0.1", words)
        self.assertIn("CA:FALSE", words)
        certificates.openssl("x509", "-in", self.file(), "-noout", "-checkend", str(3600 * 24 * 365 * 9))

    def test_everyone_names_the_same_fingerprint(self):
        shown, version = shown_by(self.server.port)
        self.assertEqual(version, "TLSv1.3")
        self.assertEqual(shown, self.server.fingerprint)
        self.assertIn(shown, self.server.command("certificate"))
        self.assertIn(shown, certificates.openssl("x509", "-in", self.file(), "-noout", "-fingerprint", "-sha256"))

    def test_rest_over_tls_with_the_certificate_as_the_only_authority(self):
        context = ssl.create_default_context(cadata=self.server.command("certificate", "--pem"))
        for host in ("127.0.0.1", "localhost"):
            url = f"https://{host}:{self.server.port}/api/health"
            with urllib.request.urlopen(url, context=context, timeout=PATIENCE) as answer:
                self.assertEqual(json.load(answer)["status"], "ok")

    def test_many_requests_on_one_connection(self):
        line = http.client.HTTPSConnection("127.0.0.1", self.server.port, timeout=PATIENCE, context=any_certificate())
        for _ in range(50):
            line.request("GET", "/api/health")
            self.assertEqual(json.load(line.getresponse())["status"], "ok")
        line.request("GET", "/api/health?" + "x" * 9000)
        self.assertEqual(line.getresponse().status, 431)
        line.close()

    def test_openssl_itself_verifies_it(self):
        done = certificates.openssl("s_client", "-connect", f"127.0.0.1:{self.server.port}", "-CAfile", self.file(),
                                    "-verify_return_error", "-verify_hostname", "localhost", "-brief", stdin="")
        self.assertIsNotNone(done)

    def test_an_older_version_is_refused(self):
        old = any_certificate()
        old.maximum_version = ssl.TLSVersion.TLSv1_2
        with self.assertRaises(ssl.SSLError):
            shown_by(self.server.port, old)

    def test_what_only_begins_like_tls_is_closed(self):
        for junk in (b"\x16", b"\x16\x03\x01\x00\x05hello", b"\x16" * 5000):
            with socket.create_connection(("127.0.0.1", self.server.port), timeout=PATIENCE) as raw:
                try:
                    raw.sendall(junk)
                    raw.shutdown(socket.SHUT_WR)
                    while raw.recv(65536):
                        pass
                except OSError:
                    pass  # it has hung up already
        self.assertEqual(shown_by(self.server.port)[0], self.server.fingerprint)


class Settings(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def test_tls_1_2_where_it_is_told(self):
        old = any_certificate()
        old.maximum_version = ssl.TLSVersion.TLSv1_2
        with Server(options=["--tls-min", "1.2"]) as server:
            self.assertEqual(shown_by(server.port, old)[1], "TLSv1.2")
            self.assertEqual(shown_by(server.port)[1], "TLSv1.3")

    def test_the_certificate_survives_a_restart(self):
        server = Server()
        with server:
            first = server.fingerprint
            shutil.copytree(server.data, os.path.join(self.folder, "kept"),
                        ignore=shutil.ignore_patterns("control"))  # a socket
        again = subprocess.run([SERVER, "certificate", "--data-dir", os.path.join(self.folder, "kept")], text=True,
                               capture_output=True, check=True)
        self.assertIn(first, again.stdout)

    def test_the_operators_own(self):
        authority = certificates.Authority(self.folder)
        certificate, key = authority.vouch_for("chat", "localhost")
        with Server(options=["--tls-cert", certificate, "--tls-key", key]) as server:
            self.assertEqual(server.fingerprint, certificates.fingerprint_in(certificate))
            context = ssl.create_default_context(cafile=authority.certificate)
            self.assertEqual(shown_by(server.port, context)[0], server.fingerprint)
            self.assertFalse(os.path.exists(os.path.join(server.data, "certificate.pem")))

    def refused(self, *options):
        done = subprocess.run([SERVER, "serve", "--data-dir", os.path.join(self.folder, "data"), "--port", "0", *options],
                              text=True, capture_output=True, timeout=PATIENCE)
        self.assertEqual(done.returncode, 2, done.stderr)
        return done.stderr

    def test_files_that_do_not_fit_are_refused_in_words(self):
        certificate, key = certificates.make_self_signed(self.folder, "one")
        other_certificate, other_key = certificates.make_self_signed(self.folder, "two")
        self.assertIn("--tls-key", self.refused("--tls-cert", certificate))
        self.assertIn(other_key, self.refused("--tls-cert", certificate, "--tls-key", other_key))
        self.assertIn("nowhere.pem", self.refused("--tls-cert", "nowhere.pem", "--tls-key", key))
        self.assertIn(key, self.refused("--tls-cert", key, "--tls-key", key))
        locked = key + ".locked"
        certificates.openssl("pkey", "-in", key, "-aes256", "-passout", "pass:secret", "-out", locked)
        self.assertIn(locked, self.refused("--tls-cert", certificate, "--tls-key", locked))

    def test_reload_is_for_the_connections_to_come(self):
        certificate, key = certificates.make_self_signed(self.folder, "one")
        first = certificates.fingerprint_in(certificate)
        with Server(options=["--tls-cert", certificate, "--tls-key", key]) as server:
            old = http.client.HTTPSConnection("127.0.0.1", server.port, timeout=PATIENCE, context=any_certificate())
            old.request("GET", "/api/health")
            old.getresponse().read()
            replaced, replaced_key = certificates.make_self_signed(self.folder, "two")
            os.replace(replaced, certificate)
            os.replace(replaced_key, key)
            second = certificates.fingerprint_in(certificate)
            self.assertNotEqual(first, second)
            self.hang_up(server, "certificate read again: SHA-256 " + second)
            self.assertEqual(shown_by(server.port)[0], second)
            with open(certificate, "w") as file:
                file.write("not a certificate")
            self.hang_up(server, "everything stays as it was: cannot use the certificate " + certificate)
            self.assertEqual(shown_by(server.port)[0], second)
            old.request("GET", "/api/health")
            self.assertEqual(old.getresponse().status, 200)
            old.close()

    def hang_up(self, server, words):
        server.process.send_signal(signal.SIGHUP)
        deadline = time.monotonic() + PATIENCE
        while words not in server.log_text():
            self.assertLess(time.monotonic(), deadline, server.log_text())
            time.sleep(0.02)

    @unittest.skipUnless(own_address(), "this computer has no address beyond loopback")
    def test_plain_is_for_this_computer_alone(self):
        address = own_address()
        process = subprocess.Popen([SERVER, "serve", "--data-dir", os.path.join(self.folder, "data"), "--port", "0",
                                    "--listen", "0.0.0.0", *CHEAP], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                   text=True)
        try:
            line = process.stdout.readline()
            self.assertIn("listening on https://0.0.0.0:", line)
            port = int(line.rsplit(":", 1)[1])
            plain = http.client.HTTPConnection(address, port, timeout=PATIENCE)
            plain.request("POST", "/api/auth/login", body="x" * 10_000)
            answer = plain.getresponse()
            self.assertEqual(answer.status, 426)
            problem = json.load(answer)
            self.assertEqual(problem["code"], "tls_required")
            self.assertIn("https://", problem["detail"])
            plain.close()
            for line in (http.client.HTTPSConnection(address, port, timeout=PATIENCE, context=any_certificate()),
                         http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)):
                line.request("GET", "/api/health")
                self.assertEqual(line.getresponse().status, 200)
                line.close()
        finally:
            process.terminate()
            process.wait(PATIENCE)
            process.stdout.close()


class Talk(unittest.IsolatedAsyncioTestCase):
    async def secure(self, server, name, **options):
        client = await Stranger.connect(server, server.wss, ssl=any_certificate(), **options)
        self.assertEqual((await client.log_in(name, Workstation("pc-" + name)))["t"], "welcome")
        await client.join()
        return client

    async def test_encrypted_and_plain_meet_in_one_room(self):
        with Server("alice", "bruno") as server:
            alice = await self.secure(server, "alice")
            bruno = await Stranger.connect(server)
            await bruno.log_in("bruno", Workstation("pc-bruno"))
            await bruno.join()
            for sender, reader in ((alice, bruno), (bruno, alice)):
                for size in (1, 60, 125, 16 * 1024 - 1):
                    body = "é" * (size // 2) + "x"
                    await sender.post(body)
                    while (await reader.expect("event"))["event"]["body"] != body:
                        pass  # its own
            await alice.close()
            await bruno.close()

    async def test_a_flood_arrives_whole_and_in_order(self):
        """Records of 16 KiB cut frames anywhere; every byte must still be the right one."""
        with Server("alice", "bruno", options=["--messages-per-second", "0"]) as server:
            alice = await self.secure(server, "alice")
            bruno = await self.secure(server, "bruno")
            bodies = [f"{number} " + "z" * (number * 37 % 16000) for number in range(600)]
            posting = asyncio.create_task(self.post_all(alice, bodies))
            received = []
            while len(received) < len(bodies):
                received.append((await bruno.expect("event"))["event"]["body"])
                if len(received) % 20 == 0:
                    await bruno.send(t="beat")  # it only reads, but it lives
            self.assertEqual(received, bodies)
            await posting
            await alice.close()
            await bruno.close()

    async def post_all(self, client, bodies):
        for body in bodies:
            self.assertEqual((await client.post(body))["t"], "posted")

    async def test_a_slow_reader_is_shed_under_tls_too(self):
        with Server("alice", "bruno", options=["--messages-per-second", "0"]) as server:
            bruno = await self.secure(server, "bruno")
            slow = await self.secure(server, "alice", max_queue=1)
            for number in range(1500):  # 24 MB: more than the queue (4 MiB) and what the kernel takes for a socket
                if number % 50 == 0 and slow.socket.open:
                    await slow.send(t="beat")
                self.assertEqual((await bruno.post("z" * 16000))["t"], "posted")
            self.assertEqual(await slow.close_code(), 4008)  # after well-formed frames only
            await bruno.close()


if __name__ == "__main__":
    unittest.main(verbosity=2)
