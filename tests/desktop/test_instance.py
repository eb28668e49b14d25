"""One desktop client a computer (W2)."""

import os
import pwd
import subprocess
import unittest

from support import screen
from support.case import DesktopCase
from support.office import HOME, password_of
from support.waiting import wait

NOBODY = 65534


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
        theirs.mkdir()
        os.chown(theirs, NOBODY, NOBODY)
        mine = ("XDG_", "DBUS_", "HOME", "DISPLAY")
        environment = {key: value for key, value in os.environ.items() if not key.startswith(mine)}
        environment["HOME"] = str(theirs)
        how = {"user": NOBODY, "group": NOBODY, "extra_groups": [], "stdout": subprocess.PIPE,
               "stderr": subprocess.STDOUT, "text": True, "cwd": theirs}

        # Without a display: in words.
        done = subprocess.run(first.command(), env=environment, timeout=30, check=False, **how)
        self.assertEqual(done.returncode, 5, done.stdout)
        self.assertIn(pwd.getpwuid(os.geteuid()).pw_name, done.stdout)

        # With one: in a window, too, as nobody who pressed an icon reads the words.
        environment["DISPLAY"] = os.environ["DISPLAY"]
        told = subprocess.Popen(first.command(), env=environment, **how)
        self.addCleanup(told.stdout.close)
        self.addCleanup(told.kill)
        window = wait("a window with the words", lambda: screen.windows_of(told.pid))[-1]
        screen.to_front(window)
        screen.picture("held")
        screen.keys("Escape")
        self.assertEqual(told.wait(30), 5, "Escape closes it")
        first.wait_count(1)  # and nothing came of it

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
