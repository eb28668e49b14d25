"""Waiting for a thing, never for time to pass."""

import time

PATIENCE = 30  # seconds for one step; a step that takes longer is stuck
LOOK_EVERY = 0.05


class Stuck(AssertionError):
    """A thing that never came, in words."""


def wait(what, look, details=lambda: "", patience=PATIENCE):
    """The first true value of look(), which may raise LookupError while the thing is not there."""
    deadline = time.monotonic() + patience
    while True:
        try:
            found = look()
        except LookupError:
            found = None
        if found:
            return found
        if time.monotonic() > deadline:
            raise Stuck(f"never saw {what}\n{details()}")
        time.sleep(LOOK_EVERY)
