#!/usr/bin/env python3
"""explain_in_browser.py SAMPLE [FOLDER]: the page of `explain` as a person meets it, in a headless Chromium.

SAMPLE is the program explain_sample. With FOLDER screenshots and a print are left there. Ends with 77 (skipped) where
there is no Chromium.
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
SAMPLE = sys.argv[1] if len(sys.argv) > 1 else ""
FOLDER = sys.argv[2] if len(sys.argv) > 2 else ""

# What is looked at inside the page, after it has opened; the answer is left in an attribute.
LOOK = """<script>
addEventListener("load", () => {
  const chart = document.getElementById("chart");
  const box = it => it.getBoundingClientRect();
  const isSeen = it => Boolean(it) && box(it).top >= box(chart).top + 50 && box(it).bottom <= box(chart).bottom &&
    box(it).height > 0;
  const all = what => [...document.querySelectorAll(what)];
  const press = key => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  const button = id => document.getElementById(id);
  const found = {
    title: document.title, lanes: all("#heads .lane-head b").map(it => it.textContent),
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
    sideways: document.documentElement.scrollWidth > innerWidth };
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
  const height = box(document.querySelector(".row")).height;
  press("+");
  found.grew = box(document.querySelector(".row")).height > height;
  press("l");
  const filter = button("filter");
  found.filterFocused = document.activeElement === filter;
  filter.value = "TABL";
  filter.dispatchEvent(new Event("input"));
  found.filtered = all("#lanes label").map(it => it.textContent.trim());
  document.querySelector("#lanes input").click();
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
});
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

    def write(self, programs, extra=""):
        text = subprocess.run([SAMPLE, str(programs)], capture_output=True, text=True, timeout=60, check=True).stdout
        with open(self.page, "w", encoding="utf-8") as out:
            out.write(text.replace("</body>", extra + "</body>"))

    def look(self, programs):
        self.write(programs, LOOK)
        dom, complaints = browse(self.page, "--dump-dom")
        self.assertEqual(complaints, [])
        found = re.search(r'data-found="([^"]*)"', dom)
        self.assertIsNotNone(found, "the page's own script did not come to its end")
        return json.loads(html.unescape(found.group(1)))

    def test_three_lanes(self):
        found = self.look(0)
        self.assertEqual(found["lanes"], ["server", "pc-accueil", "pc-atelier", "tablette"])
        self.assertEqual(found["folded"], [])
        self.assertTrue(found["failureSeen"] and found["failureChosen"])
        self.assertGreater(found["arrows"], 10)
        self.assertEqual((found["lost"], found["crosses"]), (1, 1))
        self.assertIn("seconds", found["arrowTitle"])
        self.assertEqual(found["troubles"], 2)
        self.assertEqual(found["leases"], 3)
        self.assertGreaterEqual(found["counts"], 2)
        self.assertEqual(found["failingLine"], "bob logs out")
        self.assertIn("S4", found["details"])
        self.assertEqual(found["state"], "failure 1 of 1")

    def test_what_was_said_runs_nothing(self):
        self.assertEqual(self.look(0)["scripts"], 3)  # the island, the page's, and the one that looks

    def test_keys(self):
        found = self.look(0)
        for name in ("beats", "noBeats", "moved", "fault", "back", "grew", "filterFocused", "closed", "themed"):
            self.assertTrue(found[name], name)
        self.assertEqual(found["filtered"], ["tablette"])
        self.assertEqual(found["withoutOne"], ["server", "pc-accueil", "pc-atelier"])

    def test_everything_has_a_name(self):
        found = self.look(0)
        self.assertEqual((found["unnamed"], found["unlabelled"]), (0, 0))

    def test_forty_lanes(self):
        found = self.look(37)
        self.assertLessEqual(len(found["lanes"]), 12)
        for name in ("server", "pc-accueil", "pc-atelier", "tablette"):
            self.assertIn(name, found["lanes"])
        self.assertEqual(found["folded"], ["+%d" % (41 - len(found["lanes"]))])
        self.assertTrue(found["failureSeen"])
        self.assertFalse(found["sideways"])

    def test_paper(self):
        found = self.look(37)
        self.assertLessEqual(found["printed"], 200)
        self.assertGreater(found["printed"], 20)

    @unittest.skipUnless(FOLDER, "no folder for pictures was named")
    def test_pictures(self):
        os.makedirs(FOLDER, exist_ok=True)
        for programs in (0, 37):
            self.write(programs)
            for theme, number in (("light", 1), ("dark", 0)):
                name = os.path.abspath(os.path.join(FOLDER, "explain-%d-%s.png" % (programs + 3, theme)))
                browse(self.page, "--blink-settings=preferredColorScheme=%d" % number, "--screenshot=" + name)
                self.assertGreater(os.path.getsize(name), 10_000)
            name = os.path.abspath(os.path.join(FOLDER, "explain-%d.pdf" % (programs + 3)))
            browse(self.page, "--no-pdf-header-footer", "--print-to-pdf=" + name)
            self.assertGreater(os.path.getsize(name), 10_000)


if __name__ == "__main__":
    if not BROWSER:
        print("no Chromium here")
        sys.exit(77)
    unittest.main(argv=sys.argv[:1], verbosity=2)
