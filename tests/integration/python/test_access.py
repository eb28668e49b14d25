"""Who gets in, and who is put out: docs/operations.md and docs/rest.md against the real server, while it serves."""

import asyncio
import os
import re
import stat
import unittest

from rest_case import RestCase
from stranger import Stranger, Workstation, password_of


class FirstStart(RestCase):
    accounts = ()

    def test_an_empty_folder_gives_an_invitation_for_the_first_administrator(self):
        said = ""
        while "log in with" not in said:
            said += self.server.process.stdout.readline()
        code = re.search(r"wsi_[\w-]{22}", said).group()
        self.assertNotIn(code, self.server.log_text())
        made = self.ask("POST", "/api/auth/redeem", body={"code": code, "login": "root", "password": password_of("root")})
        self.assertEqual(made.status, 201, made.text)
        self.assertEqual(made.json["account"]["role"], "administrator")
        users = self.ask("GET", "/api/admin/users", self.log_in("root"))
        self.assertEqual([user["login"] for user in users.json["users"]], ["root"])
        again = self.ask("POST", "/api/auth/redeem", body={"code": code, "login": "eve", "password": password_of("eve")})
        self.assert_problem(again, 404, "no_such_code")


class Access(RestCase):
    accounts = ("alice", "bruno", "carla", "erik")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server.command("user", "role", "alice", "administrator")

    def ended_while_connected(self, name, end):
        """`end()` is called while `name` is connected; the close code, and what a resumption gets."""
        async def run():
            workstation = Workstation("pc-" + name)
            person = await Stranger.connect(self.server)
            welcome = await person.log_in(name, workstation)
            await asyncio.get_running_loop().run_in_executor(None, end)
            code = await person.close_code()
            again = await Stranger.connect(self.server)
            await again.send(t="resume", session=welcome["session"], refresh=welcome["refresh"], claim="automatic",
                             workstation=workstation.proof(again.hello["challenge"]))
            refused = await again.expect("welcome", "refused")
            await again.close()
            return code, refused.get("code")
        return asyncio.run(run())

    def test_a_kick_closes_the_connection_before_it_is_done(self):
        code, resumed = self.ended_while_connected("bruno", lambda: self.server.command("session", "kick", "bruno"))
        self.assertEqual((code, resumed), (4002, "session_ended"))
        self.assertNotIn("bruno", self.server.command("session", "list"))
        self.assertEqual(len(self.log_in("bruno").split(".")), 3)
        self.assertIn("revoked", self.server.command("session", "history", "bruno"))

    def test_a_lock_by_command_and_an_unlock_over_rest(self):
        code, resumed = self.ended_while_connected("carla", lambda: self.server.command("user", "lock", "carla"))
        self.assertEqual((code, resumed), (4002, "account_locked"))
        admin = self.log_in("alice")
        users = self.ask("GET", "/api/admin/users", admin).json["users"]
        carla = next(user for user in users if user["login"] == "carla")
        self.assertTrue(carla["locked"])
        self.assertEqual(self.ask("POST", f"/api/admin/users/{carla['id']}/unlock", admin, body={}).status, 204)
        self.log_in("carla")
        audit = self.server.command("audit")
        self.assertRegex(audit, r"operator +locked +carla")
        self.assertRegex(audit, r"alice +unlocked +carla")

    def test_a_kick_over_rest_closes_the_connection_too(self):
        admin = self.log_in("alice")
        end = lambda: self.assertEqual(self.ask("POST", "/api/admin/users/2/kick", admin, body={}).status, 204)
        self.assertEqual(self.ended_while_connected("bruno", end), (4002, "session_ended"))

    def test_strangers_with_wrong_passwords_are_slowed_down_and_keep_nobody_out(self):
        async def tried(workstation, password):
            """The answer to a login of erik, and nothing stays of it."""
            person = await Stranger.connect(self.server)
            await person.send(t="login", name="erik", password=password,
                              workstation=workstation.proof(person.hello["challenge"]))
            answer = await person.expect("welcome", "refused")
            if answer["t"] == "welcome":
                await person.send(t="logout")
                await person.expect("logged_out")
            await person.close()
            return answer.get("code", answer["t"])

        async def run():
            own, strange = Workstation("pc-erik"), Workstation("pc-strange")
            self.assertEqual(await tried(own, password_of("erik")), "welcome")
            answers = ["bad_credentials"]
            while answers[-1] == "bad_credentials" and len(answers) < 50:
                answers.append(await tried(strange, "wrong"))
            self.assertEqual(answers[-1], "rate_limited")
            self.assertGreater(len(answers), 5)
            self.assertEqual(await tried(own, password_of("erik")), "welcome")
        asyncio.run(run())
        answer = self.ask("POST", "/api/auth/login", body={"name": "erik", "password": password_of("erik")},
                          headers={"X-Forwarded-For": "203.0.113.9"})  # as a proxy says it: from elsewhere
        self.assertEqual(answer.status, 200, answer.text)

    def test_the_socket_is_the_operators_alone(self):
        mode = os.stat(os.path.join(self.server.data, "control")).st_mode
        self.assertTrue(stat.S_ISSOCK(mode))
        self.assertEqual(stat.S_IMODE(mode), 0o600)

    def test_an_invitation_and_a_new_password_from_the_command_line(self):
        code = self.server.command("invite", "create", "--role", "guest").strip()
        made = self.ask("POST", "/api/auth/redeem", body={"code": code, "login": "dora", "password": "first words"})
        self.assertEqual(made.status, 201, made.text)
        reset = self.server.command("user", "reset-password", "dora").strip()
        done = self.ask("POST", "/api/auth/redeem", body={"code": reset, "password": password_of("dora")})
        self.assertEqual(done.status, 204, done.text)
        self.assertEqual(self.ask("GET", "/api/rooms", self.log_in("dora")).json["rooms"], [])  # M5: a guest

    def test_a_token_that_is_revoked_is_good_for_nothing(self):
        token = self.server.command("token", "create", "bruno", "--scope", "read").strip()
        self.assertEqual(self.ask("GET", "/api/rooms", token).status, 200)
        number = self.server.command("token", "list").split()[0]
        self.server.command("token", "revoke", number)
        self.assert_problem(self.ask("GET", "/api/rooms", token), 401, "bad_credentials")


if __name__ == "__main__":
    unittest.main(verbosity=2)
