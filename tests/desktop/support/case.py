"""The frame of every desktop test: an office that is cleared away, and a picture when something goes wrong."""

import faulthandler
import itertools
import signal
import sys
import unittest

from . import screen
from .desk import Desk
from .office import HOME, Colleague, Server

_numbers = itertools.count(1)
faulthandler.register(signal.SIGTERM, chain=True)  # out of time: where was it?


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
        self._result = result or self.defaultTestResult()
        self._bad_before = self._bad()
        return super().run(self._result)

    def _bad(self):
        return len(self._result.failures) + len(self._result.errors)

    def tearDown(self):
        failed = self._bad() > self._bad_before
        screen.picture(("FAILED-" if failed else "") + self.id().rsplit(".", 1)[1])
        if failed:
            for person in self.people:
                print(f"\n{person.name}:\n{person.describe()}", file=sys.stderr)

    def desk(self, name, computer=None, **more):
        person = Desk(self.server, name, computer or f"pc-{name}", **more)
        self.people.append(person)
        return person

    def colleague(self, name, computer=None):
        person = Colleague(self.server, name, computer or f"pc-{name}")
        self.people.append(person)
        return person
