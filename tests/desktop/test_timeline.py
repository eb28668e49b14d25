"""A long history: scrolled through without a jump, and stuck to the newest when one is there."""

import re
import signal
import unittest

from support import screen
from support.case import DesktopCase
from support.waiting import wait
from support.words import tr

TOTAL = 2000


def number_of(row):
    found = re.search(r"message (\d+)", row)
    return int(found.group(1)) if found else None


class Timeline(DesktopCase):
    def fill(self, colleague, first, last):
        """Messages of one to three lines: rows of different heights."""
        for start in range(first, last + 1, 500):
            colleague.say(*[f"message {i}" + "\nwith another line" * (i % 3) for i in range(start, min(start + 500, last + 1))])

    def in_sight(self, desk):
        return [number for number in (number_of(row) for row, _, _ in desk.places()) if number is not None]

    def wait_bottom(self, desk, number):
        def look():
            seen = self.in_sight(desk)
            return bool(seen) and seen[-1] == number and not desk.sees(tr("Jump to the newest message"))
        wait(f"message {number} at the bottom", look, lambda: f"{desk.places()}\n{screen.describe(desk.top())}")

    def test_scroll_up_through_2000_messages_without_a_snap(self):
        bruno = self.colleague("bruno").log_in()
        self.fill(bruno, 1, TOTAL)
        alice = self.desk("alice").log_in()
        self.wait_bottom(alice, TOTAL)
        alice.to_front()
        top = TOTAL
        while top > 1:
            screen.keys(*["Page_Up"] * 6)

            def moved(top=top):
                seen = self.in_sight(alice)
                self.assertFalse(seen and seen[0] > top, f"it snapped from {top} back to {seen[:1]}")
                complete = seen == list(range(seen[0], seen[-1] + 1)) if seen else False
                return complete and seen[0] < top and seen
            top = wait(f"something above message {top}", moved, lambda: f"in sight: {alice.places()}")[0]
        screen.picture("first-message")
        alice.click(alice.find("push button", tr("Jump to the newest message")))
        self.wait_bottom(alice, TOTAL)

    def test_the_anchor_stays_when_a_page_is_put_before_it(self):
        bruno = self.colleague("bruno").log_in()
        self.fill(bruno, 1, 1000)
        alice = self.desk("alice").log_in()
        self.wait_bottom(alice, 1000)
        alice.to_front()
        # The server holds its breath, so that the page arrives when the place of a row has been taken.
        self.server.process.send_signal(signal.SIGSTOP)
        try:
            def loading():
                screen.keys("Page_Up")
                return any(tr("Loading earlier messages…") in row for row, _, _ in alice.places())
            wait("the end of what is held", loading)
            still = self.resting(alice)
        finally:
            self.server.process.send_signal(signal.SIGCONT)
        row, before, _ = next(place for place in still if number_of(place[0]))
        first = number_of(row)
        wait("the page", lambda: any(number_of(other) == first - 1 for other in alice.rows()),
             lambda: f"{row!r} was at {before}; in sight: {alice.places()}")
        after = wait(f"{row!r} in sight", lambda: [top for text, top, _ in self.resting(alice) if text == row],
                     lambda: f"it was at {before}; in sight: {alice.places()}")[0]
        self.assertLessEqual(abs(after - before), 1, f"{row!r} moved from {before} to {after}")

    @staticmethod
    def resting(desk):
        """What is in sight, when it was the same twice."""
        seen = [None]

        def look():
            seen.append(desk.places())
            return seen[-1] if seen[-1] == seen[-2] else None
        return wait("the list to rest", look)

    def test_stuck_to_the_bottom_after_a_burst_of_300(self):
        bruno = self.colleague("bruno").log_in()
        alice = self.desk("alice").log_in()
        self.fill(bruno, 1, 300)
        self.wait_bottom(alice, 300)


if __name__ == "__main__":
    unittest.main()
