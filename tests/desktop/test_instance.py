"""One desktop client a computer (W2)."""

import os
import unittest

from support import screen
from support.case import DesktopCase
from support.office import HOME, password_of
from support.waiting import wait


class Instance(DesktopCase):
    def test_second_start_raises_the_first_window(self):
        first = self.desk("alice", "pc-one").log_in()
        other = self.desk("bruno", "pc-two").log_in()
        other.to_front()
        self.assertFalse(first.is_in_front())
        code, words = first.start_again()
        self.assertEqual(code, 0, words)
        wait("the first window in front", first.is_in_front)
        first.wait_count(2)  # and nobody more
        first.minimise()
        code, words = first.start_again()
        self.assertEqual(code, 0, words)
        wait("the window that was minimised in front", first.is_in_front)

    @unittest.skipUnless(os.geteuid() == 0, "only root can be another user of this computer here")
    def test_another_user_is_told_who_holds_it(self):
        first = self.desk("alice", "pc-one").log_in()
        theirs = HOME / "nobody"
        theirs.mkdir(exist_ok=True)
        os.chown(theirs, 65534, 65534)
        first.folder, mine = theirs, first.folder
        first.environment = {key: value for key, value in os.environ.items()
                             if key not in ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")}
        code, words = first.start_again(user=65534, group=65534, extra_groups=[])
        first.folder = mine
        self.assertEqual(code, 5, words)
        self.assertIn("root", words)  # who holds it
        first.wait_count(1)

    def test_after_kill_9_it_starts(self):
        first = self.desk("alice", "pc-one").log_in()
        for _ in range(3):
            first.kill()
            first.start()
            first.wait_count(1)

    def test_without_a_session_bus(self):
        bruno = self.colleague("bruno").log_in()
        alice = self.desk("alice", "pc-one", environment={"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"})
        alice.to_front()  # there is no accessible tree then: the keyboard, blindly; the focus is in the name
        screen.type_text("alice")
        screen.keys("Tab")
        screen.type_text(password_of("alice"))
        screen.keys("Return")
        bruno.wait_count(2)
        code, words = alice.start_again()
        self.assertEqual(code, 0, words)
        bruno.wait_count(2)


if __name__ == "__main__":
    unittest.main()
