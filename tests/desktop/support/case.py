"""The frame of every desktop test: an office that is cleared away, and a picture when something goes wrong."""

import itertools
import unittest

from . import screen
from .desk import Desk
from .office import HOME, Colleague, Server

_numbers = itertools.count(1)


class DesktopCase(unittest.TestCase):
    accounts = ("alice", "bruno")

    def setUp(self):
        self.people = []
        self.server = Server(HOME / f"server-{next(_numbers)}", *self.accounts)
        self.addCleanup(self._end)
        self.server.start()

    def _end(self):
        for person in reversed(self.people):
            person.leave()
        self.server.stop()

    def run(self, result=None):
        before = len(result.failures) + len(result.errors) if result else 0
        self._result, self._before = result, before
        return super().run(result)

    def tearDown(self):
        failed = any(error for _, error in getattr(self._outcome, "errors", []) if error) or (
            self._result and len(self._result.failures) + len(self._result.errors) > self._before)
        screen.picture(("FAILED-" if failed else "") + self.id().rsplit(".", 1)[1])

    def desk(self, name, computer=None, **more):
        person = Desk(self.server, name, computer or f"pc-{name}", **more)
        self.people.append(person)
        return person

    def colleague(self, name, computer=None):
        person = Colleague(self.server, name, computer or f"pc-{name}")
        self.people.append(person)
        return person
