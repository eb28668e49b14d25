"""A browser as a WebSocket client: headless Chromium, with a page from another origin than the server's."""

import functools
import http.server
import json
import queue
import shutil
import subprocess
import tempfile
import threading
import unittest

from stranger import PATIENCE, Server

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")

PAGE = """<!doctype html><script>
const told = {origin: location.origin, messages: []};
const tell = () => fetch("/told", {method: "POST", body: JSON.stringify(told)});
const socket = new WebSocket("SOCKET", "workspace.v1");
socket.onopen = () => { told.protocol = socket.protocol; told.extensions = socket.extensions; };
socket.onmessage = event => {
  for (const line of event.data.split("\\n")) {
    const message = JSON.parse(line);
    told.messages.push(message);
    if (message.t === "hello") socket.send('{"t":"teleport","to":"Ångström 🚀"}');
    if (message.t === "error") socket.send("this is not JSON");
  }
};
socket.onclose = async event => {
  told.code = event.code;
  told.clean = event.wasClean;
  told.rest = await fetch("REST").then(() => "readable", () => "not readable");
  tell();
};
</script>"""


class Told(http.server.BaseHTTPRequestHandler):
    def __init__(self, page, told, *more):
        self.page, self.told = page, told
        super().__init__(*more)

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.page.encode())

    def do_POST(self):
        self.told.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


@unittest.skipUnless(BROWSER, "there is no Chromium here: ./dev setup sim-tests")
class Browser(unittest.TestCase):
    def browse(self, socket, rest, *options):
        told = queue.Queue()
        page = PAGE.replace("SOCKET", socket).replace("REST", rest)
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile, \
                http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Told, page, told)) as pages:
            threading.Thread(target=pages.serve_forever, daemon=True).start()
            browser = subprocess.Popen(
                [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=" + profile,
                 "--remote-debugging-port=0", *options, f"http://127.0.0.1:{pages.server_port}/"],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                return told.get(timeout=3 * PATIENCE)
            finally:
                browser.terminate()
                browser.wait(PATIENCE)
                pages.shutdown()

    def judge(self, told):
        self.assertEqual(told["protocol"], "workspace.v1")
        self.assertEqual(told["extensions"], "")
        hello, error = told["messages"][:2]
        self.assertEqual(hello["t"], "hello")
        self.assertEqual((error["t"], error["code"]), ("error", "unknown_type"))
        self.assertIn("teleport", error["reason"])
        self.assertEqual((told["code"], told["clean"]), (4010, True))
        self.assertEqual(told["rest"], "not readable")  # no page of another origin reads what REST answers

    def test_talks_in_the_clear_on_this_computer(self):
        with Server() as server:
            self.judge(self.browse(server.ws, server.http + "/api/health"))

    def test_talks_under_tls(self):
        with Server() as server:
            self.judge(self.browse(server.wss, f"https://127.0.0.1:{server.port}/api/health",
                                   "--ignore-certificate-errors"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
