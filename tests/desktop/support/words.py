"""The interface's words in the language of this run, from the catalogue beside the program."""

import gettext
import os
import re

_catalogue = gettext.translation("workspace-desktop", os.path.join(os.environ["WORKSPACE_BIN_DIR"], "../share/locale"),
                                 [os.environ["LC_ALL"].split("_")[0]], fallback=True)
FRENCH = os.environ["LC_ALL"].startswith("fr")


def tr(words):
    translated = _catalogue.gettext(words)
    if FRENCH and translated == words and words not in ("Message", "Conversation"):
        raise AssertionError(f"{words!r} has no French translation")
    return translated


def connected(count):
    return _catalogue.ngettext("%1 connected", "%1 connected", count).replace("%1", str(count))


def pattern(words):
    """The words with each %1 … as a group of a regular expression."""
    return re.compile(re.sub(r"%\d", "(.+)", re.escape(tr(words)).replace("\\%", "%")), re.DOTALL)
