"""A test case with a server of its own, asked over REST with urllib and curl."""

import json
import subprocess
import unittest
import urllib.error
import urllib.request

from stranger import PATIENCE, Server, password_of

MESSAGES = "/api/rooms/1/messages"


class Answer:
    def __init__(self, status, headers, text):
        self.status = status
        self.headers = headers
        self.text = text
        self.json = json.loads(text) if text else None


class RestCase(unittest.TestCase):
    accounts = ("alice", "bruno")

    @classmethod
    def setUpClass(cls):
        cls.server = Server(*cls.accounts).__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()

    def ask(self, method, path, token=None, body=None, data=None, headers=()):
        """`body` is sent as JSON, `data` (bytes) as it is."""
        if body is not None:
            data = json.dumps(body).encode()
        request = urllib.request.Request(self.server.http + path, data=data, method=method)
        if data is not None:
            request.add_header("Content-Type", "application/json")
        if token is not None:
            request.add_header("Authorization", "Bearer " + token)
        for name, value in dict(headers).items():
            request.add_header(name, value)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return Answer(answer.status, answer.headers, answer.read().decode())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.headers, error.read().decode())

    def curl(self, *words):
        """curl's output; it fails where curl does."""
        done = subprocess.run(["curl", "--silent", "--show-error", "--max-time", str(PATIENCE), *words],
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def log_in(self, name):
        answer = self.ask("POST", "/api/auth/login", body={"name": name, "password": password_of(name)})
        self.assertEqual(answer.status, 200, answer.text)
        return answer.json["access"]

    def post(self, token, text, key=None):
        return self.ask("POST", MESSAGES, token, body={"body": text}, headers={"Idempotency-Key": key} if key else {})

    def presence(self, token):
        answer = self.ask("GET", "/api/presence", token)
        self.assertEqual(answer.status, 200, answer.text)
        self.assertEqual(answer.json["count"], len(answer.json["people"]))
        return answer.json

    def assert_problem(self, answer, status, code):
        self.assertEqual((answer.status, answer.json["code"]), (status, code), answer.text)
        self.assertEqual(answer.headers["Content-Type"], "application/problem+json")
        self.assertEqual(answer.json["status"], status)
        self.assertEqual(sorted(answer.json), ["code", "detail", "status", "title", "type"])
        self.assertTrue(answer.json["detail"])
