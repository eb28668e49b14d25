"""RFC 6455 by the byte: what a client may do that no library does. Frames are written by hand, over plain and over TLS."""

import json
import os
import socket
import struct
import unittest

from certificates import any_certificate
from stranger import PATIENCE, Server

HANDSHAKE = (b"GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
             b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
             b"Sec-WebSocket-Protocol: workspace.v1\r\n\r\n")
CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA
FIN, RSV1, RSV2, RSV3 = 0x80, 0x40, 0x20, 0x10

UNKNOWN = json.dumps({"t": "teleport", "to": "Ångström 🚀"}, ensure_ascii=False).encode()


def frame(first, payload=b"", mask=None, length=None):
    """`first`: flags and opcode; `length`: the bytes that say how long it is, where they are to be odd."""
    mask = os.urandom(4) if mask is None else mask
    if length is None:
        size = len(payload)
        length = (bytes([0x80 | size]) if size < 126 else
                  b"\xfe" + struct.pack("!H", size) if size < 65536 else b"\xff" + struct.pack("!Q", size))
    masked = bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload))
    return bytes([first]) + length + mask + masked


class Line:
    """One raw connection after its handshake, and the server's `hello`."""

    def __init__(self, server, tls):
        self.raw = socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE)
        if tls:
            self.raw = any_certificate().wrap_socket(self.raw, server_hostname="localhost")
        self.unread = b""
        self.raw.sendall(HANDSHAKE)
        while b"\r\n\r\n" not in self.unread:
            self.more()
        self.unread = self.unread.split(b"\r\n\r\n", 1)[1]
        assert json.loads(self.read()[1])["t"] == "hello"

    def more(self):
        data = self.raw.recv(65536)
        if not data:
            raise EOFError
        self.unread += data

    def take(self, size):
        while len(self.unread) < size:
            self.more()
        taken, self.unread = self.unread[:size], self.unread[size:]
        return taken

    def send(self, *frames):
        self.raw.sendall(b"".join(frames))

    def read(self):
        """(first byte, payload) of the next frame."""
        first, size = self.take(2)
        assert size < 128, "a server's frames are not masked"
        if size == 126:
            size, = struct.unpack("!H", self.take(2))
        elif size == 127:
            size, = struct.unpack("!Q", self.take(8))
        return first, self.take(size)

    def close_code(self):
        """Of the close frame that comes; None when it has none, or when there is no frame."""
        try:
            while True:
                first, payload = self.read()
                if first == FIN | CLOSE:
                    return int.from_bytes(payload[:2], "big") if payload else None
        except (EOFError, ConnectionError):
            return None

    def close(self):
        self.raw.close()


class WebSocket(unittest.TestCase):
    tls = False

    @classmethod
    def setUpClass(cls):
        cls.server = Server("alice").__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()

    def line(self):
        line = Line(self.server, self.tls)
        self.addCleanup(line.close)
        return line

    def answer(self, *frames):
        """What a text message is answered with."""
        line = self.line()
        line.send(*frames)
        first, payload = line.read()
        self.assertEqual(first, FIN | TEXT)
        return json.loads(payload)

    def assert_understood(self, *frames):
        answer = self.answer(*frames)
        self.assertEqual((answer["t"], answer["code"]), ("error", "unknown_type"))
        self.assertIn("teleport", answer["reason"])

    def assert_closed(self, codes, *frames):
        line = self.line()
        try:
            line.send(*frames)
        except OSError:
            pass  # it closes in the middle
        code = line.close_code()
        self.assertIn(code, codes if isinstance(codes, tuple) else (codes,))

    # ---- fragments -------------------------------------------------------------------------------------------------

    def test_one_message_in_fragments(self):
        self.assert_understood(frame(TEXT, UNKNOWN[:5]), frame(CONTINUATION, UNKNOWN[5:9]),
                               frame(FIN | CONTINUATION, UNKNOWN[9:]))

    def test_a_fragment_for_every_byte_and_empty_ones_between(self):
        pieces = [frame(TEXT)] + [piece for byte in UNKNOWN
                                  for piece in (frame(CONTINUATION, bytes([byte])), frame(CONTINUATION))]
        self.assert_understood(*pieces, frame(FIN | CONTINUATION))

    def test_a_byte_at_a_time_on_the_wire(self):
        line = self.line()
        for byte in frame(FIN | TEXT, UNKNOWN):
            line.send(bytes([byte]))
        self.assertIn("teleport", json.loads(line.read()[1])["reason"])

    def test_control_frames_between_fragments(self):
        line = self.line()
        line.send(frame(TEXT, UNKNOWN[:7]), frame(FIN | PING, b"are you there?"), frame(FIN | PONG, b"nobody asked"),
                  frame(CONTINUATION, UNKNOWN[7:8]), frame(FIN | PING), frame(FIN | CONTINUATION, UNKNOWN[8:]))
        self.assertEqual(line.read(), (FIN | PONG, b"are you there?"))
        frames = [line.read(), line.read()]
        self.assertIn((FIN | PONG, b""), frames)
        self.assertIn("teleport", str(frames))

    def test_a_close_between_fragments(self):
        self.assert_closed(1000, frame(TEXT, UNKNOWN[:7]), frame(FIN | CLOSE, b"\x03\xe8"))

    def test_a_continuation_of_nothing(self):
        self.assert_closed(1002, frame(FIN | CONTINUATION, UNKNOWN))

    def test_a_new_message_before_the_last_has_ended(self):
        self.assert_closed(1002, frame(TEXT, UNKNOWN[:7]), frame(FIN | TEXT, UNKNOWN))

    def test_fragments_that_are_too_long_together(self):
        self.assert_closed(1009, frame(TEXT, b"x" * 40_000), frame(FIN | CONTINUATION, b"x" * 40_000))

    # ---- text ------------------------------------------------------------------------------------------------------

    def test_text_that_is_not_utf8(self):
        for bad in (b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\x80", "é".encode()[:1]):
            self.assert_closed(1007, frame(FIN | TEXT, b'{"t":"' + bad + b'"}'))

    def test_text_that_stops_being_utf8_in_a_fragment(self):
        self.assert_closed(1007, frame(TEXT, UNKNOWN[:7]), frame(FIN | CONTINUATION, b"\xc3("))

    def test_text_that_ends_in_the_middle_of_a_character(self):
        self.assert_closed(1007, frame(FIN | TEXT, b'{"t":"\xf0\x9f\x9a'))

    # ---- masks, flags, lengths -------------------------------------------------------------------------------------

    def test_an_unmasked_frame(self):
        self.assert_closed(1002, b"\x81\x02{}")

    def test_a_mask_of_zeros_is_a_mask(self):
        self.assert_understood(frame(FIN | TEXT, UNKNOWN, mask=b"\x00" * 4))

    def test_reserved_bits(self):
        for bit in (RSV1, RSV2, RSV3):
            self.assert_closed(1002, frame(FIN | bit | TEXT, UNKNOWN))

    def test_reserved_opcodes(self):
        for opcode in (0x3, 0x7, 0xB, 0xF):
            self.assert_closed(1002, frame(FIN | opcode, b"?"))

    def test_lengths_that_are_not_the_shortest(self):
        self.assert_closed(1002, frame(FIN | TEXT, b"{}", length=b"\xfe\x00\x02"))
        self.assert_closed(1002, frame(FIN | TEXT, b"{}", length=b"\xff" + struct.pack("!Q", 2)))

    def test_lengths_that_nobody_can_mean(self):
        for size in (2**63, 2**64 - 1):
            self.assert_closed((1002, 1009), frame(FIN | TEXT, b"{}", length=b"\xff" + struct.pack("!Q", size)))
        for size in (2**63 - 1, 2**40, 65 * 1024):
            self.assert_closed(1009, frame(FIN | TEXT, b"{}", length=b"\xff" + struct.pack("!Q", size)))

    def test_binary(self):
        self.assert_closed(1003, frame(FIN | BINARY, UNKNOWN))

    # ---- control frames --------------------------------------------------------------------------------------------

    def test_the_longest_ping_and_one_byte_more(self):
        line = self.line()
        line.send(frame(FIN | PING, b"p" * 125))
        self.assertEqual(line.read(), (FIN | PONG, b"p" * 125))
        self.assert_closed(1002, frame(FIN | PING, b"p" * 126))

    def test_control_frames_are_not_fragmented(self):
        for opcode in (PING, PONG, CLOSE):
            self.assert_closed(1002, frame(opcode, b"\x03\xe8"))

    def test_a_thousand_pings_are_answered_in_order_or_dropped_but_kept_nowhere(self):
        line = self.line()
        line.send(*(frame(FIN | PING, str(number).encode()) for number in range(1000)))
        line.send(frame(FIN | TEXT, UNKNOWN))
        numbers = []
        while (frame_read := line.read())[0] == FIN | PONG:
            numbers.append(int(frame_read[1]))
        self.assertEqual(numbers, sorted(numbers))
        self.assertIn("teleport", json.loads(frame_read[1])["reason"])

    # ---- closing ---------------------------------------------------------------------------------------------------

    def test_a_close_is_echoed_and_the_connection_ends(self):
        for code in (1000, 1001, 3000, 4999):
            line = self.line()
            line.send(frame(FIN | CLOSE, struct.pack("!H", code) + "au revoir é".encode()))
            self.assertEqual(line.close_code(), code)
            self.assertIsNone(line.close_code())  # nothing comes after it

    def test_a_close_without_a_code(self):
        self.assert_closed((1000, None), frame(FIN | CLOSE))

    def test_close_codes_that_must_not_be_sent(self):
        for code in (0, 999, 1004, 1005, 1006, 1015, 1016, 2999):
            self.assert_closed(1002, frame(FIN | CLOSE, struct.pack("!H", code)))

    def test_a_close_with_half_a_code(self):
        self.assert_closed(1002, frame(FIN | CLOSE, b"\x03"))

    def test_a_close_whose_reason_is_not_utf8(self):
        self.assert_closed((1002, 1007), frame(FIN | CLOSE, b"\x03\xe8\xff"))

    def test_nothing_is_taken_after_a_close(self):
        line = self.line()
        line.send(frame(FIN | CLOSE, b"\x03\xe8"), frame(FIN | TEXT, UNKNOWN))
        first, payload = line.read()
        self.assertEqual((first, payload[:2]), (FIN | CLOSE, b"\x03\xe8"))
        self.assertIsNone(line.close_code())

    # ---- the handshake ---------------------------------------------------------------------------------------------

    def refused(self, request):
        raw = socket.create_connection(("127.0.0.1", self.server.port), timeout=PATIENCE)
        self.addCleanup(raw.close)
        if self.tls:
            raw = any_certificate().wrap_socket(raw, server_hostname="localhost")
            self.addCleanup(raw.close)
        raw.sendall(request)
        answer = raw.recv(65536)
        self.assertTrue(answer.startswith(b"HTTP/1.1 4"), answer)
        return answer

    def test_handshakes_that_are_none(self):
        for line in (b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", b"Sec-WebSocket-Version: 13\r\n"):
            self.refused(HANDSHAKE.replace(line, b""))
        self.refused(HANDSHAKE.replace(b"Version: 13", b"Version: 12"))
        self.assertIn(b"workspace.v1", self.refused(HANDSHAKE.replace(b"workspace.v1", b"workspace.v0")))
        self.refused(HANDSHAKE.replace(b"GET /ws", b"GET /elsewhere"))

    def test_whose_page_it_is_does_not_matter(self):
        """No cookie says who somebody is, so another origin's page can do no more than any program."""
        line = socket.create_connection(("127.0.0.1", self.server.port), timeout=PATIENCE)
        self.addCleanup(line.close)
        if not self.tls:
            line.sendall(HANDSHAKE.replace(b"\r\n\r\n", b"\r\nOrigin: https://elsewhere.example\r\n\r\n"))
            self.assertTrue(line.recv(65536).startswith(b"HTTP/1.1 101"))


class WebSocketUnderTls(WebSocket):
    tls = True


if __name__ == "__main__":
    unittest.main(verbosity=2)
