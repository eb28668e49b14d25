"""Searching as docs/rest.md says it, seen by a stranger."""

import secrets
import unittest
import urllib.parse

from stranger import Stranger, Workstation
from rest_case import MESSAGES, RestCase


class SearchCase(RestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tokens = {}

    def token(self, name):
        if name not in self.tokens:
            self.tokens[name] = self.log_in(name)
        return self.tokens[name]

    def search(self, name, **query):
        return self.ask("GET", "/api/search?" + urllib.parse.urlencode(query), self.token(name))

    def hits(self, name, **query):
        answer = self.search(name, **query)
        self.assertEqual(answer.status, 200, answer.text)
        return answer.json["hits"]

    def bodies(self, name, **query):
        return [hit["body"] for hit in self.hits(name, **query)]

    def say(self, name, text):
        answer = self.post(self.token(name), text)
        self.assertEqual(answer.status, 201, answer.text)
        return answer.json["seq"]


class Finding(SearchCase):
    def test_words_are_found_whatever_their_accents(self):
        self.say("alice", "L’été à la Bourboule, un cœur simple")
        for q in ("ete", "ÉTÉ", "l'été", "coeur bourboule", '"coeur simple"', "bourb", "CŒUR"):
            self.assertEqual(len(self.hits("bruno", q=q)), 1, q)
        for q in ("boul", '"simple coeur"', "etes"):
            self.assertEqual(self.hits("bruno", q=q), [], q)

    def test_a_hit_is_an_event_with_its_room_and_places(self):
        text = "Élan, un ÉLAN"
        seq = self.say("bruno", text)
        hit = self.hits("alice", q="elan")[0]
        self.assertEqual((hit["room"], hit["seq"], hit["changed"], hit["author_name"]), (1, seq, seq, "bruno"))
        self.assertEqual((hit["kind"], hit["body"]), ("message", text))
        shown = [text.encode()[start:end].decode() for start, end in hit["highlights"]]
        self.assertEqual(shown, ["Élan", "ÉLAN"])
        event = self.ask("GET", f"{MESSAGES}?after={seq - 1}&limit=1", self.token("alice")).json["events"][0]
        self.assertEqual({**event, "room": 1, "highlights": hit["highlights"]}, hit)

    def test_by_room_person_and_date(self):
        self.say("alice", "filtre alice")
        self.say("bruno", "filtre bruno")
        self.assertEqual(self.bodies("alice", q="filtre"), ["filtre bruno", "filtre alice"])
        self.assertEqual(self.bodies("alice", q="filtre", **{"from": "Bruno"}), ["filtre bruno"])
        self.assertEqual(len(self.hits("alice", q="filtre", room=1, after="2020-02-29", before="2999-12-31")), 2)
        self.assertEqual(self.hits("alice", q="filtre", before="2020-02-29"), [])
        self.assertEqual(self.hits("alice", q="filtre", after="2999-12-31"), [])

    def test_pages_are_exact_while_others_post(self):
        said = [f"page {i}" for i in range(30)]
        for text in said:
            self.say("alice", text)
        found, cursor = [], {}
        while True:
            page = self.search("bruno", q="page", limit=7, **cursor).json
            found += [hit["body"] for hit in page["hits"]]
            self.say("alice", "page later")
            if "next" not in page:
                break
            cursor = {"cursor": page["next"]}
        self.assertEqual(found, said[::-1])


class Rooms(SearchCase, unittest.IsolatedAsyncioTestCase):
    async def test_what_is_said_elsewhere_is_found_by_members_alone(self):
        stranger = await Stranger.connect(self.server)
        await stranger.log_in("bruno", Workstation("pc"))
        await stranger.send(t="room_create", cid=secrets.token_hex(16), kind="private", name="Closed", invite=[])
        made = await stranger.expect("room_added")
        closed = made["room"]["id"]
        await stranger.join(closed)
        posted = await stranger.post("confidentiel", room=closed)
        self.assertEqual(self.bodies("bruno", q="confidentiel"), ["confidentiel"])
        self.assertEqual(self.bodies("alice", q="confidentiel"), [])
        self.assert_problem(self.search("alice", q="confidentiel", room=closed), 404, "not_a_member")
        self.assert_problem(self.search("alice", q="x", cursor=f"{closed}.{posted['seq']}"), 400, "bad_cursor")
        await stranger.send(t="edit", room=closed, cid=secrets.token_hex(16), target=posted["seq"], body="public")
        await stranger.expect("posted")
        self.assertEqual(self.bodies("bruno", q="confidentiel"), [])
        self.assertEqual(self.bodies("bruno", q="public"), ["public"])
        await stranger.send(t="delete", room=closed, cid=secrets.token_hex(16), target=posted["seq"])
        await stranger.expect("posted")
        self.assertEqual(self.bodies("bruno", q="public"), [])
        await stranger.close()


class BadQuestions(SearchCase):
    def test_what_cannot_be_looked_for_has_a_name(self):
        for q in ("", " ", '"', 'a "open', "* - ^", "« »", "x" * 257, "mot " * 17):
            self.assert_problem(self.search("alice", q=q), 400, "bad_query")
        self.assert_problem(self.search("alice"), 400, "bad_query")
        self.assert_problem(self.ask("GET", "/api/search?q=%ff%fe", self.token("alice")), 400, "bad_query")

    def test_the_language_of_the_database_is_words_here(self):
        self.say("alice", "rien de tel")
        for q in ("rien OR tel", "rien NOT autre", "NEAR(rien tel)", "body:rien", "rien' OR '1'='1", 'rien" OR "tel',
                  "message_words:rien", "{body} : rien"):
            self.assertEqual(self.hits("alice", q=q), [], q)
        for q in ("rien)", "-- rien", "(rien tel)", "^rien*", "-rien +tel"):
            self.assertEqual(self.bodies("alice", q=q), ["rien de tel"], q)

    def test_parameters_out_of_bounds_are_named(self):
        for query in ({"limit": 0}, {"limit": 51}, {"limit": "x"}, {"room": "x"}, {"before": "2026-02-30"},
                      {"after": "26-1-1"}, {"after": "2026-01-01T00"}, {"before": "2026-xx-01"}, {"cursor": "1"},
                      {"cursor": "1.-1"}, {"cursor": "a.b"}, {"from": ""}, {"from": "x" * 65}):
            self.assert_problem(self.search("alice", q="mot", **query), 400, "bad_request")
        self.assert_problem(self.search("alice", q="mot", cursor="1.999999"), 400, "bad_cursor")
        self.assert_problem(self.search("alice", q="mot", room=99), 404, "not_a_member")
        self.assert_problem(self.search("alice", q="mot", **{"from": "nobody"}), 404, "no_such_account")

    def test_only_who_may_read(self):
        self.assert_problem(self.ask("GET", "/api/search?q=mot"), 401, "bad_credentials")
        secret = self.server.command("token", "create", "alice", "--scope", "post").strip().splitlines()[-1]
        self.assert_problem(self.ask("GET", "/api/search?q=mot", secret), 403, "scope_missing")


if __name__ == "__main__":
    unittest.main()
