"""People who talk: from the desktop and to it, live, through cuts of the network and crashes."""

import unittest

from support import screen
from support.case import DesktopCase
from support.waiting import wait
from support.words import connected, tr


class Talk(DesktopCase):
    def test_post_and_see_it_in_a_second_client_and_back(self):
        bruno = self.colleague("bruno").log_in()
        alice = self.desk("alice").log_in()
        alice.wait_count(2)
        alice.say("good morning")
        bruno.wait_body("good morning")
        bruno.say("hello alice")
        alice.wait_row("hello alice")
        self.assertEqual(len([row for row in alice.rows() if "good morning" in row]), 1, "an echo stayed")
        bruno.wait_count(2)

    def test_log_out_and_in_again_ten_times(self):
        bruno = self.colleague("bruno").log_in()
        alice = self.desk("alice").log_in()
        for _ in range(10):
            alice.wait_count(2)
            bruno.wait_count(2)
            alice.log_out()
            bruno.wait_count(1)
            alice.fill_in()
        alice.wait_count(2)
        bruno.wait_count(2)

    def test_killed_and_started_again(self):
        bruno = self.colleague("bruno").log_in()
        alice = self.desk("alice").log_in()
        alice.wait_count(2)
        alice.kill()
        bruno.say("while you were away")
        alice.start()  # her session is on disk: no password
        alice.wait_row("while you were away")
        alice.wait_count(2)
        bruno.wait_count(2)

    def test_without_the_server_and_back(self):
        bruno = self.colleague("bruno").log_in()
        alice = self.desk("alice").log_in()
        bruno.say("before")
        alice.wait_row("before")
        self.server.stop()
        alice.find(None, tr("Try Now"))
        self.assertFalse(alice.sees(connected(2)), "the counter must not show what is not known")
        alice.find(None, tr("The number of connected people is not known now"))
        alice.say("written meanwhile")
        alice.wait_row("written meanwhile")
        screen.picture("offline")
        bruno.do("say", room=next(iter(bruno.rooms.values())), body="and by bruno")
        self.server.start()
        alice.press(tr("Try Now"))
        bruno.wait_body("written meanwhile")
        bruno.wait_body("and by bruno")
        alice.wait_row("and by bruno")
        alice.wait_gone(None, tr("Try Now"))
        alice.wait_count(2)
        for body in ("before", "written meanwhile", "and by bruno"):
            wait(f"one row for {body!r}", lambda body=body: len([row for row in alice.rows() if body in row]) == 1)
            self.assertEqual(bruno.bodies.count(body), 1)

    def test_the_server_comes_back_and_nobody_presses_anything(self):
        alice = self.desk("alice").log_in()
        alice.wait_count(1)
        self.server.stop()
        alice.find(None, tr("Try Now"))
        self.server.start()
        alice.wait_count(1)
        alice.wait_gone(None, tr("Try Now"))

    def test_a_wrong_password_is_told_in_words(self):
        alice = self.desk("alice")
        alice.fill_in(password="not hers")
        alice.find("alert", lambda name: len(name) > 10, "an alert in words")
        alice.fill_in()
        alice.find("text", tr("Message"))


if __name__ == "__main__":
    unittest.main()
