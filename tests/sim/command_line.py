#!/usr/bin/env python3
"""command_line.py WORKSPACE_SIM: what `workspace-sim` prints and writes, as a person and a CI meet it."""
import os
import pty
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as xml

SIM = os.path.abspath(sys.argv[1]) if len(sys.argv) > 1 else ""
HERE = os.path.dirname(os.path.abspath(__file__))
TAKEOVER = os.path.join(HERE, "takeover.scn")
WELL = os.path.join(HERE, "..", "..", "sim", "scenarios", "complaint_1_logged_out_is_free_at_once.scn")
FAILED, USAGE, BROKEN, ALIVE, UNREACHED = 1, 2, 3, 4, 6


def at_a_terminal(*arguments, **environment):
    """What a person sees."""
    person, terminal = pty.openpty()
    clean = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    with subprocess.Popen([SIM, *arguments], stdout=terminal, stderr=terminal, env={**clean, **environment}) as run:
        os.close(terminal)
        seen = b""
        while True:
            try:
                part = os.read(person, 65536)
            except OSError:  # the other end is closed
                break
            if not part:
                break
            seen += part
        run.wait(timeout=60)
    os.close(person)
    return seen


class CommandLine(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def sim(self, *arguments):
        return subprocess.run([SIM, *arguments], capture_output=True, text=True, timeout=120, check=False,
                              cwd=self.folder)

    def path(self, name):
        return os.path.join(self.folder, name)

    def text(self, name):
        with open(self.path(name), encoding="utf-8") as file:
            return file.read()

    # ---- help, exit codes

    def test_each_command_shows_examples(self):
        commands = ("run", "swarm", "shrink", "explain", "selftest")
        for arguments in ([], *([command] for command in commands)):
            run = self.sim(*arguments, "--help")
            self.assertEqual(run.returncode, 0)
            self.assertRegex(run.stdout, r"Examples?:\n  workspace-sim ", arguments)
            self.assertIn("--help" if arguments else "Exit codes: 0 well", run.stdout)

    def test_a_mistake_ends_with_2(self):
        with open(self.path("mistaken.scn"), "w", encoding="utf-8") as out:
            out.write("people alice\nworkstations pc\npc: lg out\n")
        run = self.sim("run", "mistaken.scn")
        self.assertEqual(run.returncode, USAGE)
        self.assertIn("mistaken.scn:3:5: here there is `lg`; did you mean `log`?", run.stderr)
        for arguments in ((), ("dance",), ("swarm", "--seeds", "x"), ("run", TAKEOVER, "--with-bug", "none"),
                          ("swarm", "--profile", TAKEOVER + "none"), ("selftest", "none")):
            self.assertEqual(self.sim(*arguments).returncode, USAGE, arguments)

    def test_a_profile_that_cannot_be_read_is_told_by_name(self):
        with open(self.path("mine.toml"), "w", encoding="utf-8") as out:
            out.write("peple = [1, 2]\n")
        run = self.sim("swarm", "--profile", "mine.toml")
        self.assertEqual(run.returncode, USAGE)
        self.assertIn("did you mean `people`?", run.stderr)

    def test_nothing_to_do_is_not_well(self):
        os.mkdir(self.path("empty"))
        for arguments in (("run", "empty"), ("swarm", "--seeds", "9..3")):
            run = self.sim(*arguments)
            self.assertEqual(run.returncode, USAGE)
            self.assertIn("there is no ", run.stderr)

    def test_a_broken_rule_weighs_more_than_a_mistake(self):
        with open(self.path("mistaken.scn"), "w", encoding="utf-8") as out:
            out.write("dance\n")
        self.assertEqual(self.sim("run", "mistaken.scn", TAKEOVER).returncode, BROKEN)

    def test_shrinking_keeps_the_expectation_that_failed(self):
        run = self.sim("shrink", TAKEOVER)
        self.assertEqual(run.returncode, BROKEN)
        self.assertIn("log in as", run.stdout)
        self.assertIn("but it is", run.stdout)
        well = self.sim("shrink", WELL)
        self.assertEqual(well.returncode, 0)
        self.assertIn("breaks no rule", well.stdout)

    def test_a_swarm_says_what_it_played(self):
        run = self.sim("swarm", "--seeds", "1..3", "--twice", "--jobs", "2")
        self.assertEqual(run.returncode, 0)
        self.assertRegex(run.stdout, r"(?m)^3 seeds, 0 broken; \d+ client-seconds in [\d.]+ s: \d+ a second$")
        digests = {self.sim("swarm", "--seeds", "1..3", "--jobs", jobs).stdout.splitlines()[0] for jobs in "123"}
        self.assertEqual(digests, {run.stdout.splitlines()[0]})

    def test_three_seeds_do_not_come_to_everything(self):
        self.assertEqual(self.sim("swarm", "--seeds", "1..3", "--marks").returncode, UNREACHED)

    def test_seeded_bugs_are_in_the_build_that_is_for_them(self):
        listed = self.sim("run", WELL, "--with-bug", "logout_leaves_the_lease")
        if listed.returncode == USAGE:
            self.assertIn("no seeded bugs in it", listed.stderr)
            self.assertEqual(self.sim("selftest").returncode, USAGE)
            return
        self.assertEqual(listed.returncode, BROKEN)
        self.assertEqual(self.sim("selftest", "failed_sync_is_trusted", "--seeds", "1").returncode, ALIVE)
        self.assertEqual(self.sim("selftest", "logout_leaves_the_lease", "--scenarios", TAKEOVER).returncode, BROKEN)
        self.assertEqual(self.sim("selftest", "logout_leaves_the_lease", "--scenarios", WELL).returncode, ALIVE)

    # ---- colours

    def test_a_terminal_has_colours(self):
        seen = at_a_terminal("run", TAKEOVER, WELL)
        self.assertIn(b"\x1b[1;31mBROKEN\x1b[0m", seen)
        self.assertIn(b"\x1b[32mok\x1b[0m", seen)
        self.assertIn(b"\x1b[1mS4\x1b[0m at ", seen)
        self.assertIn(b"\x1b[1;31m", at_a_terminal("explain", TAKEOVER, "--text"))

    def test_no_color_is_kept(self):
        for arguments in (("run", TAKEOVER), ("explain", TAKEOVER, "--text")):
            self.assertNotIn(b"\x1b", at_a_terminal(*arguments, NO_COLOR="1"))
        self.assertIn(b"\x1b", at_a_terminal("run", TAKEOVER, NO_COLOR=""))

    def test_a_pipe_has_none(self):
        for arguments in (("run", TAKEOVER), ("explain", TAKEOVER, "--text")):
            self.assertNotIn("\x1b", self.sim(*arguments).stdout)

    # ---- explain

    def test_explain_writes_a_page(self):
        run = self.sim("explain", TAKEOVER)
        self.assertEqual(run.returncode, BROKEN)
        self.assertIn("S4 at 9.968 s: line 21: ", run.stdout)
        self.assertIn("written: takeover.html", run.stdout)
        self.assertTrue(self.text("takeover.html").startswith("<!DOCTYPE html>"))

    def test_explain_of_what_is_well(self):
        self.assertEqual(self.sim("explain", WELL, "--out", "well.html").returncode, 0)
        self.assertIn("I log out and am still counted", self.text("well.html"))

    def test_explain_text_ends_with_the_failure(self):
        run = self.sim("explain", TAKEOVER, "--text")
        self.assertEqual(run.returncode, BROKEN)
        self.assertIn("S4 is broken: line 21: within 2 s: count is 7", run.stdout.splitlines()[-1])
        self.assertIn("> 21  within 2 s: count is 7", run.stdout)

    def test_explain_a_world_of_the_swarm(self):
        self.assertEqual(self.sim("explain", "--swarm-seed", "3").returncode, 0)
        self.assertIn("workspace-sim swarm --seeds 3..3", self.text("swarm-3.html"))

    def test_explain_says_what_it_cannot(self):
        for arguments in ((), (TAKEOVER, "--swarm-seed", "3"), (TAKEOVER, "--text", "--out", "x.html"), ("none.scn",)):
            self.assertEqual(self.sim("explain", *arguments).returncode, USAGE, arguments)
        run = self.sim("explain", TAKEOVER, "--out", "no/such/folder.html")
        self.assertEqual(run.returncode, FAILED)
        self.assertIn("no/such/folder.html: cannot be written", run.stderr)

    # ---- run

    def test_report_is_of_the_first_that_is_broken(self):
        self.assertEqual(self.sim("run", WELL, TAKEOVER, "--report", "out.html").returncode, BROKEN)
        self.assertIn("Taken over elsewhere", self.text("out.html"))

    def test_report_is_of_the_only_one(self):
        run = self.sim("run", WELL, "--report", "out.html")
        self.assertEqual(run.returncode, 0)
        self.assertIn("see what happened: out.html", run.stdout)
        self.assertIn("I log out and am still counted", self.text("out.html"))

    def test_report_of_many_that_are_well_is_none(self):
        self.assertEqual(self.sim("run", WELL, WELL, "--report", "out.html").returncode, 0)
        self.assertFalse(os.path.exists(self.path("out.html")))

    def test_junit_has_each_file(self):
        with open(self.path("unreadable.scn"), "w", encoding="utf-8") as out:
            out.write("pc: fly\n")
        self.assertEqual(self.sim("run", WELL, TAKEOVER, "unreadable.scn", "--junit", "out.xml").returncode, BROKEN)
        suite = xml.parse(self.path("out.xml")).getroot()
        self.assertEqual(suite.tag, "testsuite")
        self.assertEqual([suite.get(name) for name in ("tests", "failures", "errors")], ["3", "1", "1"])
        for case in suite.iter("testcase"):
            self.assertTrue(case.get("name") and case.get("classname"))
            self.assertRegex(case.get("time"), r"^\d+\.\d+$")
        self.assertIn("line 21: within 2 s: count is 7", suite.find(".//failure").text)
        self.assertIn("unreadable.scn:1:1", suite.find(".//error").get("message"))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
