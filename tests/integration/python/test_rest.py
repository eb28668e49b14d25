"""REST as docs/rest.md says it, seen by a stranger: urllib and curl against the real server, one server a class."""

import asyncio
import http.client
import json
import secrets
import socket
import tempfile
import time
import unittest

from rest_case import MESSAGES, RestCase
from stranger import PATIENCE, Stranger, Workstation, password_of


class Doors(RestCase):
    """Who gets in, and what is not a request."""

    def test_health_needs_no_login(self):
        answer = self.ask("GET", "/api/health")
        self.assertEqual((answer.status, answer.json["status"]), (200, "ok"))
        self.assertRegex(answer.json["version"], r"^\d+\.\d+\.\d+")
        self.assertEqual(answer.headers["Content-Type"], "application/json")
        self.assertEqual(answer.headers["Cache-Control"], "no-store")

    def test_a_login_gives_a_token(self):
        answer = self.ask("POST", "/api/auth/login", body={"name": "alice", "password": password_of("alice")})
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer.json["account"]["name"], "alice")
        self.assertEqual(answer.json["expires_in"], 12 * 3600)
        self.assertEqual(self.ask("GET", "/api/rooms", answer.json["access"]).status, 200)

    def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(self):
        wrong = self.ask("POST", "/api/auth/login", body={"name": "alice", "password": "wrong"})
        unknown = self.ask("POST", "/api/auth/login", body={"name": "nobody", "password": "wrong"})
        self.assert_problem(wrong, 401, "bad_credentials")
        self.assertEqual(wrong.text, unknown.text)
        self.assertEqual(wrong.headers["WWW-Authenticate"], "Bearer")

    def test_a_body_that_is_not_a_login_is_400(self):
        for data in (b"", b"{", b"[]", b"null", b'{"name":"alice"}', b'{"name":1,"password":2}',
                     b'{"name":"\xff","password":"x"}', b'{"a":' * 1000 + b"1" + b"}" * 1000):
            self.assert_problem(self.ask("POST", "/api/auth/login", data=data), 400, "bad_request")

    def test_a_body_of_another_type_is_415(self):
        for kind in ("text/plain", "application/x-www-form-urlencoded"):
            answer = self.ask("POST", "/api/auth/login", body={"name": "a", "password": "b"},
                              headers={"Content-Type": kind})
            self.assert_problem(answer, 415, "bad_request")

    def test_a_body_of_just_the_limit_is_read_and_one_more_byte_is_413(self):
        limit = 64 * 1024
        self.assert_problem(self.ask("POST", "/api/auth/login", data=b"x" * limit), 400, "bad_request")
        self.assert_problem(self.ask("POST", "/api/auth/login", data=b"x" * (limit + 1)), 413, "too_long")

    def test_a_body_of_megabytes_is_413_and_the_sender_gets_to_read_it(self):
        with tempfile.NamedTemporaryFile() as file:
            file.write(b"x" * (8 * 1024 * 1024))
            file.flush()
            for expect in ("Expect:", "Expect: 100-continue"):
                out = self.curl("--data-binary", "@" + file.name, "-H", "Content-Type: application/json", "-H", expect,
                                self.server.http + "/api/auth/login")
                self.assertEqual(json.loads(out)["code"], "too_long")

    def test_a_header_that_is_too_long_is_431(self):
        answer = self.ask("GET", "/api/health", headers={"X-Pad": "x" * 9000})
        self.assert_problem(answer, 431, "bad_request")

    def test_a_logout_revokes_the_token_at_once_and_no_other(self):
        token, other = self.log_in("alice"), self.log_in("alice")
        self.assertEqual(self.ask("POST", "/api/auth/logout", token).json, {"status": "logged_out"})
        for method, path in (("GET", "/api/presence"), ("GET", MESSAGES), ("POST", "/api/auth/logout")):
            self.assert_problem(self.ask(method, path, token), 401, "session_ended")
        self.assert_problem(self.post(token, "too late"), 401, "session_ended")
        self.assertEqual(self.ask("GET", "/api/presence", other).status, 200)

    def test_without_a_token_nothing_is_told(self):
        for method, path, body in (("GET", "/api/presence", None), ("GET", "/api/rooms", None), ("GET", MESSAGES, None),
                                   ("POST", MESSAGES, {"body": "x"}), ("POST", "/api/auth/logout", None)):
            for token in (None, "nonsense", "wst_nonsense", "a.b.c"):
                self.assert_problem(self.ask(method, path, token, body), 401, "bad_credentials")

    def test_a_token_that_was_tampered_with_is_refused(self):
        header, payload, signature = self.log_in("alice").split(".")
        for token in (f"{header}.{payload}.{'A' * len(signature)}", f"{header}.{payload[:-2]}AA.{signature}",
                      f"{header}.{payload}.", f"eyJhbGciOiJub25lIn0.{payload}."):
            self.assert_problem(self.ask("GET", "/api/presence", token), 401, "bad_credentials")

    def test_an_unknown_path_is_404_as_json(self):
        for path in ("/", "/api", "/api/nothing", "/api/rooms/1", "/index.html", "/api/..%2f..%2fetc/passwd"):
            self.assert_problem(self.ask("GET", path), 404, "not_found")

    def test_a_wrong_method_is_405_and_says_which(self):
        answer = self.ask("PUT", MESSAGES, body={})
        self.assert_problem(answer, 405, "method_not_allowed")
        self.assertEqual(answer.headers["Allow"], "GET, POST")
        self.assert_problem(self.ask("GET", "/api/auth/login"), 405, "method_not_allowed")

    def test_a_target_that_is_not_well_formed_is_400(self):
        for path in ("/%zz", "/api/health?a=%", "/%00"):
            self.assert_problem(self.ask("GET", path), 400, "bad_request")

    def test_what_is_not_http_is_answered_and_closed(self):
        with socket.create_connection(("127.0.0.1", self.server.port), PATIENCE) as raw:
            raw.sendall(b"\x01\x02\x03 this is not HTTP\r\n\r\n")
            answer = b""
            while more := raw.recv(4096):
                answer += more
        self.assertTrue(answer.startswith(b"HTTP/1.1 400 "), answer)
        self.assertEqual(json.loads(answer.split(b"\r\n\r\n", 1)[1])["code"], "bad_request")


class Connections(RestCase):
    def test_many_requests_go_over_one_connection(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=PATIENCE)
        connection.connect()
        ours = connection.sock.getsockname()
        for path, status in (("/api/health", 200), ("/api/nothing", 404), ("/api/presence", 401), ("/api/health", 200)):
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            self.assertEqual(answer.status, status)
            self.assertEqual(connection.sock.getsockname(), ours)
        connection.close()

    def test_head_has_no_body_and_the_connection_stays_in_step(self):
        with socket.create_connection(("127.0.0.1", self.server.port), PATIENCE) as raw:
            raw.sendall(b"HEAD /api/health HTTP/1.1\r\nHost: x\r\n\r\n"
                        b"GET /api/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            answer = b""
            while more := raw.recv(4096):
                answer += more
        head, got, body = answer.split(b"\r\n\r\n")
        for header in (head, got):
            self.assertTrue(header.startswith(b"HTTP/1.1 200 "), answer)
            self.assertIn(b"Content-Length: %d" % len(body), header)
        self.assertEqual(json.loads(body)["status"], "ok")


class Messages(RestCase):
    def setUp(self):
        self.token = self.log_in("alice")

    def page(self, query=""):
        return self.ask("GET", MESSAGES + query, self.token)

    def seqs(self, query):
        answer = self.page(query)
        self.assertEqual(answer.status, 200, answer.text)
        return [event["seq"] for event in answer.json["events"]]

    def head(self):
        return self.page("?limit=1").json["room"]["head"]

    def test_the_rooms_are_listed(self):
        rooms = self.ask("GET", "/api/rooms", self.token).json["rooms"]
        self.assertEqual([(room["id"], room["name"]) for room in rooms], [(1, "General")])
        self.assertEqual(rooms[0]["head"], self.head())

    def test_a_post_is_read_back_as_it_was(self):
        text = "Ça marche: \u2603 \U0001f600 \"quoted\"\n\ttwo lines"
        posted = self.post(self.token, text)
        self.assertEqual((posted.status, posted.json["duplicate"]), (201, False))
        event = self.page("?limit=1").json["events"][0]
        self.assertEqual((event["seq"], event["body"], event["author_name"]), (posted.json["seq"], text, "alice"))
        self.assertEqual((event["cid"], event["at"]), (posted.json["cid"], posted.json["at"]))

    def test_the_same_key_twice_is_one_message(self):
        key = secrets.token_urlsafe()
        first, again = self.post(self.token, "once", key), self.post(self.token, "once", key)
        self.assertEqual((first.status, again.status), (201, 200))
        self.assertEqual((first.json["duplicate"], again.json["duplicate"]), (False, True))
        self.assertEqual([again.json[name] for name in ("seq", "cid", "at")],
                         [first.json[name] for name in ("seq", "cid", "at")])
        self.assertEqual(self.head(), first.json["seq"])

    def test_the_same_key_holds_across_sessions_of_the_account(self):
        key = secrets.token_urlsafe()
        first, again = self.post(self.token, "once", key), self.post(self.log_in("alice"), "once", key)
        self.assertEqual(again.json["seq"], first.json["seq"])
        self.assertNotEqual(self.post(self.log_in("bruno"), "once", key).json["seq"], first.json["seq"])

    def test_the_same_key_with_another_body_is_a_conflict(self):
        key = secrets.token_urlsafe()
        first = self.post(self.token, "one", key)
        self.assert_problem(self.post(self.token, "another", key), 409, "conflict")
        self.assertEqual(self.head(), first.json["seq"])

    def test_a_body_out_of_bounds_applies_nothing(self):
        before = self.head()
        self.assert_problem(self.post(self.token, "x" * (16 * 1024 + 1)), 413, "too_long")
        self.assert_problem(self.post(self.token, "é" * (8 * 1024 + 1)), 413, "too_long")  # bytes count
        for body in ({}, {"body": ""}, {"body": 7}, {"body": None}, [], {"body": "x", "cid": "short"}):
            self.assert_problem(self.ask("POST", MESSAGES, self.token, body=body), 400, "bad_request")
        self.assertEqual(self.head(), before)
        self.assertEqual(self.post(self.token, "x" * (16 * 1024)).status, 201)

    def test_a_room_that_is_none_is_404(self):
        for path in ("/api/rooms/99/messages", "/api/rooms/0/messages", "/api/rooms/9007199254740991/messages"):
            self.assert_problem(self.ask("GET", path, self.token), 404, "not_a_member")
            self.assert_problem(self.ask("POST", path, self.token, {"body": "x"}), 404, "not_a_member")
        for path in ("/api/rooms/general/messages", "/api/rooms/-1/messages"):
            self.assert_problem(self.ask("GET", path, self.token), 400, "bad_request")

    def test_pages_are_exact(self):
        while self.head() < 12:
            self.post(self.token, "filling")
        head = self.head()
        self.assertEqual(self.seqs("?limit=3"), [head - 2, head - 1, head])
        self.assertEqual(self.seqs("?before=6&limit=3"), [3, 4, 5])
        self.assertEqual(self.seqs("?after=6&limit=3"), [7, 8, 9])
        self.assertEqual(self.seqs("?around=6&limit=3"), [5, 6, 7])
        self.assertEqual(self.seqs("?after=0&limit=200"), list(range(1, head + 1)))
        self.assertEqual(self.seqs("?before=1"), [])
        self.assertEqual(self.seqs(f"?after={head}"), [])
        page = self.page("?before=6&limit=3").json
        self.assertEqual((page["from"], page["to"], page["room"]["head"]), (3, 5, head))

    def test_a_page_out_of_bounds_is_400(self):
        for query in ("?limit=0", "?limit=201", "?limit=x", "?limit=", "?before=-1", "?after=9007199254740992",
                      "?around=1.5", "?before=5&after=2", "?before=5&around=5"):
            self.assert_problem(self.page(query), 400, "bad_request")

    def test_curl_alone_is_enough(self):
        login = self.curl("-H", "Content-Type: application/json", "-d",
                          json.dumps({"name": "bruno", "password": password_of("bruno")}),
                          self.server.http + "/api/auth/login")
        bearer = "Authorization: Bearer " + json.loads(login)["access"]
        posted = json.loads(self.curl("-H", bearer, "-H", "Content-Type: application/json", "-d", '{"body":"by curl"}',
                                      self.server.http + MESSAGES))
        page = json.loads(self.curl("-H", bearer, self.server.http + MESSAGES + "?limit=1"))
        self.assertEqual((page["events"][0]["seq"], page["events"][0]["body"]), (posted["seq"], "by curl"))
        self.assertIn("200", self.curl("--head", self.server.http + "/api/health").split("\r\n")[0])


class ApiTokens(RestCase):
    """Tokens are made while the server serves, and are good at once."""

    def token(self, *scopes):
        words = [word for scope in scopes for word in ("--scope", scope)]
        return self.server.command("token", "create", "bruno", "--label", "test", *words).strip()

    def test_one_of_each_scope_reads_and_posts_in_its_accounts_name(self):
        token = self.token()
        posted = self.post(token, "from a script", "build-42")
        self.assertEqual(posted.status, 201, posted.text)
        self.assertEqual(self.post(token, "from a script", "build-42").json["seq"], posted.json["seq"])
        event = self.ask("GET", MESSAGES + "?limit=1", token).json["events"][0]
        self.assertEqual((event["author_name"], event["body"]), ("bruno", "from a script"))
        self.assertEqual(self.presence(token)["count"], 0)

    def test_scopes_are_kept(self):
        reader, writer = self.token("read"), self.token("post")
        self.assertEqual(self.ask("GET", MESSAGES, reader).status, 200)
        self.assert_problem(self.post(reader, "x"), 403, "scope_missing")
        self.assertEqual(self.post(writer, "x").status, 201)
        for path in (MESSAGES, "/api/rooms", "/api/presence"):
            self.assert_problem(self.ask("GET", path, writer), 403, "scope_missing")

    def test_it_has_no_session_to_end(self):
        token = self.token()
        self.assert_problem(self.ask("POST", "/api/auth/logout", token), 400, "bad_request")
        self.assertEqual(self.ask("GET", "/api/rooms", token).status, 200)

    def test_a_changed_one_is_refused(self):
        token = self.token()
        for wrong in (token[:-1], token + "A", token[:10] + ("A" if token[10] != "A" else "B") + token[11:]):
            self.assert_problem(self.ask("GET", "/api/rooms", wrong), 401, "bad_credentials")

    def test_nothing_secret_is_logged(self):
        token = self.token()
        self.post(token, "a secret plan")
        access = self.log_in("alice")
        self.ask("POST", "/api/auth/logout", access)
        log = self.server.log_text()
        for secret in (token, access, password_of("alice"), "a secret plan"):
            self.assertNotIn(secret, log)


class Live(RestCase):
    """REST beside a WebSocket client."""

    accounts = ("alice", "bruno", "carla")

    def with_bruno(self, steps):
        async def run():
            bruno = await Stranger.connect(self.server)
            welcome = await bruno.log_in("bruno", Workstation("pc-bruno"))
            self.assertEqual(welcome["t"], "welcome")
            await bruno.join()
            await steps(bruno, welcome)
            await bruno.send(t="logout")
            await bruno.expect("logged_out")
            await bruno.close()
        asyncio.run(run())

    def assert_count_becomes(self, count):
        """Changes that follow each other within 200 ms are published together (P6)."""
        token = self.log_in("alice")
        deadline = time.monotonic() + PATIENCE
        while (seen := self.presence(token)["count"]) != count:
            self.assertLess(time.monotonic(), deadline, f"the count stays {seen}")

    def in_a_thread(self, call, *arguments):
        return asyncio.get_running_loop().run_in_executor(None, call, *arguments)

    def test_a_rest_post_is_seen_live_once(self):
        async def steps(bruno, _):
            token = await self.in_a_thread(self.log_in, "alice")
            for _ in range(2):  # the repeat is the same message
                posted = await self.in_a_thread(self.post, token, "hello from REST", "live-1")
            event = (await bruno.expect("event"))["event"]
            after = await self.in_a_thread(self.post, token, "and another")
            other = (await bruno.expect("event"))["event"]
            self.assertEqual(
                [(seen["seq"], seen["body"], seen["author_name"]) for seen in (event, other)],
                [(posted.json["seq"], "hello from REST", "alice"), (after.json["seq"], "and another", "alice")])
        self.with_bruno(steps)

    def test_rest_logins_are_in_no_count(self):
        async def steps(bruno, welcome):
            token = await self.in_a_thread(self.log_in, "alice")
            seen = await self.in_a_thread(self.presence, token)
            self.assertEqual([person["name"] for person in seen["people"]], ["bruno"])
            for _ in range(3):
                other = await self.in_a_thread(self.log_in, "alice")
                await self.in_a_thread(self.ask, "POST", "/api/auth/logout", other)
            now = await self.in_a_thread(self.presence, token)
            self.assertEqual(now, seen)  # neither the set nor its version has moved
            self.assertEqual(welcome["presence"]["count"], 1)
        self.with_bruno(steps)
        self.assert_count_becomes(0)

    def test_a_rest_login_of_a_connected_account_disturbs_nobody(self):
        async def steps(bruno, _):
            token = await self.in_a_thread(self.log_in, "bruno")
            await self.in_a_thread(self.ask, "POST", "/api/auth/logout", token)
            self.assertEqual((await bruno.post("still here"))["t"], "posted")
        self.with_bruno(steps)

    def test_a_websockets_access_token_is_good_while_it_is_bound(self):
        kept = []

        async def steps(bruno, welcome):
            kept.append(welcome["access"])
            posted = await self.in_a_thread(self.post, welcome["access"], "with the binding's token")
            self.assertEqual(posted.status, 201, posted.text)
            self.assertEqual((await bruno.expect("event"))["event"]["seq"], posted.json["seq"])
        self.with_bruno(steps)
        self.assert_problem(self.ask("GET", "/api/presence", kept[0]), 401, "not_live")
        self.assert_problem(self.post(kept[0], "after logout"), 401, "not_live")

    def test_a_rest_logout_with_it_ends_the_lease_and_the_connection(self):
        async def run():
            bruno = await Stranger.connect(self.server)
            welcome = await bruno.log_in("bruno", Workstation("pc-bruno"))
            done = await self.in_a_thread(self.ask, "POST", "/api/auth/logout", welcome["access"])
            self.assertEqual(done.status, 200, done.text)
            again = await self.in_a_thread(self.ask, "GET", "/api/presence", welcome["access"])
            self.assert_problem(again, 401, "not_live")
            self.assertEqual(await bruno.close_code(), 4005)
        asyncio.run(run())
        self.assert_count_becomes(0)

    def test_another_password_closes_the_connection_and_ends_the_session_before_it_is_answered(self):
        def change(old, fresh):
            return self.ask("POST", "/api/auth/password",
                            body={"name": "carla", "password": old, "new_password": fresh})

        async def run():
            workstation = Workstation("pc-carla")
            carla = await Stranger.connect(self.server)
            welcome = await carla.log_in("carla", workstation)
            changed = await self.in_a_thread(change, password_of("carla"), "battery staple")
            self.assertEqual((changed.status, changed.text), (204, ""))
            self.assertEqual(await carla.close_code(), 4003)
            old = await Stranger.connect(self.server)
            self.assertEqual((await old.log_in("carla", workstation))["code"], "bad_credentials")
            resumed = await Stranger.connect(self.server)
            await resumed.send(t="resume", session=welcome["session"], refresh=welcome["refresh"], claim="automatic",
                               workstation=workstation.proof(resumed.hello["challenge"]))
            self.assertEqual((await resumed.expect("welcome", "refused"))["code"], "session_ended")
            back = await self.in_a_thread(change, "battery staple", password_of("carla"))
            self.assertEqual(back.status, 204, back.text)
            again = await Stranger.connect(self.server)
            self.assertEqual((await again.log_in("carla", workstation))["t"], "welcome")
            await again.send(t="logout")
            await again.expect("logged_out")
        asyncio.run(run())
        self.assert_problem(change("wrong", "battery staple"), 401, "bad_credentials")
        self.assert_problem(change(password_of("carla"), "short"), 400, "password_length")


if __name__ == "__main__":
    unittest.main(verbosity=2)
