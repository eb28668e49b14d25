"""One account, one place: the "connected elsewhere" dialog, the page of whoever was displaced, the busy computer."""

import unittest

from support import screen
from support.case import DesktopCase
from support.office import password_of
from support.waiting import wait
from support.words import pattern, tr


class Sessions(DesktopCase):
    def test_connected_elsewhere_then_use_here(self):
        first = self.colleague("alice", "pc-bureau").log_in()
        alice = self.desk("alice", "pc-atelier")
        alice.fill_in()
        alice.find(None, lambda name: pattern("Already connected on “%1”").fullmatch(name), "the dialog")
        self.assertTrue(alice.sees(lambda name: "pc-bureau" in name and len(name) > 40), "since when, how long idle")
        screen.picture("elsewhere")
        self.assertEqual(first.phase, "live")
        alice.press(tr("Disconnect It and Continue Here"), under=alice.dialog)
        alice.find("text", tr("Message"))
        first.wait("to be displaced", lambda me: me.phase == "stopped" and me.stop_name == "superseded")
        alice.wait_count(1)

    def test_connected_elsewhere_then_cancel(self):
        first = self.colleague("alice", "pc-bureau").log_in()
        alice = self.desk("alice", "pc-atelier")
        alice.fill_in()
        alice.press(tr("Cancel"), under=alice.dialog)
        wait("the dialog to close", lambda: alice.dialog() is None)
        alice.find("push button", tr("Log In"))
        first.say("still here")  # nobody was disconnected
        first.wait_count(1)

    def test_displaced_then_use_here_again(self):
        alice = self.desk("alice", "pc-atelier").log_in()
        other = self.colleague("alice", "pc-bureau").take_over()

        alice.find(None, lambda name: "pc-bureau" in name, "where the account is used now")
        alice.find("push button", tr("Use Here"))
        screen.picture("displaced")
        self.assertEqual(other.phase, "live", "the displaced client must not fight back")
        alice.to_front()
        alice.click(alice.find("text", tr("Password")))
        screen.type_text(password_of("alice"))
        alice.press(tr("Use Here"))
        # Whom it would disconnect, on the page itself; and then for good.
        alice.find(None, lambda name: pattern("Already connected on “%1”").fullmatch(name), "where it is connected")
        alice.press(tr("Use Here"))
        alice.find("text", tr("Message"))
        other.wait("to be displaced", lambda me: me.stop_name == "superseded")

    def test_somebody_else_on_this_computer_is_told_in_words(self):
        bruno = self.colleague("bruno", "pc-shared").log_in()
        alice = self.desk("alice", "pc-shared")
        alice.fill_in()
        alice.find(None, lambda name: tr("Somebody else is connected on this computer") in name)
        screen.picture("busy")
        bruno.do("sign_out")
        bruno.wait("to be out", lambda me: me.phase == "signed_out")
        alice.fill_in()
        alice.find("text", tr("Message"))


if __name__ == "__main__":
    unittest.main()
