"""A person at the desktop client: one `workspace-desktop` process, its window, its keyboard."""

import math
import os
import subprocess

from . import screen
from .office import BIN, HOME, password_of
from .waiting import wait
from .words import connected, tr

ROW_AT_LEAST = 24  # pixels; less is space between rows


class Desk:
    """`computer`: made up, so that several are on this machine; each has a lock folder of its own."""

    def __init__(self, server, name, computer, arguments=(), environment=None, url=None):
        self.name = name
        self.computer = computer
        self.url = url or server.url
        self.folder = HOME / "desks" / f"{name}-{computer}-{server.port}"
        self.locks = HOME / "locks" / f"{computer}-{server.port}"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.locks.mkdir(parents=True, exist_ok=True)
        self.locks.chmod(0o1777)
        self.arguments = list(arguments)
        self.environment = {**os.environ, **(environment or {})}
        self.process = None
        self.start()

    def command(self):
        return [BIN / "workspace-desktop", "--data-dir", self.folder, "--lock-dir", self.locks, "--workstation",
                self.computer, "--server", self.url, *self.arguments]

    def start(self):
        self._timeline = None
        with open(self.folder / "log", "a", encoding="utf-8") as log:
            self.process = subprocess.Popen(self.command(), stdout=log, stderr=log, env=self.environment)

    def start_again(self, **how):
        """A second start beside the first: its exit code and its words."""
        done = subprocess.run(self.command(), capture_output=True, text=True, timeout=30, env=self.environment,
                              check=False, **how)
        return done.returncode, done.stdout + done.stderr

    # ---- the window ------------------------------------------------------------------------------------------------

    def top(self):
        if self.process.poll() is not None:
            raise AssertionError(f"the desktop client ended with {self.process.returncode}: " + self.words())
        return screen.application_of(self.process.pid)

    def words(self):
        return (self.folder / "log").read_text("utf-8")[-2000:]

    def describe(self):
        """For whoever reads a failure: its process, its last words, its accessible tree."""
        code = self.process.poll()
        if code is not None:
            return f"ended with {code}: {self.words()}"
        top = screen.application_of(self.process.pid)
        return f"{self.words()}\n{screen.describe(top) if top else 'no accessible tree'}"

    def find(self, role, name, what=None):
        return screen.wait_for(self.top, role, name, what)

    def dialog(self):
        """The dialog in front of its window, or None: another window of the same application."""
        top = self.top()
        windows = screen.children(top) if top else []
        return windows[-1] if len(windows) > 1 else None

    def press(self, name, role="push button", under=None):
        # A dialog's buttons carry their words twice.
        node = screen.wait_for(under or self.top, role, lambda its: name in its, name)
        wait(f"{name} to be of use", lambda: screen.can_be_used(node), lambda: screen.describe(self.top()))
        screen.press(node)

    def sees(self, name, role=None):
        """Whether it is there now."""
        top = self.top()
        return top is not None and any(screen.matches(node, role, name) for node in screen.walk(top))

    def wait_gone(self, role, name):
        wait(f"{name} to go", lambda: not self.sees(name, role), lambda: screen.describe(self.top()))

    def window(self):
        """The number of its window on the display, once that is there."""
        return wait("its window", lambda: screen.windows_of(self.process.pid))[-1]

    def to_front(self):
        screen.to_front(self.window())

    def is_in_front(self):
        active = subprocess.run(["xdotool", "getactivewindow"], capture_output=True, text=True, check=False)
        return active.stdout.strip() == self.window()

    def minimise(self):
        its = self.window()
        subprocess.run(["xdotool", "windowminimize", its], check=True)
        wait("its window to be minimised", lambda: its not in screen.windows_of(self.process.pid))

    # ---- what a person does ----------------------------------------------------------------------------------------

    def fill_in(self, password=None):
        """The login page: name and password, and Enter."""
        self.find("text", tr("Name"))
        self.to_front()
        self.click(self.find("text", tr("Name")))
        screen.keys("ctrl+a")
        screen.type_text(self.name)
        self.click(self.find("text", tr("Password")))
        screen.type_text(password or password_of(self.name))
        screen.keys("Return")

    def click(self, node):
        """With the mouse, in the middle of it."""
        place = screen.place_of(node)
        subprocess.run(["xdotool", "mousemove", "--window", self.window(), str(place.x + place.width // 2),
                        str(place.y + place.height // 2), "click", "1"], check=True)

    def log_in(self):
        self.fill_in()
        self.find("text", tr("Message"))
        return self

    def open_menu(self):
        self.to_front()
        screen.keys("F10")
        self.find(None, lambda its: tr("Log Out") in its, "the main menu")

    def log_out(self):
        self.open_menu()
        self.press(tr("Log Out"), role=None)

    def say(self, body):
        self.to_front()
        self.click(self.find("text", tr("Message")))
        screen.type_text(body)
        screen.keys("Return")

    def wait_count(self, count):
        self.find(None, connected(count), f"“{connected(count)}”")

    def timeline(self):
        """The conversation; looked for once, as it stays the same widget."""
        if self._timeline is None:
            self._timeline = self.find("log", tr("Conversation"))
        return self._timeline

    def row_nodes(self):
        return [row for part in screen.children(self.timeline()) for row in screen.children(part)]

    def rows(self):
        """What the timeline says, from the top: a sentence a row; LookupError while it changes."""
        return [screen.name_of(node) for node in self.row_nodes()]

    def places(self):
        """The rows that are in sight, from the top: (sentence, its top, its bottom), in pixels of the window.

        Asked point by point: a row that was scrolled away keeps the place that it had."""
        found = self._rows_by_point()
        if found is None:
            for row in self.row_nodes():  # GTK finds by point only what was asked for before
                for part in screen.children(row):
                    screen.children(part)
            found = self._rows_by_point(gap_max=math.inf)
        return found

    def _rows_by_point(self, gap_max=ROW_AT_LEAST):
        """None when there is a gap that a row would fit in: one was not found."""
        timeline = self.timeline()
        box = screen.place_of(timeline)
        found, y, seen_to = [], box.y, box.y
        while y < box.y + box.height:
            row = screen.at_point(timeline, box.x + 4, y, "list item")
            if row is None:
                y += 8
                if y - seen_to > gap_max:
                    return None
                continue
            place = screen.place_of(row)
            it = (screen.name_of(row), place.y, place.y + place.height)
            if it not in found[-1:]:  # places are rounded: its last pixel may lie below its end
                found.append(it)
            y = seen_to = max(y + 1, place.y + place.height)
        return found

    def wait_row(self, part):
        return wait(f"a message with {part!r}", lambda: [row for row in self.rows() if part in row],
                    lambda: "\n".join(self.rows()))

    def kill(self):
        self.process.kill()
        self.process.wait()

    def leave(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
