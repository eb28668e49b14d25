"""Every control has a name, on each page; and the interface speaks one language."""

import unittest

from support import screen
from support.case import DesktopCase
from support.waiting import wait
from support.words import FRENCH, english_in, tr

CONTROLS = {"push button", "toggle button", "text", "password text", "combo box", "check box", "radio button", "link",
            "menu item", "radio menu item", "check menu item"}
CONTENTS = {"list", "log", "dialog"}  # what a person moves through: they have to know what it is
MADE_BY_GTK = ("Gtk", "gtkmm__", "Adw")


class Accessible(DesktopCase):
    accounts = ("alice", "bruno", "chloe")

    def check(self, desk, page):
        """Everything on the page that is shown now has a name of ours, in the language of this run."""
        screen.picture(page)
        seen = [(node.get_role_name(), node.get_name() or "") for node in screen.walk(desk.top())]
        roles = {role for role, _ in seen}
        self.assertIn("push button", roles, f"nothing to press on {page}: what was looked at?")
        for role, name in seen:
            if role in CONTROLS:
                self.assertTrue(name and not name.startswith(MADE_BY_GTK), f"a {role} on {page} has no name: {name!r}")
        if FRENCH:
            self.assertEqual(sorted({name for _, name in seen if english_in(name)}), [], f"English on {page}")
        return seen

    def check_contents(self, seen, *names):
        """The lists and the like, by their names."""
        for name in names:
            self.assertTrue(any(role in CONTENTS and its == name for role, its in seen), f"nothing is named {name!r}")

    def test_every_control_has_a_name(self):
        bruno = self.colleague("bruno").log_in()
        alice = self.desk("alice")
        alice.find("text", tr("Name"))
        self.check(alice, "login")
        alice.log_in()
        wait("an empty room", lambda: alice.sees(tr("Nothing here yet")))
        self.check(alice, "empty")
        bruno.say("bonjour")
        alice.wait_row("bonjour")
        alice.say("salut")
        bruno.wait_body("salut")
        seen = self.check(alice, "chat")
        self.check_contents(seen, tr("Conversation"), tr("Messages"), tr("Rooms"), tr("Who is connected"))
        self.assertEqual([name for role, name in seen if role == "list item" and not name], [], "a row without words")
        rows = alice.rows()
        self.assertTrue(any(row.startswith("Bruno, ") and row.endswith(": bonjour") for row in rows), rows)
        self.assertEqual(rows[0], tr("This is where the conversation begins."))
        self.assertEqual(rows[1], tr("Today"))

        alice.open_menu()
        self.check(alice, "menu")
        screen.keys("Escape")
        self.server.stop()
        alice.find(None, tr("Try Now"))
        self.check(alice, "offline")

    def test_every_control_of_a_contested_login_has_a_name(self):
        alice = self.desk("alice", "pc-atelier").log_in()
        self.colleague("alice", "pc-bureau").take_over()
        alice.find("push button", tr("Use Here"))
        self.check(alice, "displaced")

        again = self.desk("alice", "pc-accueil")
        again.fill_in(password="not hers")
        again.find("alert", lambda name: len(name) > 10, "an alert in words")
        self.check(again, "wrong-password")
        again.fill_in()
        wait("the question", again.dialog)
        self.check_contents(self.check(again, "elsewhere"), again.dialog().get_name())

        self.colleague("chloe", "pc-partage").log_in()
        third = self.desk("bruno", "pc-partage")
        third.fill_in()
        third.find(None, lambda name: tr("Somebody else is connected on this computer") in name)
        self.check(third, "busy")


if __name__ == "__main__":
    unittest.main()
