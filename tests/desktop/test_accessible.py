"""Every control has a name, on each page; and the interface speaks one language."""

import unittest

from support import screen
from support.case import DesktopCase
from support.words import FRENCH, tr

INTERACTIVE = {"push button", "toggle button", "text", "password text", "combo box", "check box", "radio button", "link"}
MADE_BY_GTK = ("Gtk", "gtkmm__", "Adw")
# Words that would show that something was forgotten. GTK's own ("Minimise") are French where its catalogue is there.
ENGLISH = {"Name", "Password", "Log In", "Log Out", "Send", "Rooms", "Connected", "Write a message", "Try Now", "Today",
           "Nothing here yet", "This is where the conversation begins."}


class Accessible(DesktopCase):
    def check(self, desk):
        for node in screen.walk(desk.top()):
            if node.get_role_name() in INTERACTIVE:
                name = node.get_name() or ""
                self.assertTrue(name and not name.startswith(MADE_BY_GTK),
                                f"a {node.get_role_name()} has no name\n" + screen.describe(desk.top()))
        if FRENCH:
            english = sorted(ENGLISH & {node.get_name() for node in screen.walk(desk.top())})
            self.assertEqual(english, [])

    def test_every_control_has_a_name(self):
        bruno = self.colleague("bruno").log_in()
        alice = self.desk("alice")
        alice.find("text", tr("Name"))
        self.check(alice)
        screen.picture("login")
        alice.log_in()
        bruno.say("bonjour")
        alice.wait_row("bonjour")
        self.check(alice)
        screen.picture("chat")
        rows = alice.rows()
        self.assertTrue(any(row.startswith("Bruno, ") and row.endswith(": bonjour") for row in rows), rows)


if __name__ == "__main__":
    unittest.main()
