"""The list of keys."""

from __future__ import annotations

from typing import Final

KEYS: Final = "Keyboard"
KEY_LIST: Final = (
    (("/",), "Write a question"),
    (("Enter",), "Ask it; on a number, open the briefing at the words"),
    (("n", "]"), "Next citation; the first of the newest answer where none is open"),
    (("p", "["), "Previous citation"),
    (("j",), "Next sentence of a checked draft"),
    (("k",), "Previous sentence of a checked draft"),
    (("Esc",), "In an empty question box: leave it for the answer"),
    (("Esc",), "Close what is open and go back to where it was opened"),
    (("?",), "This list"),
)
SINGLE_KEYS: Final = "Single letters work as above while no text is being written"
