"""What strangers do to the one port, and that it costs the others nothing: slow-loris, stalled handshakes, floods, giant
headers, half-open thousands, compressed bombs. Attackers come from 127.0.0.2 and the like, people from 127.0.0.1. Each
test prints its figures; what is asserted is that memory is bounded and that the others are served on."""

import asyncio
import os
import resource
import socket
import struct
import time
import unittest

from certificates import any_certificate
from stranger import PATIENCE, Server, Stranger, Workstation

SANITIZED = int(os.environ.get("WORKSPACE_TEST_SCALE", "1")) > 1  # its memory is not the server's own
HTTP_MAX = 1000
HTTP_PER_ADDRESS = 500
REQUEST_WITHIN = 10
UNAUTHENTICATED = 10

HANDSHAKE = (b"GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
             b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
             b"Sec-WebSocket-Protocol: workspace.v1\r\n\r\n")
#: A ClientHello that says it has 128 KiB and brings its first bytes.
STALLED_HELLO = b"\x16\x03\x01\x40\x00" + b"\x01\x01\xff\xff" + b"\x03\x03" + b"x" * 100


class Attacker:
    """Many raw connections from one address."""

    def __init__(self, server, address):
        self.server = server
        self.address = address
        self.lines = []

    async def connect(self, count, first=b""):
        for _ in range(count):
            raw = socket.socket()
            raw.bind((self.address, 0))
            raw.setblocking(False)
            self.lines.append(raw)
            try:
                await asyncio.get_running_loop().sock_connect(raw, ("127.0.0.1", self.server.port))
                if first:
                    await asyncio.get_running_loop().sock_sendall(raw, first)
            except OSError:
                pass  # closed at once: counted as such
        return self

    def send(self, data):
        for raw in self.lines:
            try:
                raw.send(data)
            except OSError:
                pass

    def open(self):
        """How many are still open, after what has arrived was read away."""
        return sum(self.is_open(raw) for raw in self.lines)

    @staticmethod
    def is_open(raw):
        try:
            while raw.recv(65536):
                pass
            return False
        except BlockingIOError:
            return True
        except OSError:
            return False

    async def closed_down_to(self, count, within):
        """Waits until no more than that many are open; returns the seconds."""
        begun = time.monotonic()
        while (left := self.open()) > count:
            if time.monotonic() - begun > within:
                raise AssertionError(f"{left} connections are still open after {within} s")
            await asyncio.sleep(0.05)
        return time.monotonic() - begun

    def close(self):
        for raw in self.lines:
            raw.close()


class Doors(unittest.IsolatedAsyncioTestCase):
    options = ()

    async def asyncSetUp(self):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        self.server = Server("alice", "bruno", options=self.options).__enter__()
        self.witness = await Stranger.connect(self.server)
        await self.witness.log_in("bruno", Workstation("pc-bruno"))
        await self.witness.join()
        await self.post()
        self.memory_before = self.memory()
        self.beating = asyncio.create_task(self.beat())

    async def beat(self):
        while True:
            await asyncio.sleep(4)
            await self.witness.send(t="beat")

    async def asyncTearDown(self):
        self.beating.cancel()
        await self.others_are_served()
        await self.witness.close()
        self.server.__exit__()

    async def attack(self, count, first=b"", address="127.0.0.2"):
        attacker = Attacker(self.server, address)
        self.addCleanup(attacker.close)
        return await attacker.connect(count, first)

    def memory(self):
        """MiB that the server has in memory."""
        with open(f"/proc/{self.server.process.pid}/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024

    async def post(self):
        begun = time.monotonic()
        self.assertEqual((await self.witness.post("served"))["t"], "posted")
        return (time.monotonic() - begun) * 1000

    async def others_are_served(self):
        """Who is there posts, and who comes gets in, plain and encrypted. Returns the milliseconds of the posts."""
        took = [await self.post() for _ in range(10)]
        for url, tls in ((self.server.ws, None), (self.server.wss, any_certificate())):
            alice = await Stranger.connect(self.server, url, **({"ssl": tls} if tls else {}))
            self.assertEqual((await alice.log_in("alice", Workstation("pc-alice")))["t"], "welcome")
            await alice.send(t="logout")
            await alice.close_code()
        return sorted(took)

    async def report(self, words, bound):
        took = await self.others_are_served()
        grown = self.memory() - self.memory_before
        print(f"\n  {words}; the server grew by {grown:.1f} MiB to {self.memory():.1f}; "
              f"posts meanwhile took {took[0]:.1f} to {took[-1]:.1f} ms", end=" ", flush=True)
        if not SANITIZED:
            self.assertLess(grown, bound)

    async def test_slow_loris(self):
        attacker = await self.attack(600, b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
        await attacker.closed_down_to(HTTP_PER_ADDRESS, PATIENCE)
        begun = time.monotonic()
        await self.report("600 send a header byte by byte", 48)
        while attacker.open():
            attacker.send(b"x")
            self.assertLess(time.monotonic() - begun, REQUEST_WITHIN + PATIENCE)
            await asyncio.sleep(0.1)
        print(f"; all were closed after {time.monotonic() - begun:.1f} s", end=" ")

    async def test_stalled_tls_handshakes(self):
        attacker = await self.attack(600, STALLED_HELLO)
        await attacker.closed_down_to(HTTP_PER_ADDRESS, PATIENCE)
        await self.report("600 stop in the middle of a TLS handshake, 128 KiB announced", 128)
        took = await attacker.closed_down_to(0, REQUEST_WITHIN + PATIENCE)
        print(f"; all were closed after {took:.1f} s", end=" ")

    async def test_those_who_say_nothing(self):
        attacker = await self.attack(600)
        await attacker.closed_down_to(HTTP_PER_ADDRESS, PATIENCE)
        await self.report("600 say nothing", 16)
        took = await attacker.closed_down_to(0, REQUEST_WITHIN + PATIENCE)
        print(f"; all were closed after {took:.1f} s", end=" ")

    async def test_a_flood_from_one_address(self):
        attacker = await self.attack(3000)
        await attacker.closed_down_to(HTTP_PER_ADDRESS, PATIENCE)
        self.assertEqual(attacker.open(), HTTP_PER_ADDRESS)
        self.assertEqual(self.server.log_text().count("too many connections"), 1)
        await self.report("3,000 from one address, of which 500 were let in", 16)

    async def test_who_has_all_doors_blocks_them_for_ten_seconds_at_most(self):
        """Two addresses can: then who comes waits, and who is there does not notice."""
        one, two = await self.attack(HTTP_PER_ADDRESS), await self.attack(HTTP_PER_ADDRESS, address="127.0.0.3")
        took = sorted([await self.post() for _ in range(10)])
        print(f"\n  {HTTP_MAX} doors taken; posts meanwhile took {took[0]:.1f} to {took[-1]:.1f} ms", end=" ")
        await one.closed_down_to(0, REQUEST_WITHIN + PATIENCE)
        await two.closed_down_to(0, REQUEST_WITHIN + PATIENCE)

    async def test_half_open_thousands(self):
        """WebSockets that never log in."""
        attacker = await self.attack(2000, HANDSHAKE)
        opened = attacker.open()
        self.assertGreater(opened, 0)
        grown = self.memory() - self.memory_before
        await self.report(f"2,000 WebSockets without a login, {opened} open at once, "
                          f"{grown * 1024 / opened:.1f} KiB each", 64)
        took = await attacker.closed_down_to(0, UNAUTHENTICATED + PATIENCE)
        print(f"; all were closed after {took:.1f} s", end=" ")

    async def test_giant_headers(self):
        giant = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Pad: " + b"x" * 1_000_000 + b"\r\n\r\n"
        refused = 0
        for _ in range(100):
            reader, writer = await asyncio.open_connection("127.0.0.1", self.server.port, local_addr=("127.0.0.2", 0))
            try:
                writer.write(giant)
                answer = await asyncio.wait_for(reader.read(65536), PATIENCE)
                refused += answer.startswith(b"HTTP/1.1 431")
                self.assertNotIn(b"200 OK", answer)
            except ConnectionError:
                pass  # closed over what is still coming
            writer.close()
        self.assertGreater(refused, 0)
        await self.report(f"100 headers of 1 MB, {refused} of them answered with 431", 16)

    async def test_a_header_for_every_byte_allowed(self):
        attacker = await self.attack(1, b"GET / HTTP/1.1\r\n" + b"a:b\r\n" * 100_000)
        await attacker.closed_down_to(0, PATIENCE)
        await self.report("100,000 headers in one request", 16)

    async def test_giant_bodies_are_refused_unread(self):
        for head in (b"Content-Length: 1000000000000", b"Transfer-Encoding: chunked"):
            attacker = await self.attack(1, b"POST /api/auth/login HTTP/1.1\r\nHost: x\r\n" + head + b"\r\n\r\n")
            for _ in range(100):
                attacker.send(b"10000\r\n" + b"x" * 65536 + b"\r\n")
            await attacker.closed_down_to(0, REQUEST_WITHIN + PATIENCE)
        await self.report("bodies of a terabyte, and without an end", 16)

    async def test_compression_is_not_spoken(self):
        reader, writer = await asyncio.open_connection("127.0.0.1", self.server.port)
        writer.write(HANDSHAKE.replace(b"\r\n\r\n", b"\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n"))
        answer = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE)
        self.assertTrue(answer.startswith(b"HTTP/1.1 101"), answer)
        self.assertNotIn(b"extensions", answer.lower())
        bomb = b"\x62\x60\x60\xd8\xd8" * 1000  # what it would become does not matter: RSV1 alone is the end
        writer.write(b"\xc1\xfe" + struct.pack("!H", len(bomb)) + b"\x00" * 4 + bomb)
        received = await asyncio.wait_for(reader.read(), PATIENCE)
        at = received.rfind(b"\x88")
        self.assertEqual(int.from_bytes(received[at + 2:at + 4], "big"), 1002, received)
        writer.close()

    async def test_http_that_says_it_is_compressed_is_not_unpacked(self):
        reader, writer = await asyncio.open_connection("127.0.0.1", self.server.port)
        writer.write(b"POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                     b"Content-Encoding: gzip\r\nConnection: close\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\x00")
        answer = await asyncio.wait_for(reader.read(), PATIENCE)
        self.assertTrue(answer.startswith(b"HTTP/1.1 4"), answer)
        writer.close()


class FewFromOneAddress(Doors):
    """The bound on WebSockets of one address."""
    options = ("--connections-per-address", "20")

    async def test_the_share_of_one_address(self):
        attacker = await self.attack(100, HANDSHAKE)
        await attacker.closed_down_to(20, PATIENCE)
        self.assertEqual(attacker.open(), 20)
        other = await self.attack(10, HANDSHAKE, address="127.0.0.3")
        self.assertEqual(other.open(), 10)


def load_tests(loader, _tests, _pattern):
    suite = loader.loadTestsFromTestCase(Doors)
    suite.addTest(FewFromOneAddress("test_the_share_of_one_address"))
    return suite


if __name__ == "__main__":
    unittest.main(verbosity=2)
