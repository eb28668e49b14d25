"""A server whose certificate nobody vouches for: the question, what is kept, and the stop when it has changed."""

import unittest

from support import screen
from support.case import DesktopCase
from support.waiting import wait
from support.words import tr


class Trust(DesktopCase):
    def alice(self):
        return self.desk("alice", url=self.server.secure_url)

    def test_a_person_compares_the_fingerprint_once(self):
        alice = self.alice()
        alice.fill_in()
        alice.find(None, tr("Do you trust this server?"))
        self.assertTrue(alice.sees(lambda name: self.server.fingerprint() in name), "the fingerprint")
        screen.picture("trust")
        alice.press(tr("Trust This Server"), under=alice.dialog)
        alice.find("text", tr("Message"))
        alice.leave()
        alice.start()
        alice.find("text", tr("Message"))  # without a question

    def test_no_is_no(self):
        alice = self.alice()
        alice.fill_in()
        alice.press(tr("Cancel"), under=alice.dialog)
        wait("the dialog to close", lambda: alice.dialog() is None)
        alice.find("push button", tr("Log In"))
        self.assertNotIn("login", self.server.run("session", "history", "alice"))

    def test_another_certificate_is_a_stop(self):
        alice = self.alice()
        (alice.folder / "trusted-servers").write_text(f"127.0.0.1:{self.server.port} " + "AB:" * 31 + "AB\n", "utf-8")
        alice.fill_in()
        alice.find(None, tr("The server’s certificate has changed"))
        self.assertTrue(alice.sees(lambda name: self.server.fingerprint() in name and "AB:AB" in name), "both")
        screen.picture("certificate-changed")
        self.assertFalse(alice.sees(lambda name: tr("Trust This Server") in name))
        alice.press(tr("Close"), under=alice.dialog)
        alice.find("push button", tr("Log In"))


if __name__ == "__main__":
    unittest.main()
