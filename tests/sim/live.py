#!/usr/bin/env python3
"""live.py WORKSPACE_SIM WORKSPACE_SERVER: scenarios against the real server, and that it can fail."""
import os
import stat
import subprocess
import sys
import tempfile
import time
import unittest

SIM, SERVER = [os.path.abspath(path) for path in sys.argv[1:3]] if len(sys.argv) > 2 else ("", "")
SCENARIOS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "sim", "scenarios")
USAGE, BROKEN = 2, 3
HEAD = 'scenario "a test"\nrules S6\npeople alice\nworkstations pc, tower\nrooms general\n'
PLAYED = """
complaint_1_logged_out_is_free_at_once
complaint_2_messages_are_live_everywhere
m3_a_lost_answer_is_stored_once
m5_rooms_that_are_not_for_everybody
m8_an_archived_room
p1_bots_are_counted_apart
p2_what_does_not_move_the_count
s8_nothing_without_the_password
s9_a_line_that_is_half_open
w1_a_computer_is_reinstalled
""".split()


class Live(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.environment = {**os.environ, "TMPDIR": self.folder}

    def live(self, *arguments, server=SERVER):
        return subprocess.run([SIM, "live", *arguments, "--server-binary", server], capture_output=True, text=True,
                              timeout=280, check=False, cwd=self.folder, env=self.environment)

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def test_the_real_server_does_as_the_simulated_one(self):
        files = [os.path.join(SCENARIOS, name + ".scn") for name in PLAYED]
        run = self.live(*files, "--jobs", str(len(files)), "--at-most", "65")
        print(run.stdout)
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn(f"{len(files)} played, 0 broken, 0 skipped", run.stdout)
        self.assertGreaterEqual(run.stdout.count("the history is the simulated one's"), 5)

    def test_a_wrong_expectation_is_found(self):
        wrong = self.write("wrong.scn", HEAD + "pc: log in as alice\nwithin 1 s: count is 7\n")
        run = self.live(wrong)
        self.assertEqual(run.returncode, BROKEN)
        self.assertIn("line 7: within 1 s: count is 7 \u2014 but it is 1 [scenario]", run.stdout)
        self.assertIn("1 played, 1 broken, 0 skipped", run.stdout)

    def test_another_history_is_found(self):
        """A server that lets the newcomer in where it was told to ask: no line of the scenario says that it must not."""
        other = self.write("server.sh", f'#!/bin/sh\nexec "{SERVER}" $(echo "$@" | sed "s/--policy ask/--policy takeover/")\n')
        os.chmod(other, stat.S_IRWXU)
        plays = self.write("plays.scn", HEAD + "deterministic\npc: log in as alice\nwithin 1 s: pc is live\n"
                                               "tower: log in as alice\nwait 1 s\n")
        self.assertEqual(self.live(plays).returncode, 0)
        run = self.live(plays, server=other)
        self.assertEqual(run.returncode, BROKEN)
        self.assertIn("tower: `stopped` in the simulated run, `live as alice, shows 1 connected` in the live one",
                      run.stdout)

    def test_what_cannot_be_played_has_not_passed(self):
        disk = self.write("disk.scn", HEAD + "disk: be full\n")
        long = self.write("long.scn", HEAD + "wait 1 h\n")
        run = self.live(disk, long)
        self.assertEqual(run.returncode, USAGE)
        self.assertIn(f"skipped {disk}:6: disk: be full: a real disk does not break to order", run.stdout)
        self.assertIn(f"skipped {long}: it waits for 1 h, and --at-most is 1 min", run.stdout)
        self.assertIn("0 played, 0 broken, 2 skipped", run.stdout)

    def test_a_server_that_does_not_stay_is_said(self):
        run = self.live(self.write("plays.scn", HEAD + "wait 1 s\n"), server="/bin/false")
        self.assertEqual(run.returncode, BROKEN)
        self.assertIn("S10 at ", run.stdout)
        self.assertIn("the server has ended by itself with 1", run.stdout)

    def test_what_is_interrupted_leaves_nothing_behind(self):
        waits = self.write("waits.scn", HEAD + "pc: log in as alice\nwait 60 s\n")
        with subprocess.Popen([SIM, "live", waits, "--server-binary", SERVER], env=self.environment,
                              stdout=subprocess.DEVNULL) as run:
            self.wait_for(lambda: any(os.path.exists(os.path.join(self.folder, name, "server.log"))
                                      for name in self.left_behind()))
            run.terminate()
            run.wait(timeout=60)
        self.wait_for(lambda: not self.left_behind())

    def left_behind(self):
        return [name for name in os.listdir(self.folder) if name.startswith("workspace-live-")]

    def wait_for(self, holds):
        deadline = time.monotonic() + 60
        while not holds():
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.05)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
