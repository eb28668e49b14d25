"""The interface's words in the language of this run, from the catalogue beside the program."""

import ast
import functools
import gettext
import os
import pathlib
import re

_catalogue = gettext.translation("workspace-desktop", os.path.join(os.environ["WORKSPACE_BIN_DIR"], "../share/locale"),
                                 [os.environ["LC_ALL"].split("_")[0]], fallback=True)
FRENCH = os.environ["LC_ALL"].startswith("fr")
_SAME_IN_FRENCH = ("Message", "Messages", "Conversation")
_FRENCH_SOURCE = pathlib.Path(__file__).parents[3] / "client-gtkmm/po/fr.po"
_WORDS_OF_ENGLISH = re.compile(r"\b(the|this|your|you|is|and|with|of|to|from|for|not|by)\b")


def tr(words):
    translated = _catalogue.gettext(words)
    if FRENCH and translated == words and words not in _SAME_IN_FRENCH:
        raise AssertionError(f"{words!r} has no French translation")
    return translated


def connected(count):
    return _catalogue.ngettext("%1 connected", "%1 connected", count).replace("%1", str(count))


def _to_pattern(words):
    return re.compile(re.sub(r"%\d", "(.+)", re.escape(words).replace("\\%", "%")), re.DOTALL)


def pattern(words):
    """The words with each %1 … as a group of a regular expression."""
    return _to_pattern(tr(words))


@functools.cache
def _translated():
    """Of each translated text of the interface: the English one and its French ones, as patterns."""
    def text(lines):
        return "".join(ast.literal_eval(line) for line in lines.splitlines())
    found, english = [], []
    entries = re.compile(r'^(msg\w+)(?:\[\d\])? ((?:".*"\n)+)', re.MULTILINE)
    for key, lines in entries.findall(_FRENCH_SOURCE.read_text("utf-8")):
        if key.startswith("msgid"):
            english = [text(lines)] if key == "msgid" else [*english, text(lines)]
        elif english[0]:
            found += [(_to_pattern(one), _to_pattern(text(lines))) for one in english if one != text(lines)]
    # Without its own catalogue GTK itself speaks English, and it names the window's buttons.
    if not gettext.find("gtk40", "/usr/share/locale", ["fr"]):
        found = [pair for pair in found if not pair[0].fullmatch("Close")]
    return found


def english_in(name):
    """Whether a text of the interface was left in English: one of the catalogue, or a sentence that is not in it."""
    return bool(_WORDS_OF_ENGLISH.search(name)) or any(
        english.fullmatch(name) and not french.fullmatch(name) for english, french in _translated())
