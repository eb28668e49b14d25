"""What is on the screen, as somebody who cannot see it is told (AT-SPI), and the keyboard."""

import os
import subprocess

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

from .waiting import wait  # noqa: E402

PICTURES = os.environ["WORKSPACE_PICTURES"]
Atspi.set_timeout(20_000, 20_000)  # milliseconds: a busy computer is not a failure


def picture(name):
    subprocess.run(["import", "-window", "root", os.path.join(PICTURES, name + ".png")], check=False)


def windows_of(pid):
    """The numbers, on the display, of a process's windows that are not minimised."""
    return subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(pid)], capture_output=True, text=True,
                          check=False).stdout.split()


def to_front(window):
    subprocess.run(["xdotool", "windowactivate", "--sync", window], check=True, capture_output=True)


def keys(*names):
    subprocess.run(["xdotool", "key", "--clearmodifiers", *names], check=True)


def type_text(text):
    subprocess.run(["xdotool", "type", "--clearmodifiers", "--delay", "8", text], check=True)


def can_be_used(node):
    return node.get_state_set().contains(Atspi.StateType.SENSITIVE)


def application_of(pid):
    """The accessible application of a process; None while there is none."""
    desktop = Atspi.get_desktop(0)
    desktop.clear_cache()
    for i in range(desktop.get_child_count()):
        try:
            application = desktop.get_child_at_index(i)
            if application is not None and application.get_process_id() == pid:
                application.set_cache_mask(Atspi.Cache.NONE)  # always what is there now
                return application
        except GLib.Error:  # it has just gone
            continue
    return None


def walk(node):
    """A node and what is under it, in order."""
    try:
        yield node
        for i in range(node.get_child_count()):
            child = node.get_child_at_index(i)
            if child is not None:
                yield from walk(child)
    except GLib.Error:  # it went away meanwhile
        return


def children(node):
    try:
        found = [node.get_child_at_index(i) for i in range(node.get_child_count())]
        return [child for child in found if child is not None]
    except GLib.Error:  # it went away meanwhile
        return []


def name_of(node):
    """LookupError when it is gone."""
    try:
        return node.get_name() or ""
    except GLib.Error as error:
        raise LookupError(str(error)) from error


def describe(node, depth=0):
    try:
        lines = ["  " * depth + f"[{node.get_role_name()}] {node.get_name()!r}"]
        for i in range(node.get_child_count()):
            child = node.get_child_at_index(i)
            if child is not None:
                lines += describe(child, depth + 1).split("\n")
        return "\n".join(lines)
    except GLib.Error:
        return "  " * depth + "(gone)"


def place_of(node):
    """Where it is in its window, in pixels; LookupError when it is gone."""
    try:
        return Atspi.Component.get_extents(node, Atspi.CoordType.WINDOW)
    except GLib.Error as error:
        raise LookupError(str(error)) from error


def at_point(node, x, y, role):
    """What is under a point of the window, or the parent of that with this role."""
    try:
        found = Atspi.Component.get_accessible_at_point(node, x, y, Atspi.CoordType.WINDOW)
        while found is not None and found.get_role_name() != role:
            found = None if found == node else found.get_parent()
        return found
    except GLib.Error:
        return None


def matches(node, role, name):
    try:
        if role is not None and node.get_role_name() != role:
            return False
        its = node.get_name() or ""
        return name is None or (name(its) if callable(name) else its == name)
    except GLib.Error:
        return False


def press(node):
    """Does what a click does."""
    if not Atspi.Action.do_action(node, 0):
        raise AssertionError(f"cannot press {node.get_name()!r}")


def wait_for(root, role, name, what=None):
    """`root`: a function that gives the node to look under, or None."""
    def look():
        top = root()
        return top and next((node for node in walk(top) if matches(node, role, name)), None)

    def details():
        top = root()
        return describe(top) if top else "there is no such application"
    return wait(what or f"a {role} named {name}", look, details)
