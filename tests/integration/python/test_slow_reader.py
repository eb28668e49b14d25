"""Whoever reads too slowly is closed with a code that says "fetch" (H2), and nobody else waits."""

import unittest

import websockets

from stranger import Server, Stranger, Workstation

BODY = "z" * 16000
POSTS = 1500  # 24 MB: more than the queue (4 MiB) and what the kernel takes for a socket


class SlowReader(unittest.IsolatedAsyncioTestCase):
    async def test_is_closed_with_4008_and_fetches_what_it_missed(self):
        with Server("alice", "bruno", options=["--messages-per-second", "0"]) as server:
            bruno = await Stranger.connect(server)
            await bruno.log_in("bruno", Workstation("pc-bruno"))
            await bruno.join()
            # reads a few messages ahead and then leaves them in the kernel
            socket = await websockets.connect(server.ws, subprotocols=["workspace.v1"], ping_interval=None, max_queue=1)
            slow = Stranger(socket)
            slow.hello = await slow.expect("hello")
            computer = Workstation("pc-alice")
            await slow.log_in("alice", computer)
            await slow.join()

            for number in range(POSTS):
                if number % 50 == 0 and slow.socket.open:
                    await slow.send(t="beat")  # slow, but not silent
                self.assertEqual((await bruno.post(BODY))["t"], "posted")

            self.assertEqual(await slow.close_code(), 4008)
            again = await Stranger.connect(server)
            await again.log_in("alice", computer)
            synced = await again.join()
            self.assertEqual(synced["room"]["head"], POSTS)
            await again.close()
            await bruno.close()


if __name__ == "__main__":
    unittest.main(verbosity=2)
