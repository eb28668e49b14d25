#!/usr/bin/env python3
"""explain_in_browser.py WORKSPACE_SIM [FOLDER]: the page of `explain` as a person meets it, in a headless Chromium.

With FOLDER screenshots and a print are left there; explain.png is the picture of docs/simulation.md.
"""
import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")
SIM = os.path.abspath(sys.argv[1]) if len(sys.argv) > 1 else ""
FOLDER = sys.argv[2] if len(sys.argv) > 2 else ""
HERE = os.path.dirname(os.path.abspath(__file__))
TAKEOVER = os.path.join(HERE, "takeover.scn")
BROKEN = 3
BYTES_MAX = 6_000_000

OFFICE = """scenario "Twenty people for ten minutes"
rules P1
workstations w1..w%(programs)d
people p1..p%(programs)d on w1..w%(programs)d
rooms general

everyone: log in
within 5 s: everyone is live
w1..w10: post every 2 s to 10 s in general for 10 min
wait 1 min
w3: go dark
w4: sleep
wait 30 s
server: be killed
wait 3 s
server: start
wait %(minutes)d min
now: count is 7
"""

# What is looked at inside the page, after it has opened; the answer is left in an attribute.
LOOK = """<script>
const refused = [];
document.addEventListener("securitypolicyviolation", event => refused.push(event.blockedURI));
addEventListener("load", () => setTimeout(() => {
  const chart = document.getElementById("chart");
  const box = it => it.getBoundingClientRect();
  const isSeen = it => Boolean(it) && box(it).top >= box(chart).top + 50 && box(it).bottom <= box(chart).bottom &&
    box(it).height > 0;
  const all = what => [...document.querySelectorAll(what)];
  const press = key => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  const button = id => document.getElementById(id);
  const found = {
    title: document.title, verdict: document.getElementById("verdict").textContent, lanes: all("#heads .lane-head b").map(it => it.textContent),
    folded: all("#heads .folded b").map(it => it.textContent), rows: all(".row").length,
    failureSeen: isSeen(document.querySelector(".row.broken")),
    failureChosen: Boolean(document.querySelector(".row.broken.chosen[aria-selected=true]")),
    arrows: all("#art .arrow").length, lost: all("#art .arrow.lost").length, crosses: all("#art .cross").length,
    arrowTitle: document.querySelector("#art g title").textContent,
    troubles: all("#art .trouble").length, leases: all("#art .lease").length, counts: all("#art .count").length,
    failingLine: document.querySelector("#scenario .failing").textContent,
    details: document.getElementById("details").textContent, state: button("state").textContent,
    unnamed: all("button, input").filter(it => !(it.textContent || it.ariaLabel || it.closest("label"))).length,
    unlabelled: all(".row").filter(it => !it.ariaLabel).length, scripts: document.scripts.length,
    requests: performance.getEntriesByType("resource").map(it => it.name).concat(refused),
    size: document.getElementById("size").textContent, sideways: document.documentElement.scrollWidth > innerWidth };
  press("b");
  found.beats = all(".row.minor").length > 0 && button("beats").getAttribute("aria-pressed") === "true";
  press("b");
  found.noBeats = all(".row.minor").length === 0;
  press("ArrowUp");
  found.moved = !document.querySelector(".row.broken.chosen") && Boolean(document.querySelector(".row.chosen"));
  press("f");
  found.fault = Boolean(document.querySelector(".row.fault.chosen"));
  press("n");
  found.back = isSeen(document.querySelector(".row.broken.chosen"));
  press("s");
  found.line = Boolean(document.querySelector(".row.line.chosen"));
  found.current = document.querySelector("#scenario .current").textContent;
  document.querySelector("#scenario .played").click();
  found.played = document.querySelector(".row.chosen").textContent;
  press("/");
  const find = button("find");
  found.findFocused = document.activeElement === find;
  find.value = "Logout";
  find.dispatchEvent(new Event("input"));
  found.found = all(".row").map(it => it.textContent);
  press("Enter");
  found.chosenOfFound = document.querySelector(".row.chosen").textContent;
  press("Escape");
  found.unfound = find.value === "" && all(".row").length > found.found.length;
  press("n");
  const height = box(document.querySelector(".row")).height;
  press("+");
  found.grew = box(document.querySelector(".row")).height > height;
  press("l");
  const filter = button("filter");
  found.filterFocused = document.activeElement === filter;
  filter.value = "TABL";
  filter.dispatchEvent(new Event("input"));
  found.filtered = all("#lanes label").map(it => it.textContent.trim());
  document.querySelector("#lanes input")?.click();
  found.withoutOne = all("#heads .lane-head b").map(it => it.textContent);
  press("Escape");
  found.closed = button("lane-panel").hidden;
  const before = document.documentElement.dataset.theme;
  press("t");
  found.themed = document.documentElement.dataset.theme !== before;
  dispatchEvent(new Event("beforeprint"));
  found.printed = all(".row").length;
  dispatchEvent(new Event("afterprint"));
  document.documentElement.dataset.found = JSON.stringify(found);
}));
</script>"""


def browse(page, *options):
    """Chromium's output and what it complained of."""
    with tempfile.TemporaryDirectory() as profile:
        run = subprocess.run(
            [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1500,950",
             "--user-data-dir=" + profile, "--enable-logging=stderr", "--virtual-time-budget=2000", *options,
             "file://" + page], capture_output=True, text=True, timeout=120, check=True)
    return run.stdout, [line for line in run.stderr.splitlines() if "CONSOLE" in line]


class ExplainInBrowser(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.page = os.path.join(folder.name, "run.html")
        self.scenario = os.path.join(folder.name, "office.scn")

    def office(self, programs, minutes):
        with open(self.scenario, "w", encoding="utf-8") as out:
            out.write(OFFICE % {"programs": programs, "minutes": minutes})
        return self.scenario

    def write(self, scenario, extra=""):
        run = subprocess.run([SIM, "explain", scenario, "--out", self.page], capture_output=True, text=True, timeout=120,
                             check=False, cwd=os.path.join(HERE, "..", ".."))
        self.assertEqual(run.returncode, BROKEN, run.stderr)
        with open(self.page, encoding="utf-8") as page:
            text = page.read()
        with open(self.page, "w", encoding="utf-8") as out:
            out.write(text.replace("</body>", extra + "</body>"))

    def look(self, scenario, extra=""):
        self.write(scenario, extra + LOOK)
        dom, complaints = browse(self.page, "--dump-dom")
        found = re.search(r'data-found="([^"]*)"', dom)
        self.assertIsNotNone(found, "the page's own script did not come to its end: %s" % complaints)
        found = json.loads(html.unescape(found.group(1)))
        found["complaints"] = complaints
        return found

    def test_three_workstations(self):
        found = self.look(TAKEOVER)
        self.assertEqual(found["complaints"], [])
        self.assertEqual(found["requests"], [])
        self.assertEqual(found["lanes"], ["server", "pc-accueil", "pc-atelier", "tablette"])
        self.assertEqual(found["folded"], [])
        self.assertTrue(found["failureSeen"] and found["failureChosen"])
        self.assertEqual(found["verdict"], "S4 BROKEN")
        self.assertGreater(found["arrows"], 10)
        self.assertGreaterEqual(found["lost"], 2)  # the probe and the closing, into the dark
        self.assertEqual(found["crosses"], found["lost"])
        self.assertIn("seconds", found["arrowTitle"])
        self.assertEqual(found["troubles"], 2)
        self.assertEqual(found["leases"], 3)
        self.assertGreaterEqual(found["counts"], 2)
        self.assertEqual(found["failingLine"], "within 2 s: count is 7")
        self.assertIn("S4", found["details"])
        self.assertEqual(found["state"], "failure 1 of 1")

    def test_a_request_and_an_error_would_be_noticed(self):
        found = self.look(TAKEOVER, '<img src="http://127.0.0.1:9/x.png"><script>console.error("oh no")</script>')
        self.assertTrue(found["requests"])
        self.assertTrue(any("oh no" in line for line in found["complaints"]))

    def test_what_was_said_runs_nothing(self):
        self.assertEqual(self.look(TAKEOVER)["scripts"], 3)  # the island, the page's, and the one that looks

    def test_keys(self):
        found = self.look(TAKEOVER)
        for name in ("beats", "noBeats", "moved", "fault", "back", "line", "findFocused", "unfound", "grew",
                     "filterFocused", "closed", "themed"):
            self.assertTrue(found[name], name)
        self.assertIn("line 9: pc-accueil, tablette: log in", found["played"])
        self.assertGreaterEqual(len(found["found"]), 2)
        for row in found["found"]:
            self.assertRegex(row, "(?i)logout|S4 is broken")
        self.assertIn(found["chosenOfFound"], found["found"])
        self.assertEqual(found["filtered"], ["tablette"])
        self.assertEqual(found["withoutOne"], ["server", "pc-accueil", "pc-atelier"])

    def test_everything_has_a_name(self):
        found = self.look(TAKEOVER)
        self.assertEqual((found["unnamed"], found["unlabelled"]), (0, 0))

    def test_forty_programs(self):
        found = self.look(self.office(40, 1))
        self.assertEqual(found["complaints"], [])
        self.assertLessEqual(len(found["lanes"]), 12)
        for name in ("server", "w3"):
            self.assertIn(name, found["lanes"])
        self.assertEqual(found["folded"], ["+%d" % (41 - len(found["lanes"]))])
        self.assertTrue(found["failureSeen"])
        self.assertFalse(found["sideways"])

    def test_ten_minutes_of_twenty_programs_are_bounded(self):
        found = self.look(self.office(20, 9))
        self.assertTrue(found["failureSeen"])
        self.assertTrue(found["fault"], "faults are kept, however old")
        self.assertRegex(found["size"], r"\d+ older messages and the like, which are left out")
        self.assertLess(found["rows"], 150, "only what is seen is drawn")
        self.assertLess(os.path.getsize(self.page), BYTES_MAX)

    def test_paper(self):
        found = self.look(self.office(40, 1))
        self.assertLessEqual(found["printed"], 200)
        self.assertGreater(found["printed"], 20)

    @unittest.skipUnless(FOLDER, "no folder for pictures was named")
    def test_pictures(self):
        os.makedirs(FOLDER, exist_ok=True)
        name = os.path.abspath(os.path.join(FOLDER, "explain.png"))
        self.write("tests/sim/picture.scn")
        browse(self.page, "--blink-settings=preferredColorScheme=1", "--window-size=1240,640", "--screenshot=" + name)
        for what, scenario in (("3", TAKEOVER), ("20", self.office(20, 9))):
            self.write(scenario)
            for theme, number in (("light", 1), ("dark", 0)):
                name = os.path.abspath(os.path.join(FOLDER, "explain-%s-%s.png" % (what, theme)))
                browse(self.page, "--blink-settings=preferredColorScheme=%d" % number, "--screenshot=" + name)
                self.assertGreater(os.path.getsize(name), 10_000)
            name = os.path.abspath(os.path.join(FOLDER, "explain-%s.pdf" % what))
            browse(self.page, "--no-pdf-header-footer", "--print-to-pdf=" + name)
            self.assertGreater(os.path.getsize(name), 10_000)


if __name__ == "__main__":
    if not BROWSER:
        sys.exit("there is no Chromium here: ./dev setup sim-tests")
    unittest.main(argv=sys.argv[:1], verbosity=2)
