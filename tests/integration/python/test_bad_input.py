"""What bad input gets: a named error or a documented close, nothing half applied, and the others are served on."""

import asyncio
import json
import socket
import struct
import unittest

from stranger import Server, Stranger, Workstation


class BadInput(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.server = Server("alice", "bruno").__enter__()
        self.witness = await Stranger.connect(self.server)
        await self.witness.log_in("bruno", Workstation("pc-witness"))
        await self.witness.join()

    async def asyncTearDown(self):
        # whatever was done, the others are served on
        posted = await self.witness.post("still served")
        self.assertEqual(posted["t"], "posted")
        await self.witness.close()
        self.server.__exit__()

    async def alice(self):
        client = await Stranger.connect(self.server)
        await client.log_in("alice", Workstation("pc-alice"))
        await client.join()
        return client

    async def test_a_frame_that_is_too_long_closes_with_1009(self):
        client = await self.alice()
        await client.socket.send("x" * (64 * 1024 + 1))
        self.assertEqual(await client.close_code(), 1009)

    async def test_a_frame_of_exactly_the_limit_is_taken(self):
        client = await self.alice()
        message = json.dumps({"t": "beat", "pad": ""})
        await client.socket.send(message[:-2] + "x" * (64 * 1024 - len(message)) + message[-2:])
        await client.expect("beat_answer")
        await client.close()

    async def test_what_is_not_json_closes_with_4010(self):
        for text in ("{", "[]", "null", "7", '{"t":"post"', "{\"t\":\"beat\"} trailing"):
            client = await Stranger.connect(self.server)
            await client.socket.send(text)
            self.assertEqual(await client.close_code(), 4010, text)

    async def test_too_deep_json_closes_with_4010(self):
        client = await Stranger.connect(self.server)
        await client.socket.send('{"t":' * 1000 + "1" + "}" * 1000)
        self.assertEqual(await client.close_code(), 4010)

    async def test_binary_closes_with_1003(self):
        client = await self.alice()
        await client.socket.send(b'{"t":"beat"}')
        self.assertEqual(await client.close_code(), 1003)

    async def test_an_unknown_type_is_refused_by_name_and_the_connection_goes_on(self):
        client = await self.alice()
        await client.send(t="teleport", to="mars")
        error = await client.expect("error")
        self.assertEqual(error["code"], "unknown_type")
        self.assertIn("teleport", error["reason"])
        self.assertEqual((await client.post("after it"))["t"], "posted")
        await client.close()

    async def test_a_missing_field_is_named(self):
        client = await self.alice()
        await client.send(t="page", req=7, limit=10, before=5)
        error = await client.expect("error")
        self.assertEqual((error["code"], error["req"]), ("bad_request", 7))
        self.assertIn("room", error["reason"])
        await client.close()

    async def test_a_field_out_of_bounds_applies_nothing(self):
        client = await self.alice()
        refused = await client.post("y" * (16 * 1024 + 1))
        self.assertEqual(refused["t"], "post_refused")
        self.assertIn(refused["code"], ("too_long", "bad_request"))
        await client.send(t="page", req=1, room=1, before=2**53 - 1, limit=200)
        page = await client.expect("page_result")
        self.assertEqual(page["events"], [])
        await client.send(t="page", req=2, room=1, before=5, limit=201)
        self.assertEqual((await client.expect("error"))["code"], "bad_request")
        await client.close()

    async def test_out_of_state_is_refused_by_name(self):
        client = await Stranger.connect(self.server)
        await client.send(t="beat")
        self.assertEqual((await client.expect("error"))["code"], "out_of_state")
        await client.send(t="post", room=1, cid="00" * 16, body="before welcome")
        self.assertEqual((await client.expect("error", "post_refused"))["code"], "out_of_state")
        await client.log_in("alice", Workstation("pc-alice"))
        await client.send(t="login", name="alice", password="x",
                          workstation=Workstation("pc-2").proof(client.hello["challenge"]))
        self.assertEqual((await client.expect("error"))["code"], "out_of_state")
        await client.close()

    async def test_a_signature_over_another_challenge_is_refused_without_saying_what_was_wrong(self):
        client = await Stranger.connect(self.server)
        proof = Workstation("pc-x").proof("00" * 32)
        await client.send(t="login", name="alice", password="correct horse alice", workstation=proof)
        self.assertEqual((await client.expect("refused"))["code"], "bad_credentials")
        client = await Stranger.connect(self.server)
        await client.send(t="login", name="nobody", password="x",
                          workstation=Workstation("pc-x").proof(client.hello["challenge"]))
        self.assertEqual((await client.expect("refused"))["code"], "bad_credentials")

    def raw(self, request):
        raw = socket.create_connection(("127.0.0.1", self.server.port), timeout=20)
        raw.sendall(request)
        return raw

    HANDSHAKE = (b"GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                 b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                 b"Sec-WebSocket-Protocol: workspace.v1\r\n\r\n")

    async def test_a_peer_that_resets_while_it_is_written_to_harms_nobody(self):
        for _ in range(50):
            raw = self.raw(self.HANDSHAKE)
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            raw.recv(1)
            raw.sendall(b"\x81\x02{}")
            raw.close()

    async def test_the_log_has_neither_bodies_nor_secrets(self):
        client = await self.alice()
        await client.post("a very private sentence")
        self.assertNotIn("private sentence", self.server.log_text())
        self.assertNotIn("correct horse", self.server.log_text())
        self.assertNotIn(client.welcome["refresh"], self.server.log_text())
        self.assertNotIn(client.welcome["access"], self.server.log_text())
        await client.close()


if __name__ == "__main__":
    unittest.main(verbosity=2)
