"""What an operator does: configures, watches, reloads, stops. Against the real program, with Prometheus' own parser and a
service manager that is a socket of this test."""

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import unittest
import urllib.error
import urllib.request

from prometheus_client.parser import text_string_to_metric_families

from stranger import CHEAP, PATIENCE, SERVER, Server, Stranger, Workstation

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..")


def run(*words, environment=()):
    """(code, standard output, standard error) of the program with these words."""
    done = subprocess.run([SERVER, *words], capture_output=True, text=True, timeout=PATIENCE,
                          env={**os.environ, **dict(environment)})
    return done.returncode, done.stdout, done.stderr


class Configuration(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="workspace-config-")
        self.addCleanup(self.folder.cleanup)
        self.file = os.path.join(self.folder.name, "server.toml")

    def write(self, text):
        with open(self.file, "w") as file:
            file.write(text)

    def shown(self, *words, environment=()):
        """Each setting's (value, source)."""
        code, out, err = run("config", "show", "--config", self.file, *words, environment=environment)
        self.assertEqual(code, 0, err)
        settings = {}
        for line in out.splitlines():
            setting, source = line.rsplit(" # ", 1)
            name, value = setting.split(" = ", 1)
            settings[name] = (value.strip(), source)
        return settings

    def mistake(self, text, environment=()):
        self.write(text)
        code, _, err = run("config", "check", "--config", self.file, environment=environment)
        self.assertEqual(code, 2, err)
        return err

    def test_the_file_is_under_the_environment_and_both_under_the_command_line(self):
        self.write('# ours\nlisten = "127.0.0.1"\nmessages-burst = 11\nport = 4001\n')
        settings = self.shown("--data-dir", "elsewhere", environment={"WORKSPACE_PORT": "4002",
                                                                      "WORKSPACE_DATA_DIR": "here"})
        self.assertEqual(settings["messages-burst"], ("11", self.file + ":3"))
        self.assertEqual(settings["port"], ("4002", "WORKSPACE_PORT"))
        self.assertEqual(settings["data-dir"], ('"elsewhere"', "command line"))
        self.assertEqual(settings["silence"], ("12", "default"))

    def test_the_values_are_those_that_serve_uses(self):
        self.write("port = 1\nconnections = 1\n")  # a port that only root may have, overridden by the server's --port 0
        with Server("alice", options=["--config", self.file]) as server:
            with socket.create_connection(("127.0.0.1", server.port), PATIENCE):
                pass
            metrics = metrics_of(server)
            self.assertEqual(metrics["workspace_limit"]["workspace_connections"], 1)

    def test_what_it_shows_is_a_file_that_says_the_same(self):
        self.write("grace = 9\nallow-plain = true\n")
        _, out, _ = run("config", "show", "--config", self.file)
        before = {name: value for name, (value, _) in self.shown().items()}
        self.write("".join(line + "\n" for line in out.splitlines() if not line.startswith("metrics-token-file")))
        self.assertEqual({name: value for name, (value, _) in self.shown().items()}, before)

    def test_the_example_is_good_as_it_is_and_with_everything_taken_in(self):
        _, out, _ = run("config", "example")
        for text in [out, "\n".join(line.removeprefix("#") for line in out.splitlines()
                                    if line.startswith("#") and not line.startswith("# ")
                                    and not line.startswith("#metrics-token-file"))]:
            self.write(text)
            code, out, err = run("config", "check", "--config", self.file)
            self.assertEqual(code, 0, err)
            self.assertIn(self.file, out)

    def test_mistakes_are_named_with_line_key_and_what_was_meant(self):
        err = self.mistake('port = 4000\nmesages-burst = 5\nsilence = 3\npolicy = "perhaps"\n[serve]\nport = 1\n')
        self.assertIn(self.file + ' line 2, mesages-burst: there is no such setting; did you mean "messages-burst"?', err)
        self.assertIn("line 3, silence", err)
        self.assertIn("11", err)
        self.assertIn("line 4, policy", err)
        self.assertIn("line 5, serve", err)
        self.assertIn("line 2", self.mistake('port = 4000\nlisten = "127'))
        self.assertIn("WORKSPACE_GRACE", self.mistake("", environment={"WORKSPACE_GRACE": "long"}))
        self.assertIn("--tls-key", self.mistake('tls-cert = "nowhere.pem"\n'))
        self.assertIn("nowhere.pem", self.mistake('tls-cert = "nowhere.pem"\ntls-key = "nowhere.pem"\n'))
        self.assertIn("--listen takes an IP address", self.mistake('listen = "localhost"\n'))
        self.assertIn("line 1, port", self.mistake("port = 70000"))

    def test_a_file_that_was_named_must_be_there(self):
        code, _, err = run("config", "check", "--config", self.file)
        self.assertEqual(code, 2)
        self.assertIn(self.file, err)

    def test_a_mistake_stops_a_command_before_anything_is_made(self):
        self.write("prot = 1\n")
        data = os.path.join(self.folder.name, "data")
        code, _, err = run("serve", "--config", self.file, "--data-dir", data)
        self.assertEqual(code, 2)
        self.assertIn('did you mean "port"?', err)
        self.assertFalse(os.path.exists(data))

    def test_each_setting_is_in_the_document(self):
        self.write("")
        with open(os.path.join(ROOT, "docs", "operations.md")) as file:
            document = file.read()
        for name in self.shown():
            self.assertIn("`--" + name, document)


def fetch(server, path, headers=()):
    request = urllib.request.Request(server.http + path, headers=dict(headers))
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read().decode()


def metrics_of(server, headers=()):
    """By name: the value; with a label, a dictionary by its value."""
    status, answered, text = fetch(server, "/api/metrics", headers)
    if status != 200 or not answered["Content-Type"].startswith("text/plain; version=0.0.4"):
        raise AssertionError(f"{status} {answered} {text}")
    metrics = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            if sample.labels:
                metrics.setdefault(sample.name, {})[next(iter(sample.labels.values()))] = sample.value
            else:
                metrics[sample.name] = sample.value
    return metrics


class Watching(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="workspace-watching-")
        self.addCleanup(self.folder.cleanup)

    async def test_metrics_count_what_happened(self):
        with Server("alice", "bruno") as server:
            alice = await Stranger.connect(server)
            await alice.log_in("alice", Workstation("pc-1"))
            await alice.join()
            for i in range(3):
                self.assertEqual((await alice.post(f"message {i}"))["t"], "posted")
            refused = await alice.post("elsewhere", room=99)
            self.assertEqual(refused["t"], "post_refused")
            self.assertEqual(fetch(server, "/api/rooms")[0], 401)
            metrics = metrics_of(server)
            self.assertEqual(metrics["workspace_http_answers_total"], {"401": 1})
            self.assertEqual(metrics["workspace_connections"], 1)
            self.assertEqual(metrics["workspace_connections_live"], 1)
            self.assertEqual(metrics["workspace_connections_unauthenticated"], 0)
            for figure in metrics["workspace_limit"]:
                self.assertIn(figure, metrics)
            self.assertEqual(metrics["workspace_leases"], 1)
            self.assertEqual(metrics["workspace_people_connected"], 1)
            self.assertEqual(metrics["workspace_refused_total"], {refused["code"]: 1})
            self.assertEqual(metrics["workspace_password_checks_total"], 1)
            self.assertGreaterEqual(metrics["workspace_frames_received_total"], 6)
            self.assertGreater(metrics["workspace_queued_bytes_total"], 0)
            self.assertGreaterEqual(metrics["workspace_store_commit_seconds_count"], 4)
            self.assertEqual(metrics["workspace_store_commit_seconds_bucket"]["+Inf"],
                             metrics["workspace_store_commit_seconds_count"])
            self.assertGreaterEqual(metrics["workspace_store_batch_operations_sum"],
                                    metrics["workspace_store_batch_operations_count"])
            self.assertEqual(metrics["workspace_store_failed_batches_total"], 0)
            self.assertGreater(metrics["process_open_fds"], 5)
            self.assertGreater(metrics["process_resident_memory_bytes"], 1 << 20)
            await alice.close()

    async def test_metrics_are_for_this_computer_or_for_the_token(self):
        token_file = os.path.join(self.folder.name, "token")
        with open(os.open(token_file, os.O_WRONLY | os.O_CREAT, 0o640), "w") as file:
            file.write("a token of enough bytes\n")
        with Server() as server:
            self.assertEqual(fetch(server, "/api/metrics", {"X-Forwarded-For": "192.0.2.7"})[0], 401)
            self.assertEqual(fetch(server, "/api/metrics", {"Forwarded": "for=192.0.2.7"})[0], 401)
            self.assertEqual(fetch(server, "/api/metrics")[0], 200)
        with Server(options=["--metrics-token-file", token_file]) as server:
            self.assertEqual(fetch(server, "/api/metrics")[0], 401)
            self.assertEqual(fetch(server, "/api/metrics", {"Authorization": "Bearer another"})[0], 401)
            with_token = {"Authorization": "Bearer a token of enough bytes", "X-Forwarded-For": "192.0.2.7"}
            self.assertEqual(fetch(server, "/api/metrics", with_token)[0], 200)

    async def test_a_token_file_that_protects_nothing_is_refused(self):
        token_file = os.path.join(self.folder.name, "token")
        data = os.path.join(self.folder.name, "data")
        for text, mode, words in [("short\n", 0o600, "16"), ("a token of enough bytes\n", 0o644, "chmod"),
                                  (None, 0o600, "cannot read")]:
            if os.path.exists(token_file):
                os.remove(token_file)
            if text is not None:
                with open(os.open(token_file, os.O_WRONLY | os.O_CREAT, mode), "w") as file:
                    file.write(text)
            code, _, err = run("serve", "--data-dir", data, "--port", "0", *CHEAP, "--metrics-token-file", token_file)
            self.assertEqual(code, 2, err)
            self.assertIn(words, err)
            self.assertNotIn("enough bytes", err)
            self.assertFalse(os.path.exists(data))
            code, _, err = run("config", "check", environment={"WORKSPACE_METRICS_TOKEN_FILE": token_file})
            self.assertEqual(code, 2, err)

    async def test_health_says_live_and_ready(self):
        with Server() as server:
            for path in ["/api/health", "/api/health/live", "/api/health/ready"]:
                status, _, text = fetch(server, path)
                self.assertEqual((status, json.loads(text)["status"]), (200, "ok"))

    async def test_every_line_of_a_json_log_is_an_object_whatever_a_name_holds(self):
        hostile = 'Al"ice\\\n{"level":"fatal"}\x1b[31m'
        with Server(options=["--log-format", "json"]) as server:
            server.command("user", "add", "alice", "--display", hostile, "--password-stdin", *CHEAP,
                           stdin="correct horse alice\n")
            alice = await Stranger.connect(server)
            await alice.log_in("alice", Workstation("pc-1"))
            await alice.send(t="logout")
            await alice.close_code()
            lines = [json.loads(line) for line in server.log_text().splitlines()]
            granted = [line for line in lines if line["message"].startswith("lease: " + hostile)]
            self.assertTrue(granted, lines)
            for line in lines:
                self.assertEqual(set(line), {"time", "level", "message"})
                self.assertRegex(line["time"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")

    async def test_a_text_log_has_one_line_for_one_event(self):
        with Server() as server:
            server.command("user", "add", "alice", "--display", "Al\nice\x1b[31m", "--password-stdin", *CHEAP,
                           stdin="correct horse alice\n")
            alice = await Stranger.connect(server)
            await alice.log_in("alice", Workstation("pc-1"))
            await alice.send(t="logout")
            await alice.close_code()
            self.assertNotIn("\x1b[31m", server.log_text())
            for line in server.log_text().splitlines():
                self.assertRegex(line, r"^\[\d{4}-")


class ServiceManager:
    """The socket that systemd would listen on."""

    def __init__(self, folder):
        self.path = os.path.join(folder, "notify")
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(self.path)
        self.socket.settimeout(PATIENCE)

    def expect(self, word):
        """The message with that word; what comes before it is passed over."""
        while True:
            message = self.socket.recv(4096).decode().split("\n")
            if word in message:
                return message

    def close(self):
        self.socket.close()


class Service(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="workspace-service-")
        self.addCleanup(self.folder.cleanup)
        self.manager = ServiceManager(self.folder.name)
        self.addCleanup(self.manager.close)
        self.file = os.path.join(self.folder.name, "server.toml")
        self.configure('log-level = "info"\n')
        self.log = open(os.path.join(self.folder.name, "log"), "w+")
        self.addCleanup(self.log.close)

    def configure(self, text):
        with open(self.file, "w") as file:
            file.write(text)

    def start(self, **environment):
        self.process = subprocess.Popen(
            [SERVER, "serve", "--config", self.file, "--data-dir", os.path.join(self.folder.name, "data"), "--port", "0",
             *CHEAP], stdout=subprocess.DEVNULL, stderr=self.log,
            env={**os.environ, "NOTIFY_SOCKET": self.manager.path, **environment})
        self.addCleanup(self.end)

    def end(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(PATIENCE)

    def wait_for_log(self, words):
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with open(self.log.name) as file:
                text = file.read()
            if words in text:
                return text
            time.sleep(0.02)
        self.fail(f"no {words!r} in:\n{text}")

    def test_it_says_when_it_serves_that_it_lives_and_that_it_stops(self):
        self.start(WATCHDOG_USEC="300000")
        ready = self.manager.expect("READY=1")
        self.assertTrue(any(line.startswith("STATUS=") for line in ready))
        for _ in range(3):
            self.manager.expect("WATCHDOG=1")
        self.process.send_signal(signal.SIGTERM)
        self.manager.expect("STOPPING=1")
        self.assertEqual(self.process.wait(PATIENCE), 0)

    def test_a_hung_loop_is_not_called_alive(self):
        self.start(WATCHDOG_USEC="300000")
        self.manager.expect("WATCHDOG=1")
        self.process.send_signal(signal.SIGSTOP)
        self.manager.socket.settimeout(1)
        with self.assertRaises(TimeoutError):
            while True:
                self.manager.socket.recv(4096)
        self.process.send_signal(signal.SIGCONT)

    def test_a_reload_takes_what_it_can_and_names_what_waits_for_a_start(self):
        self.start()
        self.manager.expect("READY=1")
        self.configure('log-level = "debug"\ngrace = 9\n')
        self.process.send_signal(signal.SIGHUP)
        message = self.manager.expect("RELOADING=1")
        self.assertTrue(any(line.startswith("MONOTONIC_USEC=") for line in message))
        self.manager.expect("READY=1")
        text = self.wait_for_log("was read again")
        self.assertIn("grace goes from 8 to 9 at the next start", text)
        self.assertNotIn("log-level goes", text)

    def test_a_reload_of_nonsense_changes_nothing_and_the_server_goes_on(self):
        self.start()
        self.manager.expect("READY=1")
        self.configure('log-levle = "debug"\n')
        self.process.send_signal(signal.SIGHUP)
        self.manager.expect("RELOADING=1")
        self.manager.expect("READY=1")
        self.assertIn('did you mean "log-level"?', self.wait_for_log("everything stays as it was"))
        self.process.send_signal(signal.SIGTERM)
        self.assertEqual(self.process.wait(PATIENCE), 0)


class Unit(unittest.TestCase):
    EXPOSURE_MAX = 15  # tenths, of 100

    @unittest.skipUnless(shutil.which("systemd-analyze"), "systemd-analyze is not installed")
    def test_the_unit_may_do_little(self):
        unit = os.path.join(ROOT, "packaging", "server", "workspace-server.service")
        done = subprocess.run(["systemd-analyze", "security", "--offline=true", f"--threshold={self.EXPOSURE_MAX}", unit],
                              capture_output=True, text=True, timeout=PATIENCE)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
